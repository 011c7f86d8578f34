"""What a workbook still needs after openpyxl has saved it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from vsm_xl.ooxml.markup import local_name, named, parse, serialise
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.relationships import CONTENT_TYPES
from vsm_xl.ooxml.shared_strings import with_shared_strings
from vsm_xl.xml_text import STANDALONE

if TYPE_CHECKING:
    from vsm_xl.ooxml.markup import Element

#: The order in which the schema lists the children of a font (CT_Font); openpyxl writes its
#: own, which Excel reads but a strict validator refuses.
_FONT_ORDER: Final = [
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
]
_CORE: Final = "docProps/core.xml"
#: The time of creation and change, the same for every build.
_TIME: Final = "1980-01-01T00:00:00Z"


def normalise_workbook(data: bytes) -> bytes:
    """Make what openpyxl saved valid to the letter and the same in every build.

    Args:
        data: The .xlsx file as openpyxl saved it.

    Returns:
        The .xlsx file: canonical XML, fonts in the order of the schema, fixed times, the list
        of content types first (tools that look at a file's first bytes expect it there).

    Raises:
        UnusableInput: ``data`` is not an .xlsx workbook.
    """
    package = Package.from_bytes(data, "the workbook just built")
    parts: dict[str, bytes] = {CONTENT_TYPES: b""}
    for part, written in with_shared_strings(package).items():
        xml = written
        if part == _CORE:
            xml = _with_times(xml)
        elif posixpath.basename(part) == "styles.xml":
            xml = _with_fonts_in_order(xml)
        parts[part] = _canonical(xml) if part.endswith((".xml", ".rels")) else xml
    return Package(package.name, parts).to_bytes()


def _canonical(xml: bytes) -> bytes:
    """Return a part in the one form that does not depend on which XML library wrote it.

    openpyxl writes by lxml where it is installed and by the standard library where not, and
    the two differ in empty elements and in where they declare namespaces.
    """
    return STANDALONE.encode() + etree.tostring(
        parse(xml), method="c14n", exclusive=True, with_comments=False
    )


def _with_times(xml: bytes) -> bytes:
    root = parse(xml)
    for name in ("created", "modified"):
        for element in named(root, name):
            element.text = _TIME
    return serialise(root)


def _with_fonts_in_order(xml: bytes) -> bytes:
    root = parse(xml)
    for font in named(root, "font"):
        font[:] = sorted(font, key=_place)
    return serialise(root)


def _place(child: Element) -> int:
    name = local_name(child)
    return _FONT_ORDER.index(name) if name in _FONT_ORDER else len(_FONT_ORDER)
