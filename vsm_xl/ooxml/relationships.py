"""What the parts of a package lead to: read, and a further one entered."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from vsm_xl.ooxml.markup import attributes, parse, serialise
from vsm_xl.xml_text import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.ooxml.markup import Element

CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATIONSHIP: Final = f"{{{PACKAGE}/relationships}}Relationship"


class Relationship(NamedTuple):
    """What a part leads to.

    Attributes:
        owner: The part; empty for the package itself.
        id: By which the part names it.
        kind: Its type.
        target: The part that it leads to, or an address outside.
        external: Whether it leads outside.
    """

    owner: str
    id: str
    kind: str
    target: str
    external: bool


def rels_of(part: str) -> str:
    """Name the part that holds the relationships of a part; of the package for "".

    >>> rels_of("xl/workbook.xml"), rels_of("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def relationships_in(root: Element, rels: str) -> Iterator[Relationship]:
    """Return the relationships in a part of such, in order.

    Args:
        root: the tree of the part.
        rels: its name.
    """
    folder = posixpath.dirname(posixpath.dirname(rels))
    owner = posixpath.join(folder, posixpath.basename(rels).removesuffix(".rels"))
    for element in root.iter(_RELATIONSHIP):
        told = attributes(element)
        target, external = told.get("Target", ""), told.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        yield Relationship(owner, told.get("Id", ""), told.get("Type", ""), target, external)


def relate(parts: dict[str, bytes], owner: str, kind: str, target: str) -> str:
    """Enter a relationship of a part, which has some, and return its identifier."""
    rels = parse(parts[rels_of(owner)])
    taken = {element.get("Id") for element in rels}
    name = next(name for at in range(len(taken) + 1) if (name := f"rId{at + 1}") not in taken)
    etree.SubElement(rels, _RELATIONSHIP, Id=name, Type=kind, Target=target)
    parts[rels_of(owner)] = serialise(rels)
    return name


def enter_type(parts: dict[str, bytes], part: str, kind: str) -> None:
    """Enter the content type of a part into the list of them."""
    types = parse(parts[CONTENT_TYPES])
    tag = f"{{{PACKAGE}/content-types}}Override"
    etree.SubElement(types, tag, PartName=f"/{part}", ContentType=kind)
    parts[CONTENT_TYPES] = serialise(types)
