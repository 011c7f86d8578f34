"""XML of a package's parts: read without entities and without a network, written in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from lxml import etree

from vsm_xl.errors import UnusableInput
from vsm_xl.xml_text import STANDALONE

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no public name for it

#: No part of a workbook nests deeper than some dozens of elements.
MAX_DEPTH: Final = 200


def parse(xml: bytes) -> Element:
    """Parse a part.

    Raises:
        UnusableInput: it is not well-formed, nests as only an attack does, or has a document type.
        MemoryError: there is not enough memory for it.

    >>> parse(b"<a><b/></a>").tag
    'a'
    """
    root = _parsed(xml)
    if cast("Any", root.getroottree()).docinfo.doctype:
        raise UnusableInput(
            "The workbook has a document type declaration (DOCTYPE), which no spreadsheet "
            "program writes and which can be used for attacks; it is refused."
        )
    return root


def check_markup(xml: bytes) -> None:
    """Check that a part is well-formed and not nested as by an attack, with no tree built of it.

    Raises:
        UnusableInput: it is not.

    >>> check_markup(b"<a><b/></a>")
    >>> check_markup(b"<a><b></a>")
    Traceback (most recent call last):
    vsm_xl.errors.UnusableInput: A part of the workbook is not well-formed XML: Opening and ending ...
    """
    _parsed(xml, _Nothing())


class _Nothing:
    """What a parser hands its elements to where nobody needs them."""

    def close(self) -> None:
        """End."""


def _parsed(xml: bytes, target: _Nothing | None = None) -> Element:
    # A parser of its own each time: one that failed half-way is not used again.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        target=cast("Any", target),
    )  # fmt: skip
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as problem:
        if cast("Any", problem).code == etree.ErrorTypes.ERR_NO_MEMORY:
            # Not a fault of the part.
            raise MemoryError from None
        words = str(problem)
        if "depth" in words.lower():
            raise UnusableInput(
                f"A part of the workbook nests more than {MAX_DEPTH} elements deep, which no "
                "spreadsheet program writes; it is refused."
            ) from None
        raise UnusableInput(f"A part of the workbook is not well-formed XML: {words}.") from None


def serialise(root: Element) -> bytes:
    r"""Write a part, in UTF-8 with its declaration.

    >>> serialise(parse(b"<a><b></b></a>")).split(b"?>")[1]
    b'\n<a><b/></a>'
    """
    return STANDALONE.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for a comment or an instruction.

    >>> local_name(parse(b'<x:a xmlns:x="urn:x"/>'))
    'a'
    """
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(root: Element, name: str) -> Iterator[Element]:
    """Return the elements of this name, in any namespace, in the order of the part.

    >>> [one.get("r") for one in named(parse(b'<a><c r="1"/><b><c r="2"/></b></a>'), "c")]
    ['1', '2']
    """
    return root.iter(f"{{*}}{name}")


def attributes(element: Element) -> dict[str, str]:
    """Return an element's attributes that are in no namespace."""
    return {str(key): str(value) for key, value in element.attrib.items()}


def new_element(tag: str, like: Element | None = None, **attributes: str) -> Element:
    """Return an element to be put into a part, with the namespace prefixes of ``like``.

    >>> serialise(new_element("{urn:x}a", ref="A1")).split(b"?>")[1].strip()
    b'<ns0:a xmlns:ns0="urn:x" ref="A1"/>'
    """
    spaces = None if like is None else cast("Any", like.nsmap)
    return etree.Element(tag, dict(attributes), nsmap=spaces)


def drop_attribute(element: Element, name: str) -> None:
    """Take an attribute away, where it is there."""
    if element.get(name) is not None:
        del element.attrib[name]
