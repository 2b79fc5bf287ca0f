"""Figures of speed, as one table: `python -m tests.bench`. They inform and never fail; no test asserts a time."""
