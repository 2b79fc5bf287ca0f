"""What comes from elsewhere into a Curriculum: read with care, bounded, and said when some of it can't be used."""
