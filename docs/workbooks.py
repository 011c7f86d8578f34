"""The workbooks that people download: the blank template and a filled example."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.annual_return.filling.given import read_given
from vsm_xl.annual_return.reading import audit_trail
from vsm_xl.annual_return.reading.stored_values import without_an_answer
from vsm_xl.examples import demo
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate

FOLDER: Final = Path(__file__).parent.parent / "workbook"
TEMPLATE: Final = "vsm-annual-return.xlsx"
EXAMPLE: Final = "vsm-annual-return-example.xlsx"
#: The day that the example gives for its recalculation: one day for all, so that it can be rebuilt.
_STAMPED: Final = date(2026, 11, 1)


@cache
def workbooks() -> dict[str, Package]:
    """Return both workbooks, with their computed values."""
    blank = Package.from_bytes(build_template(), TEMPLATE)
    return {
        package.name: without_an_answer(recalculate(package)).package
        for package in (blank, _filled(blank))
    }


def _filled(blank: Package) -> Package:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in demo.input_files().items():
            (folder / file).write_text(text, encoding="utf-8")
        given = read_given(
            organisation=folder / demo.ORGANISATION_CSV,
            people=folder / demo.PEOPLE_CSV,
            ranges=folder / demo.RANGES_CSV,
        )
    blank = Package(EXAMPLE, blank.parts)
    filled = fill(blank, given.organisation, given.people, given.ranges)
    return audit_trail.stamp(filled, _STAMPED)
