"""Files made to harm: refused or read in seconds, never a hang, nothing fetched, nothing started."""

from __future__ import annotations

import random
import re

import pytest

from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.package import Package
from vsm_xl.recalc import recalculate

NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def before(package: Package, part: str, closing: bytes, xml: bytes) -> Package:
    """Put something before the last closing tag of that name in a part."""
    head, found, tail = package.parts[part].rpartition(closing)
    assert found
    return package.replace(part, head + xml + found + tail)


def after_cells(package: Package, sheet: str, xml: bytes) -> Package:
    part = package.sheets()[sheet]
    head, found, tail = package.parts[part].partition(b"</sheetData>")
    return package.replace(part, head + found + xml + tail)


def with_sheet(package: Package, formula: bytes) -> Package:
    """Add a sheet of somebody else's with one formula."""
    sheet = b'<worksheet xmlns="%b"><sheetData><row r="1"><c r="A1"><f>%b</f></c></row></sheetData></worksheet>'
    parts = {**package.parts, "xl/worksheets/extra.xml": sheet % (NAMESPACE, formula)}
    added = Package(package.name, parts)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    added = before(added, "[Content_Types].xml", b"</Types>",
                   b'<Override PartName="/xl/worksheets/extra.xml" ContentType="%b"/>' % kind)  # fmt: skip
    added = before(added, "xl/_rels/workbook.xml.rels", b"</Relationships>",
                   b'<Relationship Id="rIdX" Type="%b/worksheet" Target="worksheets/extra.xml"/>' % OFFICE)  # fmt: skip
    return before(added, "xl/workbook.xml", b"</sheets>",
                  b'<sheet xmlns:q="%b" name="Extra" sheetId="99" q:id="rIdX"/>' % OFFICE)  # fmt: skip


def reopened(package: Package) -> Package:
    return Package.from_bytes(package.to_bytes(), package.name)


HUGE = {
    "merged cells": b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "a hyperlink": b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="Cover!A1"/></hyperlinks>',
}


@pytest.mark.parametrize("case", HUGE)
def test_an_attribute_that_spans_a_whole_sheet_costs_nothing(package: Package, case: str) -> None:
    check_structure(reopened(after_cells(package, "Decisions", HUGE[case])))


def test_a_dimension_that_spans_a_whole_sheet_costs_nothing(package: Package) -> None:
    part = package.sheets()["People"]
    xml, count = re.subn(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', package.parts[part]
    )

    assert count == 1
    check_structure(reopened(package.replace(part, xml)))


def test_a_value_in_the_last_cell_of_a_sheet_of_inputs_is_named(package: Package) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    given = before(package, package.sheets()["People"], b"</sheetData>", far)

    with pytest.raises(UnusableInput, match="sheet People, cell XFD1048576: it is below"):
        check_structure(reopened(given))


