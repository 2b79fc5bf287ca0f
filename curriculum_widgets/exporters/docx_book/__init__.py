"""The Word document, piece by piece: `styles.py` says what it looks like, `reference.py` its pages."""
