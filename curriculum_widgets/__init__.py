"""A curriculum studio that lives in a notebook."""
