"""The parts of a workbook in which xlwings Lite keeps its code: put in, read, taken out.

As Excel writes them ([MS-OWEXML], [MS-OWEMXML], and workbooks saved with Lite): task panes, which the
package refers to, and a web extension, which names the add-in of the store and holds its settings, each
value as JSON; the file ``main.py`` is one of them.  The pane stays closed (``visibility="0"``): with an
open one a workbook could not be saved where the add-in was gone.
"""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.markup import attributes, named, parse, serialise
from vsm_xl.ooxml.package import CONTENT_TYPES
from vsm_xl.xml_text import OFFICE, PACKAGE, STANDALONE, quoted_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.ooxml.package import Package

#: xlwings Lite in Microsoft's store of add-ins.
STORE_ID: Final = "WA200008175"
MAIN: Final = "main.py"
REQUIREMENTS: Final = "requirements.txt"
_FOLDER: Final = "xl/webextensions"
_PANES: Final = f"{_FOLDER}/taskpanes.xml"
_ROOT_RELS: Final = "_rels/.rels"
_PANES_RELS: Final = f"{_FOLDER}/_rels/taskpanes.xml.rels"
_RELATION: Final = "http://schemas.microsoft.com/office/2011/relationships"
_PACKAGE: Final = f"{PACKAGE}/relationships"
_WE: Final = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
_WETP: Final = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
_CONTENT: Final = f"{PACKAGE}/content-types"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPES: Final = {
    "webextension": "application/vnd.ms-office.webextension+xml",
    "taskpanes": "application/vnd.ms-office.webextensiontaskpanes+xml",
}
#: The number of our extension: any will do, and the same one makes the same bytes.
_GUID: Final = "{6E1B0C56-2D7A-5C43-9B57-3F0C8E2A9D11}"
#: The two extensions that state that there are functions, and which.
_HAS_FUNCTIONS: Final = "{D87F86FE-615C-45B5-9D79-34F1136793EB}"
_FUNCTION_IDS: Final = "{7C84B067-C214-45C3-A712-C9D94CD141B2}"


@dataclass(frozen=True)
class Carried:
    """What a workbook carries for xlwings Lite.

    Attributes:
        part: the part of the web extension.
        properties: its settings by name; a value that is not JSON is its text.
    """

    part: str
    properties: dict[str, object]

    @property
    def code(self) -> str:
        """The text of ``main.py``, "" where there is none."""
        found = self.properties.get(MAIN, "")
        return found if isinstance(found, str) else ""


def carried(package: Package) -> Carried | None:
    """Return what a workbook carries for xlwings Lite, None where that is nothing."""
    for part, xml in package.parts.items():
        if not part.startswith(f"{_FOLDER}/") or not part.endswith(".xml") or part == _PANES:
            continue
        root = parse(xml)
        if STORE_ID not in {str(one.get("id", "")).upper() for one in named(root, "reference")}:
            continue
        told = [attributes(one) for one in named(root, "property")]
        properties = {one.get("name", ""): _value(one.get("value", "")) for one in told}
        return Carried(part, properties)
    return None


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def with_code(package: Package, code: str, functions: Iterable[str]) -> Package:
    """Return a workbook that carries code for xlwings Lite; it must not carry any yet.

    Args:
        package: the workbook.
        code: the text of ``main.py``.
        functions: the ids of its functions, as formulas spell them.
    """
    parts = dict(package.parts)
    number = 1
    while f"{_FOLDER}/webextension{number}.xml" in parts:
        number += 1
    extension = f"{_FOLDER}/webextension{number}.xml"
    parts[extension] = _extension(code, functions)
    overrides = [(extension, "webextension")]
    if _PANES not in parts:
        parts[_PANES] = f'{STANDALONE}<wetp:taskpanes xmlns:wetp="{_WETP}"/>'.encode()
        parts[_PANES_RELS] = f'{STANDALONE}<Relationships xmlns="{_PACKAGE}"/>'.encode()
        parts[_ROOT_RELS] = _put(
            parts[_ROOT_RELS], _relation(parts[_ROOT_RELS], "webextensiontaskpanes", _PANES)[1]
        )
        overrides.append((_PANES, "taskpanes"))
    name, relation = _relation(parts[_PANES_RELS], "webextension", posixpath.basename(extension))
    parts[_PANES_RELS] = _put(parts[_PANES_RELS], relation)
    pane = (
        f'<wetp:taskpane xmlns:wetp="{_WETP}" dockstate="right" visibility="0" width="438" row="3">'
        f'<wetp:webextensionref xmlns:r="{OFFICE}" r:id="{name}"/></wetp:taskpane>'
    )
    parts[_PANES] = _put(parts[_PANES], pane)
    for part, kind in overrides:
        override = f'<Override xmlns="{_CONTENT}" PartName="/{part}" ContentType="{_TYPES[kind]}"/>'
        parts[CONTENT_TYPES] = _put(parts[CONTENT_TYPES], override)
    return replace(package, parts=parts)


