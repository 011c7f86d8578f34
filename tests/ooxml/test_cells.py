"""Cells changed: what is written, and that nothing else moves."""

from __future__ import annotations

import datetime as dt
from xml.etree.ElementTree import canonicalize  # reads only what these tests have written

import pytest

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml import CellValue, enter_values, read_sheet, store_results

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(data: str, *, before: str = "", after: str = "", prefix: str = "") -> bytes:
    colon = f"{prefix}:" if prefix else ""
    xmlns = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'<?xml version="1.0"?>\n<{colon}worksheet {xmlns}="{MAIN}">{before}'
        f"<{colon}sheetData>{data}</{colon}sheetData>{after}</{colon}worksheet>"
    ).encode()


def data(xml: bytes) -> str:
    return xml.decode().split("sheetData>", 1)[1].rsplit("</", 2)[0]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (4875.0, '<c r="A1" s="3"><f>X</f><v>4875</v></c>'),
        (7, '<c r="A1" s="3"><f>X</f><v>7</v></c>'),
        (0.1 + 0.2, '<c r="A1" s="3"><f>X</f><v>0.30000000000000004</v></c>'),
        (-0.0, '<c r="A1" s="3"><f>X</f><v>0</v></c>'),
        (1e22, '<c r="A1" s="3"><f>X</f><v>1e+22</v></c>'),
        (True, '<c r="A1" s="3" t="b"><f>X</f><v>1</v></c>'),
        (False, '<c r="A1" s="3" t="b"><f>X</f><v>0</v></c>'),
        ("a<b & c", '<c r="A1" s="3" t="str"><f>X</f><v>a&lt;b &amp; c</v></c>'),
        ("", '<c r="A1" s="3" t="str"><f>X</f><v></v></c>'),
        ("=1+1", '<c r="A1" s="3" t="str"><f>X</f><v>=1+1</v></c>'),
        ("#N/A", '<c r="A1" s="3" t="str"><f>X</f><v>#N/A</v></c>'),
        ("_x0041_", '<c r="A1" s="3" t="str"><f>X</f><v>_x005F_x0041_</v></c>'),
        ("a\x00\x1fb", '<c r="A1" s="3" t="str"><f>X</f><v>ab</v></c>'),
        (XlError("#N/A"), '<c r="A1" s="3" t="e"><f>X</f><v>#N/A</v></c>'),
        (XlError("#SPILL!"), '<c r="A1" s="3" t="e"><f>X</f><v>#VALUE!</v></c>'),
        (XlError("#BUSY!"), '<c r="A1" s="3" t="e"><f>X</f><v>#N/A</v></c>'),
        (dt.date(2025, 4, 1), '<c r="A1" s="3"><f>X</f><v>45748</v></c>'),
        (dt.datetime(2025, 4, 1, 12), '<c r="A1" s="3"><f>X</f><v>45748.5</v></c>'),  # noqa: DTZ001 - cells have no zone
        (dt.date(1800, 1, 1), '<c r="A1" s="3" t="e"><f>X</f><v>#NUM!</v></c>'),
        (float("nan"), '<c r="A1" s="3" t="e"><f>X</f><v>#NUM!</v></c>'),
        (10**400, '<c r="A1" s="3" t="e"><f>X</f><v>#NUM!</v></c>'),
        ("x" * 32_768, '<c r="A1" s="3" t="e"><f>X</f><v>#VALUE!</v></c>'),
        (None, '<c r="A1" s="3"><f>X</f></c>'),
    ],
)
def test_a_result_is_spelt_as_excel_spells_it(value: CellValue, cell: str) -> None:
    xml = sheet('<row r="1"><c r="A1" s="3" t="e"><f>X</f><v>#REF!</v></c></row>')
    done = store_results(xml, {"A1": value})
    assert data(done) == f'<row r="1">{cell}</row>'
    assert store_results(done, {"A1": value}) == done


