"""Money: what work will cost, what it has cost, and how much it may."""
