"""Blank templates, each built once in a test run: building one takes most of a second."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vsm_xl.annual_return.build.workbook import build, build_template
from vsm_xl.annual_return.template.template import STAFF_ROWS
from vsm_xl.framework import edition
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Layout

_BUILDS: dict[tuple[int, str], tuple[bytes, Layout]] = {}


def built_once(layout: Layout) -> bytes:
    """Return what ``build`` returns for a layout, built once for each data edition.

    For tests of what is done with a template; those of building itself call ``build``.
    """
    # The label of an edition that is not the package's names the digest of its files.
    key = (id(layout), edition.current().label)
    if key not in _BUILDS:
        # The layout is kept with it, so that no other object takes its place.
        _BUILDS[key] = (build(layout), layout)
    return _BUILDS[key][0]


@cache
def _built(people: int, staff_rows: int) -> bytes:
    return build_template(people, staff_rows=staff_rows)


def blank_template(
    people: int, name: str = "return.xlsx", *, staff_rows: int = STAFF_ROWS
) -> Package:
    """Return a blank template for so many people, under a name of its own."""
    return Package.from_bytes(_built(people, staff_rows), name)
