"""A workbook without the parts that could make LibreOffice fetch, run or show something foreign.

What is kept is listed, not what is dropped: pictures, links, queries, embedded objects, controls,
web extensions and whatever else comes to be invented are left behind.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from vsm_xl.ooxml.markup import attributes, named, parse, serialise
from vsm_xl.ooxml.relationships import CONTENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection

    from vsm_xl.ooxml.package import Package

_IMAGE: Final = "image"
#: How the pictures begin that hold nothing but dots; others, such as SVG, can name further files.
_DOTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")


def only_related(package: Package, kinds: Collection[str]) -> Package:
    """Return the parts that can be reached from the workbook over relationships of some kinds.

    Args:
        package: the workbook.
        kinds: the last words of the relationships' types, ``worksheet`` for one.  A picture
            (``image``) is kept only where it is a PNG, JPEG or GIF.

    Returns:
        The workbook without all other parts and relationships; none leads out of it.
    """
    parts = dict(package.parts)
    kept = {CONTENT_TYPES}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in parts:
            continue
        kept.add(rels)
        root = parse(parts[rels])
        for element in list(named(root, "Relationship")):
            told = attributes(element)
            target = unquote(told.get("Target", ""))
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = told.get("Type", "").rpartition("/")[2]
            if (
                kind not in kinds
                or told.get("TargetMode", "Internal") != "Internal"
                or target not in parts
                or (kind == _IMAGE and not parts[target].startswith(_DOTS))
            ):
                root.remove(element)
            elif target not in kept:
                kept.add(target)
                waiting.append(target)
        parts[rels] = serialise(root)
    return replace(package, parts={name: data for name, data in parts.items() if name in kept})
