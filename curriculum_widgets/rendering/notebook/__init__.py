"""A Curriculum as cells of Jupyter notebooks."""
