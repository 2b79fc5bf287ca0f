"""A Curriculum read back from the Markdown that we wrote, with what a teacher changed in it by hand."""