@pytest.mark.parametrize(
    "formula",
    [
        '<f>A1&amp;"x"</f>',
        '<f t="shared" ref="B1:B9" si="0">A1*2</f>',
        '<f t="shared" si="0"/>',
        '<f t="array" ref="B1">SUM(A1:A2*2)</f>',
        '<f ca="1">NOW()</f>',
        "<f/>",
    ],
)
def test_every_form_of_formula_stays_as_it_is(formula: str) -> None:
    xml = sheet(f'<row r="1"><c r="B1" cm="1">{formula}</c></row>')
    done = store_results(xml, {"B1": 5.0})
    assert data(done) == f'<row r="1"><c r="B1" cm="1">{formula}<v>5</v></c></row>'


def test_attributes_keep_their_order_and_what_they_say() -> None:
    xml = sheet("<row r='1'><c  t='n' cm='1' r='B1' ph=\"1\" s='2' ><f>1</f><v>1</v></c ></row >")
    done = store_results(xml, {"B1": "x"})
    assert data(done) == (
        '<row r="1"><c t="str" cm="1" r="B1" ph="1" s="2"><f>1</f><v>x</v></c></row>'
    )


def test_value_metadata_goes_with_the_value_it_described() -> None:
    xml = sheet('<row r="1"><c r="A1" t="e" vm="1"><f>X</f><v>#VALUE!</v></c></row>')
    assert store_results(xml, {"A1": XlError("#VALUE!")}) == xml
    assert 'vm="' not in data(store_results(xml, {"A1": 1.0}))


def test_storing_what_is_there_changes_no_byte() -> None:
    xml = sheet(
        '<row r="1"><c r="A1" t="n"><f>1</f><v>1.0E0</v></c><c r="B1" t="str"><f>T</f><v> a_x000D_</v></c>'
        '<c r="C1" t="e"><f>N</f><v>#N/A</v></c><c r="D1" t="inlineStr"><is><t>in</t></is></c></row>'
    )
    assert store_results(xml, {"A1": 1.0, "C1": XlError("#N/A")}) == xml
    assert enter_values(xml, {"D1": "in"}) == xml


def test_a_result_needs_a_formula() -> None:
    xml = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    for ref in ("A1", "B7"):
        with pytest.raises(ValueError, match=f"{ref} has no formula"):
            store_results(xml, {ref: 1.0})


