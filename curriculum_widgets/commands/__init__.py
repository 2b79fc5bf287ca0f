"""What the `curriculum` command does, one module for each kind of work."""
