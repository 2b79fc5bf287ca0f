"""The web page, piece by piece; `style.css` and `page.js` are put into it whole."""
