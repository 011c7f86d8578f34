"""The workbooks that people download are those that the code makes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "docs"))

import workbooks  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.ooxml.package import Package


@pytest.mark.parametrize("name", [workbooks.TEMPLATE, workbooks.EXAMPLE])
def test_the_file_is_current(name: str) -> None:
    # Compression differs between machines: the parts are compared, not the bytes of the file.
    stored = Package.open(workbooks.FOLDER / name)
    made = workbooks.workbooks()[name]

    assert set(stored.parts) == set(made.parts)
    different = [part for part in made.parts if stored.parts[part] != made.parts[part]]
    assert different == [], "run: python docs/workbooks.py"
    check_structure(stored)


def test_the_files_are_small() -> None:
    for name in (workbooks.TEMPLATE, workbooks.EXAMPLE):
        assert (workbooks.FOLDER / name).stat().st_size < 1_000_000
