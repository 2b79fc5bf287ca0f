"""Checks on what is taught: readability, quizzes, coverage, and the topics of the bank."""
