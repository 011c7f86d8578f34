"""Recognises a workbook as an annual return, and finds out for how many people it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.contents import contents
from vsm_xl.annual_return.sheets.cover import TEMPLATE_VERSION
from vsm_xl.annual_return.template import template_layout
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.sheet import parse_range
from vsm_xl.ooxml.spans import elements

if TYPE_CHECKING:
    from vsm_xl.annual_return.layout import Layout
    from vsm_xl.ooxml.package import Package

#: The defined name by which a workbook declares itself an annual return.
MARK: Final = "vsm_template_version"
#: Far above any return; a table of more rows is damage or an attack.
_MOST_ROWS: Final = 4_000
_TABLES: Final = {"People": "people", "PayRanges": "range"}


def check_version(package: Package) -> None:
    """Make sure that a workbook is an annual return of this version of the template.

    Raises:
        UnusableInput: it is none, or one of an older or newer template.
    """
    names = defined_names(package)
    if MARK not in names:
        raise _not_ours(package)
    sheet, _, ref = names[MARK].replace("$", "").rpartition("!")
    found = contents(package).get(sheet.strip("'"), {}).get(ref)
    if found != TEMPLATE_VERSION:
        raise UnusableInput(
            f"{package.name}, sheet {sheet}, cell {ref}: the workbook was made from template "
            f"version {found}, and this software works with version {TEMPLATE_VERSION}. Build a "
            "new template with vsm-xl build template and carry the inputs over."
        )


def layout_of(package: Package) -> Layout:
    """Give the layout that a workbook should have, from the sizes of its tables.

    Raises:
        UnusableInput: it is no annual return, or its tables of inputs are gone.
    """
    if MARK not in defined_names(package):
        raise _not_ours(package)
    heights = _heights(package)
    for table in _TABLES:
        if table not in heights:
            raise UnusableInput(
                f"{package.name}: the table {table} is gone from the workbook. Build a new "
                "template and fill it."
            )
        if not 1 <= heights[table] <= _MOST_ROWS:
            raise UnusableInput(
                f"{package.name}: the table {table} has {heights[table]:,} rows; a return has 1 "
                f"to {_MOST_ROWS:,}. Build a new template and fill it."
            )
    return template_layout(heights["People"], heights["PayRanges"])


def _not_ours(package: Package) -> UnusableInput:
    return UnusableInput(
        f"{package.name} is a workbook, but not an annual return made by vsm-xl (it has no name "
        f"{MARK}). Build one with: vsm-xl build template"
    )


def defined_names(package: Package) -> dict[str, str]:
    """Give every defined name of workbook scope with what it refers to."""
    part = package.workbook_part()
    xml = package.parts[part]
    found = {}
    for element in elements(xml):
        if element.path[-1] == "definedName" and "localSheetId" not in element.attributes:
            content = element.content(xml)
            text = xml[content.start : content.end].decode()
            found[element.attributes.get("name", "")] = text.replace("&apos;", "'")
    return found


def _heights(package: Package) -> dict[str, int]:
    """Give the number of data rows of each table by its name."""
    found = {}
    for part, xml in package.parts.items():
        if not (part.startswith("xl/tables/") and part.endswith(".xml")):
            continue
        for element in elements(xml):
            if len(element.path) == 1 and {"displayName", "ref"} <= set(element.attributes):
                top, _, bottom, _ = parse_range(element.attributes["ref"])
                found[element.attributes["displayName"]] = bottom - top
    return found
