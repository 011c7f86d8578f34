"""The quick reading of a sheet and the careful one are the same reading, or the quick one declines."""

from __future__ import annotations

import random
from pathlib import Path

from lxml import etree

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml.cells import store_results
from vsm_xl.ooxml.markup import parse
from vsm_xl.ooxml.plain_sheet import read_plain_sheet
from vsm_xl.ooxml.sheet_reader import read_carefully
from vsm_xl.ooxml.unpack import unpack
from vsm_xl.xml_text import MAIN

HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}" xmlns:x="urn:x">'
ROWS = (
    '<row r="1" x:ht="18" spans="1:3"><c r="A1" s="1" t="s"><v>3</v></c><c r="B1" s="2"/></row>'
    '<row r="2"/><row customHeight="1" r="4"><c r="A4" t="str"><f>IF(B4&lt;1,"a &amp; b","")</f><v></v></c>'
    '<c r="C4"><f t="shared" ref="C4:C5" si="0">B4*2</f><v>1.5</v></c></row>'
    '<row r="5"><c r="C5"><f t="shared" si="0"/><v>2E1</v></c><c r="AA5" t="b"><v>1</v></c></row>'
)
#: What is put in somewhere, or in the place of something; the first are what programs do write.
PIECES = (
    *('<row r="3">', "</row>", '<c r="A3">', '<c r="B4" s="7" t="n">', "</c>", "<v>5</v>", "<v/>", "<v>"),
    *("</v>", "<f>A1</f>", "<f/>", "<f>", "</f>", '<f t="array" ref="A1:B2">A1</f>', "&lt;", "&amp;", "/"),
    *('<f t="array" ref="A1:XFD9999">A1</f>', '<f t="new">A1</f>', '<f t="shared" si="0" si="1"/>', ">"),
    *("<is><t>a</t></is>", "<!-- a -->", "<![CDATA[a]]>", "<?a b?>", "&#65;", "&a;", "&", "]]>", "<", '"'),
    *('<x:c r="A1"><v>1</v></x:c>', "<extLst/>", '<v xmlns="urn:x">1</v>', ' xmlns="urn:x"', ' cm="1"'),
    *("\r", "\r\n", "\n", " ", "\x00", "\x0b", "\ufffe", "\u00e9", "\U0001f600", "'", "1", "r", "=", ":"),
    *("<sheetData>", "</sheetData>", "<sheetData/>", "</worksheet>", ' r="1"', ' s="1"', ' t="e"', "x:"),
    *('<v xml:space="preserve"> a </v>', '<row r="1048577"/>', '<c r="XFE4"/>', '<row r="004">', "<rPh>"),
)  # fmt: skip


def differs(xml: bytes) -> str | None:
    """Return what the quick reading has otherwise; None where it declines, or reads the same."""
    quick = read_plain_sheet(xml)
    if quick is None:
        return None
    try:
        careful = read_carefully(xml)
    except UnusableInput as refused:
        return f"read though refused: {refused}"
    rows = [list(row.items()) for row in quick.row_attributes.values()]
    if rows != [list(row.items()) for row in careful.row_attributes.values()]:
        return "rows"
    if quick.formula_length != careful.formula_length or quick.rows != careful.rows:
        return "cells"
    return None


#: What results may be.
RESULTS = (
    5.0,
    0.1 + 0.2,
    "",
    'a<b & "c" >',
    " a\n",
    "_x0041_",
    "\u00e9",
    True,
    XlError("#N/A"),
    None,
)


def stores_otherwise(xml: bytes, chance: random.Random) -> bool:
    """Return whether results are stored otherwise than in the tree of a sheet that is read quickly."""
    quick, careful = read_plain_sheet(xml), read_carefully(xml)
    results = {ref: chance.choice(RESULTS) for ref in careful.formulas()}
    done, wanted = (
        etree.tostring(parse(store_results(xml, results, read)), method="c14n")
        for read in (quick, careful)
    )
    return bool(done != wanted)


