"""A cell has one reading: what is checked is what every engine computes from, or it is refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.recalc import recalculate

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(cell: str, strings: str = "<si><t>zero</t></si>", *, beside: str = "") -> Package:
    """A workbook whose A1 is as given, with formulas that look at it."""
    formulas = "".join(
        f'<c r="{ref}"><f>{escape(text)}</f></c>'
        for ref, text in {"B1": "A1", "C1": "ISNUMBER(A1)", "D1": "ISTEXT(A1)"}.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:x="urn:x"><sheetData><row r="1">{cell}'
        f"{formulas}</row>{beside}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" xmlns:x="urn:x">{strings}</sst>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return Package.from_bytes(file.getvalue(), "book.xlsx")


def plain(value: object) -> object:
    """A value as the engine has it: dates as serials."""
    if isinstance(value, dt.date):
        days = dt.datetime.combine(value, dt.time()) if type(value) is dt.date else value
        assert isinstance(days, dt.datetime)
        return (days - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001 - cells have no zone
    if isinstance(value, str):
        return value.removeprefix("'")
    return value


DAY = dt.date(2025, 4, 1)
#: Each reading follows XML 1.0 and ECMA-376 part 1, 18.3.1.4 and 18.18.11 (types of cells).
READ: dict[str, object] = {
    '<c r="A1"><v>277500</v></c>': 277500,
    '<c r="A1"><v> 277500\n</v></c>': 277500,
    '<c r="A1"><v>2.775E5</v></c>': 277500,
    '<c r="A1"><v>27750&#48;</v></c>': 277500,
    '<c r="A1"><v>2775&#x30;0</v></c>': 277500,
    '<c r="A1"><v><![CDATA[277500]]></v></c>': 277500,
    '<c r="A1"><v>277<![CDATA[500]]></v></c>': 277500,
    '<c r="A1"><f/><v>277500</v></c>': 277500,
    '<c r="A1"><v>277500</v><extLst><ext uri="{A}"/></extLst></c>': 277500,
    '<c r="A1" t="str"><v>a&amp;b</v></c>': "a&b",
    '<c r="A1" t="str"><v>=1+1</v></c>': "'=1+1",
    '<c r="A1" t="str"><v>_x0041_</v></c>': "A",
    '<c r="A1" t="str"><v>_x005F_x0041_</v></c>': "_x0041_",
    '<c r="A1" t="str"><v>a_xD83D_</v></c>': "a\ufffd",
    '<c r="A1" t="str"><v>_xD83D__xDE00_</v></c>': "\U0001f600",
    '<c r="A1" t="str"><v>a_x000D_\nb</v></c>': "a\nb",
    '<c r="A1" t="inlineStr"><is><t>277500</t></is></c>': "277500",
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>': " a ",
    '<c r="A1" t="inlineStr"><is><r><t>27</t></r><r><rPr><b/></rPr><t>7500</t></r></is></c>': "277500",
    '<c r="A1" t="inlineStr"><is><t>post</t><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></is></c>': "post",
    '<c r="A1" t="s"><v>0</v></c>': "zero",
    '<c r="A1" t="b"><v>1</v></c>': True,
    '<c r="A1" t="b"><v>false</v></c>': False,
    '<c r="A1" t="e"><v>#N/A</v></c>': XlError("#N/A"),
    '<c r="A1" t="d"><v>2025-04-01</v></c>': DAY,
    '<c r="A1" t="d"><v>2025-04-01T00:00:00</v></c>': DAY,
    '<c r="A1" t="d"><v>2025-04-01T00:00:00.000Z</v></c>': DAY,
    '<c r="A1" t="d"><v>2025-04-01T12:00:00Z</v></c>': dt.datetime(2025, 4, 1, 12),  # noqa: DTZ001 - cells have no zone
}
STRINGS: dict[str, object] = {
    "<si><r><t>a</t></r><r><t>b</t></r></si>": "ab",
    "<si><t>a</t><rPh sb='0' eb='1'><t>x</t></rPh></si>": "a",
    "<si><t><![CDATA[<a>]]></t></si>": "<a>",
    "<si/>": None,
    "<si><t>_xDE00_</t></si>": "\ufffd",
}


def test_what_is_checked_is_what_the_engine_computes_from() -> None:
    wrong = []
    cases = [(cell, "<si><t>zero</t></si>", value) for cell, value in READ.items()]
    cases += [('<c r="A1" t="s"><v>0</v></c>', one, value) for one, value in STRINGS.items()]
    for cell, strings, expected in cases:
        package = workbook(cell, strings)
        checked = contents(package)["S"].get("A1")
        computed = recalculate(package)
        awaited = plain(checked)
        found = computed.value("S", "A1")
        number = isinstance(awaited, int | float) and not isinstance(awaited, bool)
        copied = computed.values["S"]["B1"]
        if (
            checked != expected
            or type(checked) is not type(expected)
            or not (found == awaited or (found, awaited) == ("", None))
            or computed.values["S"]["C1"] is not number
            or (awaited is not None and copied != awaited)
        ):
            wrong.append(f"{cell} {strings}: {checked!r}, {found!r}, {copied!r}")
    assert not wrong, "\n".join(wrong)


REFUSED = {
    "a comment in a number": '<c r="A1"><v>27750<!-- -->0</v></c>',
    "an instruction in a number": '<c r="A1"><v>27750<?x y?>0</v></c>',
    "an element in a number": '<c r="A1"><v>27750<x:y/>0</v></c>',
    "a value of another namespace": '<c r="A1"><x:v>1</x:v><v>277500</v></c>',
    "a value of another namespace after": '<c r="A1"><v>277500</v><x:v>1</x:v></c>',
    "two values": '<c r="A1"><v>277500</v><v>1</v></c>',
    "a value and a text": '<c r="A1"><v>277500</v><is><t>1</t></is></c>',
    "a text that says it is a number": '<c r="A1"><is><t>1</t></is></c>',
    "a value that says it is a text inside": '<c r="A1" t="inlineStr"><v>1</v></c>',
    "a comment beside the value": '<c r="A1"><!-- --><v>1</v></c>',
    "two formulas": '<c r="A1"><f>1</f><f>2</f></c>',
    "a comment in a formula": '<c r="A1"><f>1<!-- -->2</f></c>',
    "a cell of another namespace": '<x:c r="A1"><v>1</v></x:c>',
    "text without a value": '<c r="A1">277500</c>',
    "a kind that is not one": '<c r="A1" t="z"><v>1</v></c>',
    "digits of another script": '<c r="A1"><v>２７７５００</v></c>',
    "a number with lines": '<c r="A1"><v>277_500</v></c>',
    "not a number": '<c r="A1"><v>NaN</v></c>',
    "an infinite number": '<c r="A1"><v>1e999</v></c>',
    "a truth that is none": '<c r="A1" t="b"><v>yes</v></c>',
    "an error that is none": '<c r="A1" t="e"><v>277500</v></c>',
    "a date that is none": '<c r="A1" t="d"><v>2025-13-01</v></c>',
    "a serial as a date": '<c r="A1" t="d"><v>45748</v></c>',
    "a date before the calendar": '<c r="A1" t="d"><v>1776-07-04</v></c>',
    "a text beyond the table": '<c r="A1" t="s"><v>1</v></c>',
    "a negative place in the table": '<c r="A1" t="s"><v>-1</v></c>',
    "a comment in an inline text": '<c r="A1" t="inlineStr"><is><t>27<!-- -->75</t></is></c>',
    "an element in an inline text": '<c r="A1" t="inlineStr"><is><x:t>1</x:t></is></c>',
    "a follower of nothing": '<c r="A1"><f t="shared" si="7"/></c>',
    "an array without its text": '<c r="A1"><f t="array" ref="A1"/></c>',
    "an unknown kind of formula": '<c r="A1"><f t="x">1</f></c>',
}


def test_a_cell_that_could_be_read_in_two_ways_is_refused_with_its_place() -> None:
    let_in = []
    for what, cell in REFUSED.items():
        try:
            found = contents(workbook(cell))
        except UnusableInput as refused:
            place = "row 1" if "<x:c" in cell else "a1"
            if place not in str(refused).lower():
                let_in.append(f"{what}: {refused}")
        else:
            let_in.append(f"{what}: {found}")
    assert not let_in, "\n".join(let_in)


def test_a_shared_text_that_could_be_read_in_two_ways_is_refused() -> None:
    for strings in (
        "<si><t>a<!-- -->b</t></si>",
        "<si><x:t>a</x:t></si>",
        "<si><t><x:b/></t></si>",
    ):
        with pytest.raises(UnusableInput, match="shared text number 1"):
            contents(workbook('<c r="A1" t="s"><v>0</v></c>', strings))


def test_a_follower_whose_formula_leads_outside_the_sheet_is_refused() -> None:
    above = '<row r="5"><c r="A5"><f t="shared" ref="A5:A6" si="0">A1</f></c></row>'
    for ref, formula in {"A3": "A1", "A6": 'SUM("'}.items():
        row = (
            above.replace(">A1<", f">{formula}<")
            + '<row r="6"><c r="A6"><f t="shared" si="0"/></c></row>'
        )
        if ref == "A3":
            row = (
                '<row r="5"><c r="A5"><f t="shared" ref="A5:A9" si="0">A1048575</f></c></row>'
                '<row r="9"><c r="A9"><f t="shared" si="0"/></c></row>'
            )
        with pytest.raises(UnusableInput, match="follows the shared formula of A5"):
            contents(workbook('<c r="A1"><v>1</v></c>', beside=row))


def test_a_follower_is_computed_as_its_own_formula() -> None:
    rows = (
        '<row r="5"><c r="A5"><f t="shared" ref="A5:A6" si="0">$A$1+A1</f></c></row>'
        '<row r="6"><c r="A6"><f t="shared" si="0"/></c></row>'
    )
    computed = recalculate(workbook('<c r="A1"><v>1</v></c>', beside=rows))

    assert computed.formulas["S"]["A6"] == "$A$1+A2"
    assert (computed.value("S", "A5"), computed.value("S", "A6")) == (2.0, 1.0)
