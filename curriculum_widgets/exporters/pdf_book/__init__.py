"""The printed book, piece by piece: `book.typ` says what it looks like, Python what stands in it."""
