"""The five tabs: each a class with the calls of its page, and the page's script beside it."""
