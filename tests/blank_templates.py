"""Blank templates, each built once in a test run: building one takes most of a second."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from made_once import made_once  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.build.workbook import build
from vsm_xl.annual_return.template.template import RANGE_ROWS, STAFF_ROWS, template_layout
from vsm_xl.framework import edition
from vsm_xl.ooxml.package import Package

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Layout, TemplateSize


def built_once(layout: Layout) -> bytes:
    """Return what ``build`` returns for a layout, built once for each size and data edition.

    For tests of what is done with a template; those of building itself call ``build``.
    """
    if layout is not template_layout(*layout.size):
        return build(layout)
    # The label of an edition that is not the package's names the digest of its files.
    return _built(layout.size, edition.current().label)


@cache
def _built(size: TemplateSize, label: str) -> bytes:
    name = "-".join(map(str, (*size, sha256(label.encode()).hexdigest()[:12])))
    folder = made_once(
        f"template-{name}",
        lambda folder: (folder / "blank.xlsx").write_bytes(build(template_layout(*size))),
    )
    return bytes((folder / "blank.xlsx").read_bytes())


def blank_template(
    people: int, name: str = "return.xlsx", *, staff_rows: int = STAFF_ROWS
) -> Package:
    """Return a blank template for so many people, under a name of its own."""
    return Package.from_bytes(built_once(template_layout(people, RANGE_ROWS, staff_rows)), name)