def test_cells_filled_by_an_array_formula_take_results() -> None:
    xml = sheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">X</f></c></row>'
        '<row r="2"><c r="A2" s="4"><v>9</v></c></row>'
    )
    done = store_results(xml, {"A1": 1.0, "B1": "b", "A2": 2.0, "B2": True})
    assert data(done) == (
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">X</f><v>1</v></c>'
        '<c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2" s="4"><v>2</v></c><c r="B2" t="b"><v>1</v></c></row>'
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /c calc'!A0"])
def test_text_that_looks_like_a_formula_is_entered_as_text(text: str) -> None:
    xml = sheet('<row r="1"><c r="A1" s="5" t="s"><v>0</v></c></row>')
    done = read_sheet(enter_values(xml, {"A1": text})).cells()["A1"]
    assert done.formula is None
    assert (done.kind, done.style, done.stored) == ("inlineStr", "5", text)


def test_spaces_and_line_ends_of_a_text_are_kept() -> None:
    xml = enter_values(sheet(""), {"A1": " a", "A2": "a\r\nb", "A3": "plain"})
    assert data(xml) == (
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">a\nb</t></is></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>plain</t></is></c></row>'
    )


def test_new_cells_and_rows_stand_in_order() -> None:
    xml = sheet(
        '<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>1</v></c></row><row r="5"/><row r="9"></row>'
    )
    done = enter_values(
        xml, dict.fromkeys(("E2", "A2", "C2", "B5", "A5", "A9", "A1", "A3", "A20", "AA3"), 7.0)
    )
    cells = list(read_sheet(done).cells())
    assert cells == ["A1", "A2", "B2", "C2", "D2", "E2", "A3", "AA3", "A5", "B5", "A9", "A20"]


def test_an_empty_sheet_is_opened() -> None:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
    assert b'<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>' in enter_values(
        xml, {"B2": 1}
    )


def test_a_new_cell_takes_the_style_of_its_row_or_column() -> None:
    xml = sheet(
        '<row r="1" s="8" customFormat="1"/><row r="2" s="8"/>',
        before='<cols><col min="1" max="2" style="6"/></cols>',
    )
    cells = read_sheet(enter_values(xml, {"A1": 1, "A2": 1, "C2": 1, "B3": 1})).cells()
    styles = {ref: cell.style or None for ref, cell in cells.items()}
    assert styles == {"A1": "8", "A2": "6", "C2": None, "B3": "6"}


def test_the_used_range_and_the_spans_of_a_row_widen() -> None:
    xml = sheet('<row r="2" spans="2:2"><c r="B2"/></row>', before='<dimension ref="B2"/>')
    done = enter_values(xml, {"A1": 1, "D2": 1})
    assert b'<dimension ref="A1:D2"/>' in done
    assert b'spans="2:4"' in done


def test_an_emptied_cell_keeps_its_style_and_an_absent_one_is_not_made() -> None:
    xml = sheet('<row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1" s="2"/></row>')
    done = enter_values(xml, {"A1": None, "B1": None, "C1": None, "A9": None})
    assert data(done) == '<row r="1"><c r="A1" s="3"/><c r="B1" s="2"/></row>'


def test_a_formula_cell_is_not_overwritten() -> None:
    xml = sheet('<row r="1"><c r="A1"><f t="array" ref="A1:A2">X</f></c></row>')
    for ref in ("A1", "A2"):
        with pytest.raises(ValueError, match=f"{ref} has a formula"):
            enter_values(xml, {ref: 1})


@pytest.mark.parametrize("value", [float("inf"), "x" * 32_768, dt.date(1899, 1, 1)])
def test_what_no_cell_can_hold_is_refused_with_the_cell(value: CellValue) -> None:
    with pytest.raises(ValueError, match="C3: "):
        enter_values(sheet(""), {"C3": value})


def test_sheets_with_a_namespace_prefix_are_changed_in_their_own_spelling() -> None:
    xml = sheet('<x:row r="1"><x:c r="A1"><x:f>1</x:f></x:c></x:row>', prefix="x")
    done = enter_values(store_results(xml, {"A1": "y"}), {"B1": "z", "A2": True})
    assert data(done) == (
        '<x:row r="1"><x:c r="A1" t="str"><x:f>1</x:f><x:v>y</x:v></x:c>'
        '<x:c r="B1" t="inlineStr"><x:is><x:t>z</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="b"><x:v>1</x:v></x:c></x:row>'
    )


def test_cells_without_references_are_counted() -> None:
    xml = sheet("<row><c><v>1</v></c><c><f>X</f></c></row><row><c><v>3</v></c></row>")
    assert list(read_sheet(xml).cells()) == ["A1", "B1", "A2"]
    assert "<f>X</f><v>2</v>" in data(store_results(xml, {"B1": 2}))


def test_a_byte_order_mark_and_wide_characters_do_not_shift_anything() -> None:
    xml = b"\xef\xbb\xbf" + sheet('<row r="1"><c r="A1"><f>"££€😀"</f></c></row>')
    assert '<f>"££€😀"</f><v>1</v>' in store_results(xml, {"A1": 1}).decode("utf-8-sig")


def test_everything_around_the_cells_is_untouched() -> None:
    before = '<sheetPr><tabColor rgb="FF005EB8"/></sheetPr><sheetViews/>'
    after = '<sheetProtection sheet="1"/><extLst><ext uri="{A}" xmlns:y="urn:y"><y:c r="A1"/></ext></extLst>'
    xml = sheet('<row r="1"><c r="A1"><f>1</f></c></row>', before=before, after=after)
    done = store_results(xml, {"A1": 5}).decode()
    assert canonicalize(done.replace("<v>5</v>", "")) == canonicalize(xml.decode())


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1"><c r="1"/></row>',
        '<row r="1"><c r="A1"><f t="array">X</f></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1:B">X</f></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">X</f></c></row>',
    ],
)
def test_a_sheet_out_of_order_is_refused(rows: str) -> None:
    with pytest.raises(UnusableInput):
        read_sheet(sheet(rows))


def test_a_document_type_in_a_sheet_is_refused() -> None:
    with pytest.raises(UnusableInput, match="DOCTYPE"):
        read_sheet(b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet("").split(b"\n")[1])
