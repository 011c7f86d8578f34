"""The defined names of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vsm_xl.ooxml.markup import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.ooxml.package import Package


class DefinedName(NamedTuple):
    """A defined name.

    Attributes:
        name: As it is spelt.
        sheet: The number of the sheet that it belongs to, from 0, as the file has it; None for the workbook.
        text: What it refers to.
    """

    name: str
    sheet: str | None
    text: str


def defined_names(package: Package) -> Sequence[DefinedName]:
    """Return the defined names of a workbook in order, those of single sheets among them."""
    part = package.workbook_part()
    return package.once(part, defined_names, lambda: [
        DefinedName(one.get("name", ""), one.get("localSheetId"), one.text or "")
        for one in named(package.tree(part), "definedName")
    ])  # fmt: skip