def sheet(rows: str, tail: str = "<cols/>") -> bytes:
    return f"{HEAD}<sheetData>{rows}</sheetData>{tail}</worksheet>".encode()


def test_what_programs_write_is_read_quickly() -> None:
    found = read_plain_sheet(sheet(ROWS))
    assert found is not None
    assert [cell.ref for cell in found.held] == ["A1", "A4", "C4", "C5", "AA5"]
    assert found.cells()["A4"].formula == 'IF(B4<1,"a & b","")'
    assert found.row_attributes[1] == {"{urn:x}ht": "18", "spans": "1:3"}
    assert found.frame is not None
    assert [child.tag for child in found.frame] == [f"{{{MAIN}}}sheetData", f"{{{MAIN}}}cols"]
    assert differs(sheet(ROWS)) is None


def test_a_changed_sheet_is_read_as_the_careful_reading_reads_it() -> None:
    chance = random.Random(20_261_126)  # noqa: S311 - the same changes each time
    whole = sheet(ROWS).decode()
    wrong, read = [], 0
    for _ in range(30_000):
        text = whole
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            at = chance.randrange(
                len(HEAD) if chance.random() < 0.9 and len(text) > len(HEAD) else 0, len(text)
            )
            end = at + chance.choice((0, 0, 0, 1, 1, 2, 5, 12))
            text = text[:at] + chance.choice(("", *PIECES)) + text[end:]
        xml = text.encode()
        quick = read_plain_sheet(xml) is not None
        read += quick
        if found := differs(xml) or (quick and stores_otherwise(xml, chance)):
            wrong.append((found, text))
    assert not wrong
    # Those that are read are what is compared.
    assert read > 500


def test_pieces_between_elements_are_read_as_the_careful_reading_reads_them() -> None:
    cuts = [at for at, sign in enumerate(ROWS) if sign in "<>"]
    cuts += [at + 1 for at, sign in enumerate(ROWS) if sign == ">"]
    wrong = [
        (found, at, piece)
        for at in cuts
        for piece in PIECES
        if (found := differs(sheet(ROWS[:at] + piece + ROWS[at:])))
    ]
    assert not wrong


def test_what_stands_around_the_rows_is_read_as_xml() -> None:
    odd = [
        sheet(ROWS).replace(b'"UTF-8"', b'"us-ascii"').replace(b"spans", "\u00e9".encode()),
        sheet(ROWS).replace(b'version="1.0"', b'version="1.1"'),
        sheet(ROWS).replace(b"<cols/>", b"<cols>"),
        sheet(ROWS).replace(b"<cols/>", b"<cols/>" * 2 + b"<sheetData/>"),
        sheet(ROWS).replace(b"<sheetData>", b"<a><sheetData>").replace(b"<cols/>", b"</a>"),
        sheet(ROWS).replace(f'xmlns="{MAIN}"'.encode(), b'xmlns="urn:x"'),
        sheet(ROWS).replace(b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"),
        sheet(ROWS).replace(b"<worksheet", b"<!-- <sheetData> --><worksheet"),
        sheet(ROWS).replace(b"<sheetData>", b"<sheetData xml:space='preserve'>"),
        sheet(ROWS).replace(b'xmlns:x="urn:x"', b""),
        b" " + sheet(ROWS),
    ]
    assert [read_plain_sheet(xml) for xml in odd] == [None] * len(odd)
    assert read_plain_sheet(sheet(f'<row r="1"><c r="A1"><v>{"1" * 2**20}</v></c></row>')) is None


def test_every_sheet_of_our_workbooks_is_read_quickly_and_the_same() -> None:
    files = sorted((Path(__file__).parents[2] / "workbook").glob("*.xlsx"))
    assert len(files) > 1
    for file in files:
        parts = unpack(file.read_bytes(), file.name)
        sheets = [xml for name, xml in parts.items() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        assert [differs(xml) for xml in sheets] == [None] * len(sheets)
        assert all(read_plain_sheet(xml) for xml in sheets)
