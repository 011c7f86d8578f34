"""The workbooks that people download are sound and small."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "docs"))

import workbooks  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.ooxml.package import Package


def test_the_files_are_sound() -> None:
    for name in (workbooks.TEMPLATE, workbooks.EXAMPLE):
        check_structure(Package.open(workbooks.FOLDER / name))


def test_the_files_are_small() -> None:
    for name in (workbooks.TEMPLATE, workbooks.EXAMPLE):
        assert (workbooks.FOLDER / name).stat().st_size < 1_000_000
