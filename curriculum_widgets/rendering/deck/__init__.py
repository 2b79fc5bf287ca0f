"""A Curriculum as slides to teach from, written once for every program that shows slides.

Practice and the final assessment stay on paper; all else of a unit is here, one thing a slide, with what its teacher says
in the notes.
"""
