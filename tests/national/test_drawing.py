from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.errors import UnusableInput
from vsm_xl.national import charts
from vsm_xl.national.drawing import Drawing

if TYPE_CHECKING:
    from pathlib import Path

BARS = charts.bars("name", "n", title="Posts")
SPECS = {
    name: charts.specification(BARS, [{"name": name, "n": n}]) for name, n in (("A", 37), ("B", 53))
}


def drawn() -> dict[str, str]:
    with Drawing() as drawing:
        drawing.begin(SPECS)
        return drawing.drawn()


def test_drawings_come_by_key_and_alike_where_no_process_can_be_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = drawn()
    assert [key for key, one in found.items() if ">37<" in one] == ["A"]
    assert [key for key, one in found.items() if ">53<" in one] == ["B"]
    # No program of that name; and one that ends at once with an answer that is none.
    for program in (tmp_path / "none", "/bin/false" if os.name == "posix" else tmp_path / "none"):
        monkeypatch.setattr(sys, "executable", str(program))
        assert drawn() == found
    # Where Python does not know its own program.
    for unknown in ("", None):
        monkeypatch.setattr(sys, "executable", unknown)
        assert drawn() == found


def test_no_process_is_left_where_the_report_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Popen(subprocess.Popen[str]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    with Drawing() as drawing:
        drawing.begin(SPECS)
    [process] = started
    assert process.poll() is not None
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdin.closed
    assert process.stdout.closed


def test_it_names_the_package_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UnusableInput, match=r"install vsm_xl\[national\]"):
        Drawing()
