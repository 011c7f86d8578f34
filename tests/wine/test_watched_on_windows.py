"""Work on each of several files under Windows: a program of its own, watched and ended by its memory.

Wine does not state the processor time of another process, so the limit of time is not tried here.
"""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.component

WORKS = """
from pathlib import Path

def hungry():
    held = []
    while True:
        held.append(b"x" * 2**24)

def good():
    print("beside the answer")
    return "x" * 300_000

def bad():
    raise ValueError("why")

def each(names):
    for name in names:
        yield hungry() if name == "hungry.py" else f"read {name}"

def named(name):
    return Path(__file__), name

def refused(name, problem):
    return f"refused {problem}"
"""
RUN = """
import sys
sys.path.insert(0, sys.argv[1])
import works
from vsm_xl.ooxml.supervision import FORKS, supervised, supervised_together

print(FORKS)
for work in (works.good, works.bad, works.hungry):
    try:
        print(len(supervised(work, 1000, "file.xlsx")))
    except Exception as problem:
        print(type(problem).__name__, problem)
names = ["a.py", "hungry.py", "b.py", "c.py"]
for answer in supervised_together(works.each, names, works.named, works.refused):
    print(answer)
"""


def test_work_is_answered_raised_and_ended_by_its_memory(windows: Any) -> None:
    folder = windows.prefix / "drive_c" / "watched"
    folder.mkdir(exist_ok=True)
    (folder / "works.py").write_text(WORKS)
    (folder / "run.py").write_text(RUN)
    ended = windows.run(windows.windows_path(folder / "run.py"), windows.windows_path(folder))
    forks, good, bad, hungry, *together = ended.stdout.splitlines()
    assert (forks, good, bad) == ("False", "300000", "ValueError why")
    assert hungry.startswith("UnusableInput file.xlsx: reading and computing it took more than ")
    assert "MB of memory" in hungry
    assert together.pop(1).startswith("refused hungry.py: reading and computing it took more than ")
    assert together == ["read a.py", "read b.py", "read c.py"]
