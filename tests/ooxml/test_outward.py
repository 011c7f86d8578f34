"""What reaches out of a workbook is listed, whatever its parts are called, and engines get none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from test_one_reading import MAIN, OFFICE, workbook  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.ooxml import Package
from vsm_xl.ooxml.outward import FUNCTIONS, reaching_out
from vsm_xl.recalc.engine_copy import engine_copy

if TYPE_CHECKING:
    from collections.abc import Callable

MICROSOFT: Final = "http://schemas.microsoft.com/office"
WORKBOOK_RELS, SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/_rels/sheet1.xml.rels"
DDE = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'


def plain() -> Package:
    package: Package = workbook('<c r="A1"><v>1</v></c>')
    return package


def with_part(name: str, kind: str, xml: str = "<a/>", rels: str = WORKBOOK_RELS) -> Package:
    """A workbook with one part more, and a relationship of that type to it."""
    package = plain()
    target = f"/{name}"
    return related(
        Package(package.name, {**package.parts, name: xml.encode()}),
        f'<Relationship Id="r9" Type="{kind}" Target="{target}"/>',
        rels,
    )


def related(package: Package, relation: str, rels: str = WORKBOOK_RELS) -> Package:
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    closing = b"</Relationships>"
    parts = dict(package.parts)
    parts[rels] = parts.get(rels, empty).replace(closing, relation.encode() + closing)
    return Package(package.name, parts)


def linked(target: str, kind: str = "hyperlink") -> Package:
    relation = (
        f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    )
    return related(plain(), relation, SHEET_RELS)


def named(text: str) -> Package:
    package = plain()
    names = f'</sheets><definedNames><definedName name="unused">{text}</definedName></definedNames>'
    return package.replace(
        "xl/workbook.xml", package.parts["xl/workbook.xml"].replace(b"</sheets>", names.encode())
    )


def ruled(formula: str) -> Package:
    package = plain()
    rule = (
        "</sheetData><conditionalFormatting sqref='A1'><cfRule type='expression' priority='1'>"
        f"<formula>{formula}</formula></cfRule></conditionalFormatting>"
    )
    xml = package.parts["xl/sheet1.xml"].replace(b"</sheetData>", rule.encode())
    return package.replace("xl/sheet1.xml", xml)


def entered(formula: str) -> Package:
    package: Package = workbook(f'<c r="A1"><f>{formula}</f></c>')
    return package


#: Each with a word of its note.  Types of relationships: ECMA-376 part 1, 12.3 and 15; [MS-XLSX] 2.1.
PLANTED: dict[str, tuple[Callable[[], Package], str]] = {
    "a connection": (lambda: with_part("xl/connections.xml", f"{OFFICE}/connections"), "a data connection"),
    "a connection under another name": (lambda: with_part("xl/a.xml", f"{OFFICE}/connections"), "a data connection"),
    "a connection in capitals": (lambda: with_part("xl/CONNECTIONS.XML", "urn:x"), "a data connection"),
    "a query": (lambda: with_part("xl/b.xml", f"{OFFICE}/queryTable", rels=SHEET_RELS), "a query"),
    "DDE": (lambda: with_part("xl/externalLinks/externalLink1.xml", f"{OFFICE}/externalLink", DDE), "DDE link to 'cmd'"),
    "DDE under another name": (lambda: with_part("xl/c.xml", f"{OFFICE}/externalLink", DDE), "DDE link to 'cmd'"),
    "OLE": (lambda: with_part("xl/embeddings/oleObject1.bin", f"{OFFICE}/oleObject", rels=SHEET_RELS), "an embedded object"),
    "OLE under another name": (lambda: with_part("xl/d.bin", f"{OFFICE}/oleObject", rels=SHEET_RELS), "an embedded object"),
    "a package": (lambda: with_part("xl/e.bin", f"{OFFICE}/package", rels=SHEET_RELS), "an embedded object"),
    "a control": (lambda: with_part("xl/f.xml", f"{OFFICE}/control", rels=SHEET_RELS), "an ActiveX control"),
    "a ribbon": (lambda: with_part("ui/g.xml", f"{MICROSOFT}/2007/relationships/ui/extensibility", rels="_rels/.rels"), "the ribbon"),
    "an old macro sheet": (lambda: with_part("xl/h.xml", f"{MICROSOFT}/2006/relationships/xlMacrosheet"), "macros of the old kind"),
    "an Office add-in": (lambda: with_part("xl/i.xml", f"{MICROSOFT}/2011/relationships/webextensiontaskpanes", rels="_rels/.rels"), "an Office add-in"),
    "a linked picture": (lambda: linked("http://example.org/x.png", "image"), "a picture would be fetched"),
    "a linked template": (lambda: linked("//server/share/x.xltx", "attachedTemplate"), "would be fetched from"),
    "a script as a link": (lambda: linked("JavaScript:alert(1)"), "a hyperlink leads to 'JavaScript"),
    "a share as a link": (lambda: linked("\\\\server\\share\\x.exe"), "a hyperlink leads to"),
    "a share by slashes": (lambda: linked("//server/share"), "a hyperlink leads to"),
    "a local file": (lambda: linked("file:///C:/Windows/System32/calc.exe"), "a hyperlink leads to"),
    "another program's address": (lambda: linked("ms-excel:ofe|u|http://x"), "a hyperlink leads to"),
    "a share in a formula": (lambda: entered('HYPERLINK("\\\\server\\x","y")'), "a hyperlink leads to"),
    "a script in a formula": (lambda: entered('IF(1,hyperlink( "javascript:x"))'), "a hyperlink leads to"),
    "what another cell holds": (lambda: entered("HYPERLINK(A2)"), "a hyperlink leads to what another cell holds"),
    "what another cell holds, after a blank": (lambda: entered("HYPERLINK( A2,1)"), "a hyperlink leads to what another cell holds"),
    "a share in a name": (lambda: named('HYPERLINK("\\\\server\\x")'), "the name unused makes a hyperlink"),
    "a page that is written on saving": (lambda: with_part("xl/p.xml", "urn:x", f'<webPublishItems xmlns="{MAIN}"><webPublishItem destinationFile="\\\\server\\p.htm" autoRepublish="1"/></webPublishItems>'), "written as a page to"),
    "a base of all links": (lambda: with_part("docProps/app.xml", "urn:x", "<Properties><HyperlinkBase>//server/</HyperlinkBase></Properties>"), "its links would lead to '//server/'"),
    "a picture of the old kind": (lambda: with_part("xl/drawings/v.vml", "urn:x", '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:o"><v:imagedata o:href="http://x/a.png"/></xml>'), "a picture would be fetched from"),
    "a picture by its source": (lambda: with_part("xl/drawings/v.vml", "urn:x", '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://x/a.png"/></xml>'), "a picture would be fetched from"),
    "a name that nobody uses": (lambda: named("[1]S!A1"), "the name unused refers to"),
    "a name that calls": (lambda: named('_xlfn.WEBSERVICE("http://x/")'), "the name unused refers to WEBSERVICE"),
    "a condition that calls": (lambda: ruled('WEBSERVICE("http://x/")="a"'), "uses the function WEBSERVICE"),
    **{
        f"the function {name}": (lambda name=name: entered(f'IF(1,_xlfn.{name}("x"))'), f"the function {name} ")  # type: ignore[misc]
        for name in FUNCTIONS
    },
}  # fmt: skip
HARMLESS: tuple[Callable[[], Package], ...] = (
    lambda: linked("https://www.england.nhs.uk/"), lambda: linked("mailto:pay@example.org"),
    lambda: linked("#S!A1"), lambda: entered("HYPERLINK(\"#'S'!A1\")"), lambda: named("S!$A$1"), plain,
    lambda: Package("book.xlsx", {**plain().parts, "xl/media/x.png": b"\x89PNG ddeLink"}),
)  # fmt: skip


def test_everything_that_reaches_out_is_listed() -> None:
    wrong = {}
    for case, (make, words) in PLANTED.items():
        notes = reaching_out(make())
        if not any(words in note and note.startswith("book.xlsx, ") for note in notes):
            wrong[case] = notes
    assert wrong == {}


def test_what_only_shows_is_not_listed() -> None:
    assert [reaching_out(make()) for make in HARMLESS] == [[]] * len(HARMLESS)


def test_the_copy_that_is_computed_from_holds_none_of_it() -> None:
    kept = set(engine_copy(plain(), ()).package.parts)
    wrong = {}
    for case, (make, _) in PLANTED.items():
        if case.endswith(("in a formula", "in a name")) or case.startswith("the function"):
            continue
        parts = engine_copy(make(), ()).package.parts
        text = b" ".join(parts.values())
        outside = (b"WEBSERVICE", b"server", b"javascript", b"http://x", b"cmd", b"External")
        if set(parts) != kept or any(mark in text for mark in outside):
            wrong[case] = sorted(set(parts) - kept) or text
    assert wrong == {}
