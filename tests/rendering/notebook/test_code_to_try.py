from __future__ import annotations

import re

import pytest
from samples import sample_curriculum

from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.rendering.notebook.code_to_try import Stretch, can_run, stretches


@pytest.mark.parametrize(
    "code",
    [
        "total = 1 + 5\nprint(total)",
        "from random import randint\nprint(randint(1, 6))",
        "import math\n\ndef area(r):\n    return math.pi * r ** 2\n\nprint(area(2))",
        "names = ['Ada', 'Grace']\nfor name in names:\n    print(name.upper())",
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
        "n = 3\nwhile n > 0:\n    n = n - 1",
        "class Dog:\n    def __init__(self, name):\n        self.name = name\n\nprint(Dog('Rex').name)",
    ],
)
def test_code_that_reckons_and_prints_can_run(code):
    assert can_run(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "# only a remark",
        "for i in range(3",
        "import os",
        "from os import system",
        "from random import _os",
        "from statistics import sys",
        "from math import *",
        "import random\nrandom._os.system('true')",
        "import statistics\nstatistics.sys.modules",
        "open('x')",
        "eval('1')",
        "input('Name? ')",
        "__import__('os')",
        "get_ipython().system('true')",
        "import_module('os')",
        "().__class__.__bases__",
        "(n for n in ()).gi_frame.f_builtins",
        "match 1:\n    case int(real=x):\n        print(x)",
        "while True:\n    pass",
        "print(undefined)",
        "!true",
        "%%bash\ntrue",
    ],
)
def test_code_that_could_do_more_or_is_not_whole_stays_text(code):
    assert not can_run(code)


def test_a_text_is_taken_apart_at_its_code():
    text = "One\n\n```python\nprint(1)\n```\n\nTwo\n\n```text\nprint(2)\n```\n\n- a\n\n  ```python\n  print(3)\n  ```"
    first, code, rest = stretches(text)
    assert (first.text.strip(), code) == ("One", Stretch("print(1)", code=True))
    assert "print(2)" in rest.text
    assert "print(3)" in rest.text


def test_a_text_without_code_is_whole():
    lesson = sample_curriculum().units[1].lesson
    assert list(stretches(lesson)) == [Stretch(lesson)]


def test_nearly_all_code_of_the_bank_can_be_tried():
    [(subject, bands)] = coverage(["Computer Science"]).items()
    topics = [topic for band in bands for topic in Bank().topics(subject, band)]
    texts = [text for topic in topics for text in _texts(topic.model_dump())]
    codes = [code for text in texts for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL)]
    assert len(codes) > 40
    assert sum(map(can_run, codes)) > 0.9 * len(codes)


def _texts(value):
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for one in inside for text in _texts(one)]
