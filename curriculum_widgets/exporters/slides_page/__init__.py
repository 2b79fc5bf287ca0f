"""The page of `slides`. It shows them with reveal.js (`reveal/`, MIT licence), which travels in every page."""
