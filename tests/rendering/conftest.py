from __future__ import annotations

import sys
from pathlib import Path

# The samples are shared by several folders of tests.
sys.path.append(str(Path(__file__).parents[1]))
