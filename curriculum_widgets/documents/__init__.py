"""What is stored: Requests, Curricula, Units, Templates, and how older ones are read."""
