"""XML as spans of bytes: where elements begin and end, so that they can be spliced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAG: Final = re.compile(rb"<[^\s/>]+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")

#: No part of a workbook nests deeper than some dozens of elements.  Paths are kept as text, so a
#: part that nests a million deep would take all the memory of the machine.
MAX_DEPTH: Final = 200

#: A splice: the bytes from the first up to the second offset are replaced by the third.
Edit = tuple[int, int, bytes]


class Span(NamedTuple):
    """A piece of the part: from byte ``start`` up to, not including, byte ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its path of local names, its attributes, its start tag and all of it."""

    path: tuple[str, ...]
    attributes: dict[str, str]
    tag: Span
    whole: Span

    def content(self, xml: bytes) -> Span:
        """Give what stands between the tags (nothing in an empty element)."""
        if self.whole == self.tag:
            return Span(self.tag.end, self.tag.end)
        return Span(self.tag.end, xml.rindex(b"<", self.tag.end, self.whole.end))


def check_depth(depth: int) -> None:
    """Refuse a part that nests as only an attack does."""
    if depth > MAX_DEPTH:
        raise UnusableInput(
            f"A part of the workbook nests more than {MAX_DEPTH} elements deep, which no "
            f"spreadsheet program writes; it is refused."
        )


def new_parser() -> expat.XMLParserType:
    """Make an expat parser that names elements ``namespace name`` and refuses any DOCTYPE."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnusableInput(
            "The workbook has a document type declaration (DOCTYPE), which no spreadsheet "
            "program writes and which can be used for attacks; it is refused."
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def tag_span(xml: bytes, start: int) -> Span:
    """Give the span of the tag that begins at byte ``start`` (a ``>`` in quotes is no end)."""
    found = _TAG.match(xml, start)
    assert found is not None, "expat has accepted the tag already"
    return Span(start, found.end())


def whole_span(xml: bytes, tag: Span, closing: int) -> Span:
    """Give the span of an element from its start tag and expat's place of its end.

    For an empty element expat reports the byte after the tag, which may be the closing tag of
    something else; so the tag itself must say whether it is empty.
    """
    if xml[tag.end - 2 : tag.end] == b"/>":
        return tag
    return Span(tag.start, xml.index(b">", closing) + 1)


def elements(xml: bytes) -> list[Element]:
    """List the elements of a small part in the order in which they end.

    Raises UnusableInput when the part is not well-formed.

    >>> [element.path for element in elements(b"<a><b/><c>x</c></a>")]
    [('a', 'b'), ('a', 'c'), ('a',)]
    """
    found: list[Element] = []
    path: list[str] = []
    starts: list[tuple[Span, dict[str, str]]] = []
    parser = new_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        check_depth(len(path))
        starts.append((tag_span(xml, parser.CurrentByteIndex), attributes))

    def end(_name: str) -> None:
        tag, attributes = starts.pop()
        whole = whole_span(xml, tag, parser.CurrentByteIndex)
        found.append(Element(tuple(path), attributes, tag, whole))
        path.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as problem:
        raise UnusableInput(f"A part of the workbook is not well-formed: {problem}.") from problem
    return found


def spliced(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Carry out splices; those at the same place keep their order.

    >>> spliced(b"abcdef", [(4, 5, b"X"), (1, 3, b""), (1, 1, b"-")])
    b'a-dXf'
    """
    pieces: list[bytes] = []
    done = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (xml[done:start], text)
        done = end
    return b"".join((*pieces, xml[done:]))