def without_code(package: Package) -> Package:
    """Return a workbook without any trace of what it carried for xlwings Lite.

    LibreOffice keeps the pane and leaves out what it refers to; such a pane is a trace as well.
    """
    found, parts, gone = carried(package), dict(package.parts), set()
    relations = _relations(parts, _PANES_RELS)
    ours = {number for number, target in relations.items() if found and target == found.part}
    if _PANES in parts:
        panes = parse(parts[_PANES])
        for pane in list(named(panes, "taskpane")):
            referred = {one.get(f"{{{OFFICE}}}id") for one in named(pane, "webextensionref")}
            if referred & ours or not referred & set(relations):
                panes.remove(pane)
                parts[_PANES] = serialise(panes)
        if not len(panes):
            # No other add-in has a pane here.
            gone |= {_PANES, _PANES_RELS}
            root = _relations(parts, _ROOT_RELS)
            leading = {number for number, target in root.items() if target == _PANES}
            _drop(parts, _ROOT_RELS, "Id", leading)
        elif ours:
            _drop(parts, _PANES_RELS, "Id", ours)
    if found is not None:
        gone.add(found.part)
        folder, file = posixpath.split(found.part)
        own_rels = f"{folder}/_rels/{file}.rels"
        # A picture of the pane, as Excel saves one.
        gone |= {own_rels, *_relations(parts, own_rels).values()}
    if gone:
        _drop(parts, CONTENT_TYPES, "PartName", {f"/{part}" for part in gone})
    return replace(package, parts={name: data for name, data in parts.items() if name not in gone})


def _extension(code: str, functions: Iterable[str]) -> bytes:
    properties = "".join(
        f"<we:property name={quoted_attribute(name)} value={_json_attribute(text)}/>"
        for name, text in ((MAIN, code), (REQUIREMENTS, "xlwings\n"))
    )
    ids = "".join(f"<we:customFunctionIds>{name}</we:customFunctionIds>" for name in functions)
    return (
        f'{STANDALONE}<we:webextension xmlns:we="{_WE}" id="{_GUID}">'
        f'<we:reference id="{STORE_ID.lower()}" version="1.0.0.0" store="en-GB" storeType="OMEX"/>'
        f'<we:alternateReferences><we:reference id="{STORE_ID}" version="1.0.0.0" '
        f'store="{STORE_ID}" storeType="OMEX"/></we:alternateReferences>'
        f"<we:properties>{properties}</we:properties><we:bindings/>"
        f'<we:snapshot xmlns:r="{OFFICE}"/><we:extLst>'
        f'<a:ext xmlns:a="{_A}" uri="{_HAS_FUNCTIONS}"><we:containsCustomFunctions/></a:ext>'
        f'<a:ext xmlns:a="{_A}" uri="{_FUNCTION_IDS}"><we:customFunctionIdList>{ids}'
        f"</we:customFunctionIdList></a:ext></we:extLst></we:webextension>"
    ).encode()


def _json_attribute(text: str) -> str:
    # One kind of quotes, as Excel writes them: the other may stand in the text.
    escaped = json.dumps(text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'


def _relation(rels: bytes, kind: str, target: str) -> tuple[str, str]:
    """Return the name and the element of a new relationship."""
    used = {one.get("Id") for one in named(parse(rels), "Relationship")}
    number = 1
    while f"rId{number}" in used:
        number += 1
    told = f'Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"'
    return f"rId{number}", f'<Relationship xmlns="{_PACKAGE}" {told}/>'


def _put(xml: bytes, element: str) -> bytes:
    """Put an element at the end of the outermost one."""
    root = parse(xml)
    root.append(parse(element.encode()))
    return serialise(root)


def _drop(parts: dict[str, bytes], part: str, attribute: str, values: set[str]) -> None:
    root = parse(parts[part])
    for element in list(root):
        if element.get(attribute) in values:
            root.remove(element)
    parts[part] = serialise(root)


def _relations(parts: dict[str, bytes], rels: str) -> dict[str, str]:
    """Return the target of each relationship in a part of relationships by its name."""
    if rels not in parts:
        return {}
    folder = posixpath.dirname(posixpath.dirname(rels))
    return {
        str(one.get("Id")): posixpath.normpath(
            posixpath.join("/", folder, str(one.get("Target", "")))
        ).lstrip("/")
        for one in named(parse(parts[rels]), "Relationship")
    }
