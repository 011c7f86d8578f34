"""The texts of a workbook in one table, where Excel keeps them.

Other writers put a text into its cell (``inlineStr``).  Excel reads that, rewrites it, and auditors of
the format take it for the mark of a file that was not made by Excel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from vsm_xl.ooxml.markup import drop_attribute, new_element, parse, serialise
from vsm_xl.ooxml.relationships import enter_type, relate
from vsm_xl.ooxml.sheet_reader import rich_text
from vsm_xl.xml_text import MAIN, OFFICE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.package import Package

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_PART: Final = "xl/sharedStrings.xml"
_CELL, _INLINE, _VALUE, _ITEM = (f"{{{MAIN}}}{name}" for name in ("c", "is", "v", "si"))


def with_shared_strings(package: Package) -> Mapping[str, bytes]:
    """Return the parts of a package with no text left in its cells, but for what could be read in two ways.

    Raises:
        UnusableInput: a part is not well-formed.
    """
    if not any(b"inlineStr" in xml for xml in package.parts.values()):
        return package.parts
    inside = [part for part in package.sheets().values() if b"inlineStr" in package.parts[part]]
    parts = dict(package.parts)
    found = package.part_of_type(_TYPE)
    part = found or _PART
    table = _Table(parse(parts[part]) if found else parse(f'<sst xmlns="{MAIN}"/>'.encode()))
    for sheet in inside:
        root = parse(parts[sheet])
        for cell in root.iter(_CELL):
            if cell.get("t") == "inlineStr":
                table.take(cell)
        parts[sheet] = serialise(root)
    parts[part] = table.written()
    if not found:
        enter_type(parts, part, _TYPE)
        relate(parts, package.workbook_part(), f"{OFFICE}/sharedStrings", f"/{part}")
    return parts


class _Table:
    """The table of shared texts."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._known: dict[bytes, int] = {}
        self._count = 0
        for element in root.iterchildren(_ITEM):
            self._known.setdefault(_key(element), self._count)
            self._count += 1

    def take(self, cell: Element) -> None:
        """Move a cell's text into the table."""
        if [child.tag for child in cell] != [_INLINE]:
            return
        inline = cell[0]
        try:
            rich_text(inline)
        except ValueError:
            # What could be read in two ways stays where it is refused.
            return
        item = etree.SubElement(self._root, _ITEM)
        item[:] = list(inline)
        key = _key(item)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = self._count
            self._count += 1
        else:
            self._root.remove(item)
        value = new_element(_VALUE, cell)
        value.text = str(number)
        cell.replace(inline, value)
        cell.set("t", "s")

    def written(self) -> bytes:
        """Return the part."""
        drop_attribute(self._root, "count")
        self._root.set("uniqueCount", str(self._count))
        return serialise(self._root)


def _key(element: Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True)
