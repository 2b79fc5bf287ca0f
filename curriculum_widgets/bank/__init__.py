"""The embedded, curated body of teaching knowledge."""
