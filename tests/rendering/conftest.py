from __future__ import annotations


# The samples are shared by several folders of tests.
