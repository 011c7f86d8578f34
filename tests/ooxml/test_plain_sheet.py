"""The quick reading of a sheet and the careful one are the same reading, or the quick one declines."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml import Package, sheet_reader
from vsm_xl.ooxml import package as package_module
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.cells import store_results
from vsm_xl.ooxml.markup import parse
from vsm_xl.ooxml.plain_sheet import keep_cells, read_plain_sheet, read_plain_texts
from vsm_xl.ooxml.sheet_reader import read_carefully, rich_text
from vsm_xl.ooxml.unpack import unpack
from vsm_xl.ooxml.values import decode_text
from vsm_xl.xml_text import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(params=[False, True], ids=["rows", "cells"], autouse=True)
def _cells_are_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read as for one file, row by row, and as for many, cell by cell."""
    keep_cells(kept=request.param)
    yield
    keep_cells(kept=False)


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


TEXTS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{MAIN}" count="4" uniqueCount="4">'
    '<si><t>Item</t></si><si><t xml:space="preserve"> a &amp; b\n</t></si><si><t>_x0041_</t></si>'
    "<si><t></t></si></sst>"
)
#: What is put into shared texts, or in the place of something.
TEXT_PIECES = (
    *("<si><t>b</t></si>", "</si>", "<si>", "<t>", "</t>", "<t/>", "<si/>", "<r><t>c</t></r>", "<rPh/>"),
    *("&lt;", "&amp;", "&#65;", "&", "]]>", "<![CDATA[a]]>", "<!-- a -->", "<?a b?>", "\r", "\r\n", "\x0b"),
    *("\ufffe", "\u00e9", "\U0001f600", "_x000D_", '"', "'", "<", ">", ' xmlns="urn:x"', "<x:t/>", "1"),
)  # fmt: skip


def test_changed_shared_texts_are_read_as_their_tree_is() -> None:
    chance = random.Random(20_261_127)  # noqa: S311 - the same changes each time
    wrong, read = [], 0
    for _ in range(20_000):
        text = TEXTS
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(120 if chance.random() < 0.9 else 0, len(text))
            end = at + chance.choice((0, 0, 0, 1, 1, 2, 5, 12))
            text = text[:at] + chance.choice(("", *TEXT_PIECES)) + text[end:]
        quick = read_plain_texts(text.encode())
        if quick is None:
            continue
        read += 1
        try:
            root = parse(text.encode())
            careful = [decode_text(rich_text(item)) for item in root.iterchildren(f"{{{MAIN}}}si")]
        except (UnusableInput, ValueError) as refused:
            wrong.append((text, f"read though refused: {refused}"))
            continue
        if quick != careful:
            wrong.append((text, f"{quick} for {careful}"))
    assert not wrong
    assert read > 500


def test_shared_texts_that_are_not_xml_are_not_read() -> None:
    """A workbook whose shared texts are plain is opened without a tree of them."""
    texts, item = f'<sst xmlns="{MAIN}"%s>%s</sst>', "<si><t>a</t></si>"
    odd = [
        texts % (' count="1" count="1"', item),
        texts % (' count="1" uniqueCount="1" count="1"', item),
        texts % ("", item.replace("a", "a" * 10_000_001)),
    ]
    for xml in odd:
        assert read_plain_texts(xml.encode()) is None
        with pytest.raises(UnusableInput):
            parse(xml.encode())
    assert read_plain_texts((texts % (' count="1" uniqueCount="1"', item)).encode()) == ["a"]


def test_what_cells_hold_is_the_same_by_both_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are kept by their texts: the same rows with other texts, and with other dates, between them."""
    file = Path(__file__).parents[2] / "workbook" / "vsm-annual-return-example.xlsx"
    whole = Package.open(file)
    texts, styles = whole.part_of_type("sharedStrings+xml"), whole.part_of_type("styles+xml")
    other = whole.replace(texts, whole.parts[texts].replace(b"<si><t>", b"<si><t>1"))
    dated = whole.replace(styles, whole.parts[styles].replace(b'"d mmm yyyy"', b'"0.00"'))
    assert dated is not whole
    quick = [contents(package) for package in (whole, other, dated, whole, other)]
    shown = [contents(package, formulas=False) for package in (whole, other)]

    monkeypatch.setattr(sheet_reader, "read_plain_sheet", lambda _: None)
    monkeypatch.setattr(package_module, "read_plain_texts", lambda _: None)
    again = Package.open(file)
    other = again.replace(texts, other.parts[texts])
    dated = again.replace(styles, dated.parts[styles])
    careful = [contents(package) for package in (again, other, dated)]

    assert careful[0] != careful[1]
    assert careful[0] != careful[2]
    assert quick == [*careful, *careful[:2]]
    assert shown == [contents(package, formulas=False) for package in (again, other)]
