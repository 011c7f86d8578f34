"""The parts of a workbook in which xlwings Lite keeps its code: put in, read, taken out.

As Excel writes them ([MS-OWEXML], [MS-OWEMXML], and workbooks saved with Lite): task panes, which the
package refers to, and a web extension, which names the add-in of the store and holds its settings, each
value as JSON; the file ``main.py`` is one of them.  The pane stays closed (``visibility="0"``): with an
open one a workbook could not be saved where the add-in was gone.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vsm_xl.ooxml.markup import attributes, named, parse, serialise
from vsm_xl.ooxml.relationships import CONTENT_TYPES, enter_type, relate, rels_of
from vsm_xl.xml_text import OFFICE, PACKAGE, STANDALONE, quoted_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.ooxml.package import Package

#: How the functions come into a workbook: with it, or from the add-in.
Route = Literal["lite", "add-in"]
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
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPES: Final = "application/vnd.ms-office"
#: The number of our extension: any will do, and the same one makes the same bytes.
_GUID: Final = "{6E1B0C56-2D7A-5C43-9B57-3F0C8E2A9D11}"
#: The two extensions that state that there are functions, and which.
_HAS_FUNCTIONS: Final = "{D87F86FE-615C-45B5-9D79-34F1136793EB}"
_FUNCTION_IDS: Final = "{7C84B067-C214-45C3-A712-C9D94CD141B2}"


class Carried(NamedTuple):
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
    import json  # noqa: PLC0415 - few workbooks carry any

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
    enter_type(parts, extension, f"{_TYPES}.webextension+xml")
    if _PANES not in parts:
        parts[_PANES] = f'{STANDALONE}<wetp:taskpanes xmlns:wetp="{_WETP}"/>'.encode()
        parts[_PANES_RELS] = f'{STANDALONE}<Relationships xmlns="{_PACKAGE}"/>'.encode()
        relate(parts, "", f"{_RELATION}/webextensiontaskpanes", _PANES)
        enter_type(parts, _PANES, f"{_TYPES}.webextensiontaskpanes+xml")
    kind = f"{_RELATION}/webextension"
    name = relate(parts, _PANES, kind, posixpath.basename(extension))
    pane = (
        f'<wetp:taskpane xmlns:wetp="{_WETP}" dockstate="right" visibility="0" width="438" row="3">'
        f'<wetp:webextensionref xmlns:r="{OFFICE}" r:id="{name}"/></wetp:taskpane>'
    )
    panes = parse(parts[_PANES])
    panes.append(parse(pane.encode()))
    parts[_PANES] = serialise(panes)
    return replace(package, parts=parts)


def without_code(package: Package) -> Package:
    """Return a workbook without any trace of what it carried for xlwings Lite.

    LibreOffice keeps the pane and leaves out what it refers to; such a pane is a trace as well.
    """
    found, parts, gone = carried(package), dict(package.parts), set()
    led = {one.id: one.target for one in package.relationships(_PANES)}
    ours = {name for name, target in led.items() if found and target == found.part}
    if _PANES in parts:
        panes = parse(parts[_PANES])
        for pane in list(named(panes, "taskpane")):
            referred = {one.get(f"{{{OFFICE}}}id") for one in named(pane, "webextensionref")}
            if referred & ours or not referred & set(led):
                panes.remove(pane)
                parts[_PANES] = serialise(panes)
        if not len(panes):
            # No other add-in has a pane here.
            gone |= {_PANES, _PANES_RELS}
            leading = {one.id for one in package.relationships("") if one.target == _PANES}
            _drop(parts, _ROOT_RELS, "Id", leading)
        elif ours:
            _drop(parts, _PANES_RELS, "Id", ours)
    if found is not None:
        gone.add(found.part)
        # A picture of the pane, as Excel saves one.
        pictures = [one.target for one in package.relationships(found.part) if not one.external]
        gone |= {rels_of(found.part), *pictures}
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
    import json  # noqa: PLC0415 - few workbooks carry any

    # One kind of quotes, as Excel writes them: the other may stand in the text.
    escaped = json.dumps(text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'


def _drop(parts: dict[str, bytes], part: str, attribute: str, values: set[str]) -> None:
    root = parse(parts[part])
    for element in list(root):
        if element.get(attribute) in values:
            root.remove(element)
    parts[part] = serialise(root)
