"""The studio: five tabs over the headless core. Only this room knows widgets."""
