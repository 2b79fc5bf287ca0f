"""What the EPUB looks like: `style.css`, and the picture on its cover."""
