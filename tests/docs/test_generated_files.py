"""Every generated file is what the code and the data make, and none is forgotten."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))

import make  # type: ignore[import-not-found,unused-ignore]
import reference_pages  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
#: A page of the reference that people write.
_WRITTEN = {"docs/reference/engines.md"}
#: How a generated page begins.
_MARK = "<!-- Written by "


def test_every_generated_file_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every rule is judged, and found kept, in test_conformance.py: here the page is to say so.
    monkeypatch.setattr(make.conformance, "breaches", lambda _rule, _name: ())

    assert make.stale() == [], "run: python docs/make.py"


def test_no_generated_file_is_forgotten() -> None:
    folders = (ROOT / "workbook", ROOT / "docs" / "reference", ROOT / "docs" / "pictures")
    held = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in folder.iterdir()
        if path.is_file()
    }
    marked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "docs").rglob("*.md")
        if path.read_text(encoding="utf-8").startswith(_MARK)
    }

    assert (held | marked) - set(make.ALL) == _WRITTEN


def test_every_function_of_the_registry_has_its_place_in_the_reference() -> None:
    page = reference_pages.functions_page()

    assert [name for name in EVERY if f"### {name}\n" not in page] == []