def test_a_million_shared_texts_are_read_in_seconds(package: Package) -> None:
    spin = random.Random(1)  # noqa: S311 - no secret, only texts that do not pack to nothing
    texts = b"".join(b"<si><t>%x</t></si>" % spin.getrandbits(64) for _ in range(1_000_000))
    parts = {
        **package.parts,
        "xl/sharedStrings.xml": b'<sst xmlns="%b">%b</sst>' % (NAMESPACE, texts),
    }
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    given = Package(package.name, parts)
    if b"sharedStrings+xml" not in parts["[Content_Types].xml"]:
        given = before(given, "[Content_Types].xml", b"</Types>",
                       b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/>' % kind)  # fmt: skip
    part = given.sheets()["Organisation"]
    row = b'<row r="900"><c r="A900" t="s"><v>999999</v></c></row>'
    given = before(given, part, b"</sheetData>", row)

    assert len(str(contents(given, {"Organisation"})["Organisation"]["A900"])) > 10


@pytest.mark.parametrize(
    ("part", "closing"),
    [("xl/workbook.xml", b"</workbook>"), ("xl/styles.xml", b"</styleSheet>"),
     ("[Content_Types].xml", b"</Types>"), ("sheet", b"</worksheet>"),
     ("xl/tables/table1.xml", b"</table>")],
)  # fmt: skip
def test_elements_in_a_hundred_thousand_others_are_refused(
    package: Package, part: str, closing: bytes
) -> None:
    name = package.sheets()["People"] if part == "sheet" else part
    deep = before(package, name, closing, b"<x>" * 100_000 + b"</x>" * 100_000)

    with pytest.raises(UnusableInput, match="more than 200 elements deep"):
        check_structure(deep)


@pytest.mark.parametrize(
    "formula",
    [b'"' + b"a" * 100_000, b"[" * 50_000, b"1" + b"+1" * 100_000],
    ids=["a text without an end", "brackets", "a sum"],
)
def test_a_formula_longer_than_excel_takes_is_refused(package: Package, formula: bytes) -> None:
    with pytest.raises(UnusableInput, match=r"sheet Extra: The formula in A1 has more than 16,384"):
        check_structure(reopened(with_sheet(package, formula)))


@pytest.mark.parametrize(
    "formula",
    [b'WEBSERVICE("http://localhost/"&amp;People!A8)', b'IF(1,_xlfn.WEBSERVICE("http://localhost/"))',
     b'RTD("server",,"x")', b'IMPORTXML("http://localhost/","//a")', b'DDE("soffice","a","b")'],
)  # fmt: skip
def test_a_formula_that_reaches_out_is_named_on_any_sheet(package: Package, formula: bytes) -> None:
    with pytest.raises(UnusableInput) as refused:
        check_structure(reopened(with_sheet(package, formula)))

    [problem] = refused.value.problems
    assert problem.startswith("return.xlsx, sheet Extra, cell A1: the function ")
    assert "Clear the cell" in problem


@pytest.mark.parametrize("formula", [b"cmd|'/c calc'!A0", b"'[other.xlsx]S'!A1", b"[1]S!A1"])
def test_a_formula_that_refers_outside_is_refused_in_an_input_and_on_another_sheet(
    package: Package, formula: bytes
) -> None:
    part = package.sheets()["Organisation"]
    row = b'<row r="900"><c r="A900"><f>%b</f></c></row>' % formula
    with pytest.raises(UnusableInput, match="sheet Organisation, cell A900"):
        check_structure(before(package, part, b"</sheetData>", row))
    with pytest.raises(UnusableInput, match="sheet Extra, cell A1: the formula refers outside"):
        recalculate(reopened(with_sheet(package, formula)))


def test_names_without_number_are_refused(package: Package) -> None:
    names = b"".join(
        b'<definedName name="n%d">People!$A$1</definedName>' % at for at in range(6_000)
    )

    with pytest.raises(UnusableInput, match="more than 5,000 defined names"):
        check_structure(before(package, "xl/workbook.xml", b"</definedNames>", names))


@pytest.mark.parametrize(
    ("cell", "words"),
    [(b'<c r="A900" t="s"><v>99999999</v></c>', "cell A900 is damaged"),
     (b'<c r="A900"><v>12x</v></c>', "cell A900 is damaged"),
     (b'<c r="A900"><f t="array" ref="A900:XFD90000">1</f></c>', "fills more than")],
)  # fmt: skip
def test_a_damaged_cell_is_named(package: Package, cell: bytes, words: str) -> None:
    part = package.sheets()["Organisation"]

    with pytest.raises(UnusableInput, match=rf"sheet Organisation: .*{words}"):
        check_structure(before(package, part, b"</sheetData>", b'<row r="900">%b</row>' % cell))


def test_a_table_that_stands_nowhere_is_refused(package: Package) -> None:
    part = next(
        name
        for name, xml in package.parts.items()
        if name.startswith("xl/tables/") and b'"People"' in xml
    )
    xml = re.sub(rb' ref="[^"]*"', b' ref="everywhere"', package.parts[part])

    with pytest.raises(UnusableInput, match="the table People stands in 'everywhere'"):
        check_structure(package.replace(part, xml))
