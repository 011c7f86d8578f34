"""Blank templates, each size built once in a test run: building one takes most of a second."""

from __future__ import annotations

from functools import cache

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.template.template import STAFF_ROWS
from vsm_xl.ooxml.package import Package


@cache
def _built(people: int, staff_rows: int) -> bytes:
    return build_template(people, staff_rows=staff_rows)


def blank_template(
    people: int, name: str = "return.xlsx", *, staff_rows: int = STAFF_ROWS
) -> Package:
    """Return a blank template for so many people, under a name of its own."""
    return Package.from_bytes(_built(people, staff_rows), name)
