"""Files that want something fetched or run: a socket that listens is never connected to."""

from __future__ import annotations

import io
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice import installations
from vsm_xl.ooxml import Package
from vsm_xl.recalc import recalculate
from vsm_xl.recalc.calc.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.component

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
#: How long a connection may take to come after LibreOffice is done.
AFTERWARDS = 0.3


class Listener:
    """A server of this computer that answers everybody and counts them."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.connected = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            with caller:
                self.connected += 1
                caller.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                )


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.shutdown(socket.SHUT_RDWR)
    made.socket.close()


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office(installations.find(), limit=600) as made:
        yield made


def book(change: Callable[[Any, Any], None]) -> Package:
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "S"
    sheet["A1"] = 1
    sheet["A2"] = "=A1+1"
    change(workbook, sheet)
    file = io.BytesIO()
    workbook.save(file)
    return Package.from_bytes(file.getvalue(), "book.xlsx")


def formulas(url: str) -> Package:
    def change(_: Any, sheet: Any) -> None:
        for row, formula in enumerate((
            f'_xlfn.WEBSERVICE("{url}")', f'webservice ("{url}")', f'COM.MICROSOFT.WEBSERVICE("{url}")',
            f'_xlfn.FILTERXML(_xlfn.WEBSERVICE("{url}"),"a")', f'_xlfn.IMAGE("{url}")',
            f'HYPERLINK("{url}","here")', f"INDIRECT(\"'{url}/x.xlsx'#$S.A1\")",
            f"INDIRECT(\"'{url}/[x.xlsx]S'!A1\")", f'DDE("soffice","{url}","a1")',
            f'RTD("x","","{url}")', f'EVALUATE("WEBSERVICE(""{url}"")")',
        ), 1):  # fmt: skip
            sheet.cell(row, 2, f"={formula}")

    return book(change)


def name(url: str) -> Package:
    def change(workbook: Any, sheet: Any) -> None:
        workbook.defined_names["far"] = DefinedName("far", attr_text=f'WEBSERVICE("{url}")')
        sheet["B1"] = "=far"

    return book(change)


def condition(url: str) -> Package:
    """Formulas that are no cell's: conditional formats, entry checks."""

    def change(_: Any, sheet: Any) -> None:
        formula = f'WEBSERVICE("{url}")="x"'
        fill = PatternFill("solid", bgColor="FF0000")
        rule: Any = FormulaRule
        sheet.conditional_formatting.add("A1:A3", rule(formula=[formula], fill=fill))
        check = DataValidation(type="custom", formula1=formula)
        check.add("A1")
        sheet.add_data_validation(check)

    return book(change)


def relation(kind: str, url: str, number: str = "rIdFar") -> bytes:
    return (
        f'<Relationship Id="{number}" Type="{RELATIONSHIPS}/{kind}" Target="{url}" '
        f'TargetMode="External"/>'
    ).encode()


def related(package: Package, part: str, relations: bytes) -> Package:
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return Package(
        package.name, dict(package.parts) | {part: rels + relations + b"</Relationships>"}
    )


def linked_picture(url: str) -> Package:
    package = book(lambda *_: None)
    anchor = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" '
        f'xmlns:r="{RELATIONSHIPS}"><xdr:oneCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0'
        f"</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="99999" cy="99999"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="P"/>'
        f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:link="rIdFar"/></xdr:blipFill>'
        f"<xdr:spPr/></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
    )
    parts = dict(package.parts) | {"xl/drawings/drawing1.xml": anchor.encode()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(
        b"</worksheet>",
        f'<drawing xmlns:r="{RELATIONSHIPS}" r:id="rId1"/></worksheet>'.encode(),
    )
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(
        b"</Types>",
        b'<Override PartName="/xl/drawings/drawing1.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>',
    )
    package = related(
        Package(package.name, parts),
        "xl/worksheets/_rels/sheet1.xml.rels",
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/drawing" Target="../drawings/drawing1.xml"/>'.encode(),
    )
    return related(
        package, "xl/drawings/_rels/drawing1.xml.rels", relation("image", f"{url}/p.png")
    )


def linked_workbook(url: str) -> Package:
    """A link that no formula uses; one that a formula uses is refused."""
    package = book(lambda *_: None)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = (
        f'<externalLink xmlns="{main}" xmlns:r="{RELATIONSHIPS}"><externalBook r:id="rIdFar">'
        f'<sheetNames><sheetName val="S"/></sheetNames></externalBook></externalLink>'
    )
    parts = dict(package.parts) | {"xl/externalLinks/externalLink1.xml": link.encode()}
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdL" Type="{RELATIONSHIPS}/externalLink" '
        f'Target="externalLinks/externalLink1.xml"/></Relationships>'.encode(),
    )
    workbook = "xl/workbook.xml"
    parts[workbook] = parts[workbook].replace(
        b"</sheets>",
        f'</sheets><externalReferences><externalReference xmlns:r="{RELATIONSHIPS}" r:id="rIdL"/>'
        f"</externalReferences>".encode(),
    )
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(
        b"</Types>",
        b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
    )
    return related(
        Package(package.name, parts),
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        relation("externalLinkPath", f"{url}/x.xlsx"),
    )


WANTING = (formulas, name, condition, linked_picture, linked_workbook)


@pytest.mark.parametrize("wanting", WANTING, ids=lambda wanting: wanting.__name__)
def test_nothing_is_fetched_for_a_file_and_the_rest_of_it_is_computed(
    listener: Listener, office: Office, wanting: Callable[[str], Package]
) -> None:
    computed = recalculate(wanting(listener.url), engine="libreoffice", office=office)
    time.sleep(AFTERWARDS)
    assert computed.value("S", "A2") == 2.0
    assert listener.connected == 0


@pytest.mark.parametrize("wanting", WANTING, ids=lambda wanting: wanting.__name__)
def test_libreoffice_itself_fetches_nothing_in_our_profile(
    listener: Listener, office: Office, wanting: Callable[[str], Package]
) -> None:
    """Behind what recalculation takes out of a file there is a second wall."""
    answers = office.compute(wanting(listener.url).to_bytes(), "book.xlsx", {"S": [(2, 1)]})
    time.sleep(AFTERWARDS)
    assert answers == {"S": [2.0]}
    assert listener.connected == 0


def test_the_socket_would_have_noticed(listener: Listener) -> None:
    with socket.create_connection(listener.socket.getsockname()) as caller:
        assert caller.recv(8) == b"HTTP/1.1"
    assert listener.connected == 1


@pytest.mark.parametrize("engine", ["embedded", "libreoffice"])
def test_a_formula_that_uses_another_workbook_is_refused(listener: Listener, engine: Any) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["B1"] = f"='{listener.url}/[x.xlsx]S'!A1"

    with pytest.raises(UnusableInput, match=r"cell B1: .*outside the workbook"):
        recalculate(book(change), engine=engine)
    assert listener.connected == 0


def test_a_file_with_macros_never_reaches_libreoffice() -> None:
    package = book(lambda *_: None)
    data = Package("", dict(package.parts) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}).to_bytes()
    with pytest.raises(UnusableInput, match="macros"):
        recalculate(Package.from_bytes(data, "book.xlsx"), engine="libreoffice")
