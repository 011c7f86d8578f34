"""ranges check on workbooks made to harm, or made oddly: an answer in seconds, never a hang."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from range_tables import ROW, sheet  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.framework.ranges import COLUMNS
from vsm_xl.ooxml import Package
from vsm_xl.zip_file import zipped

if TYPE_CHECKING:
    from collections.abc import Callable

#: Most of them take two seconds on a small machine; what hangs takes hours.
SECONDS = 600
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = b'<sst xmlns="%b"><si><t>scheme</t></si></sst>' % NAMESPACE
WHOLE = b"A1:XFD1048576"


def check(file: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a program of its own, which can be ended when it hangs."""
    command = [sys.executable, "-m", "vsm_xl", "ranges", "check", str(file)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=SECONDS
    )


def accepted(file: Path) -> str:
    ended = check(file)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "sheet Annex A: 1 rows of pay ranges" in ended.stdout
    return ended.stdout


def refused(file: Path) -> str:
    ended = check(file)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"vsm-xl: {file}")
    return ended.stderr


@pytest.fixture
def annex(tmp_path: Path) -> Package:
    return Package.open(sheet(tmp_path / "annex.xlsx"))


def part_of(package: Package, name: str) -> str:
    return package.sheets().get(name) or next(part for part in package.parts if part.endswith(name))


def edited(package: Package, name: str, old: bytes, new: bytes) -> Path:
    """Write the workbook with one piece of one part replaced."""
    part = part_of(package, name)
    assert old in package.parts[part]
    return written(package.replace(part, package.parts[part].replace(old, new, 1)))


def written(package: Package) -> Path:
    """Write the parts as they are, well-formed or not."""
    file = Path(package.name)
    file.write_bytes(zipped(package.parts))
    return file


def with_texts(package: Package, texts: bytes, part: str = "xl/sharedStrings.xml") -> Package:
    """Let the first header of the annex stand in the table of texts that cells share, as Excel has it."""
    kinds, annex = "[Content_Types].xml", part_of(package, "Annex A")
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/%b" ContentType="%b"/></Types>' % (part.encode(), kind)
    inline = b't="inlineStr"><is><t>SCHEME</t></is>'
    assert inline in package.parts[annex]
    parts = {**package.parts, part: texts}
    parts[kinds] = parts[kinds].replace(b"</Types>", override)
    parts[annex] = parts[annex].replace(inline, b't="s"><v>0</v>')
    return Package(package.name, parts)


def blank_rows(first: int, count: int) -> bytes:
    """Give rows of formatted cells with nothing in them."""
    cells = b"".join(b'<c r="%c%%d" s="0"/>' % (65 + at) for at in range(13))
    row = b'<row r="%d">' + cells + b"</row>"
    return b"".join(row % ((number,) * 14) for number in range(first, first + count))


def test_the_annex_itself_is_good(annex: Package) -> None:
    accepted(written(annex))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="%b"/></mergeCells>' % WHOLE),
        (b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="%b"/></hyperlinks>' % WHOLE),
        (b'<dimension ref="A1:N4"', b'<dimension ref="%b"' % WHOLE),
        (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    ],
    ids=["merged cells", "a hyperlink", "a dimension", "a note in the last cell"],
)
def test_what_spans_a_whole_sheet_costs_nothing(annex: Package, old: bytes, new: bytes) -> None:
    accepted(edited(annex, "Annex A", old, new))


def test_a_value_in_the_last_row_of_a_sheet_is_named(annex: Package) -> None:
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'

    words = refused(edited(annex, "Annex A", b"</sheetData>", far))

    assert "sheet Annex A, row 1048576, group: it is empty" in words


def test_two_million_formatted_cells_on_another_sheet_do_not_matter(annex: Package) -> None:
    rows = blank_rows(2, 160_000) + b"</sheetData>"

    accepted(edited(annex, "Sheet", b"</sheetData>", rows))


def test_a_table_above_two_million_formatted_cells_is_refused_in_words(annex: Package) -> None:
    rows = blank_rows(5, 160_000) + b"</sheetData>"

    words = refused(edited(annex, "Annex A", b"</sheetData>", rows))

    assert "Not looked through, because they hold too many cells: Annex A" in words
    assert "copy it alone into a new workbook" in words


def test_a_table_above_some_thousand_formatted_rows_is_found(annex: Package) -> None:
    accepted(edited(annex, "Annex A", b"</sheetData>", blank_rows(5, 5_000) + b"</sheetData>"))


def test_more_rows_than_any_return_holds_are_refused(annex: Package) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number)
        for number in range(5, 50_000)
    )

    words = refused(edited(annex, "Annex A", b"</sheetData>", rows + b"</sheetData>"))

    assert "49,996 rows are under the header, and a return holds at most 4,000" in words


@pytest.mark.parametrize(
    ("name", "closing"),
    [("Annex A", b"</worksheet>"), ("xl/sharedStrings.xml", b"</sst>"),
     ("styles.xml", b"</styleSheet>"), ("workbook.xml", b"</workbook>")],
)  # fmt: skip
def test_elements_in_a_hundred_thousand_others_are_refused(
    annex: Package, name: str, closing: bytes
) -> None:
    deep = b"<x>" * 100_000 + b"</x>" * 100_000 + closing
    given = with_texts(annex, SHARED)

    assert "more than 200 elements deep" in refused(edited(given, name, closing, deep))


def test_a_document_type_is_refused(annex: Package) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet'

    assert "DOCTYPE" in refused(edited(annex, "Annex A", b"<worksheet", entity))


def test_a_decompression_bomb_is_refused(annex: Package) -> None:
    bomb = Package(annex.name, {**annex.parts, "xl/bomb.xml": b"<a>" + b" " * 300_000_000})

    assert "would unpack to far more than a workbook needs" in refused(written(bomb))


def test_a_million_styles_are_refused(annex: Package) -> None:
    formats = b"".join(b'<xf numFmtId="%d"/>' % (at * 7919) for at in range(1_000_000))

    words = refused(edited(annex, "styles.xml", b"</cellXfs>", formats + b"</cellXfs>"))

    assert "xl/styles.xml holds more than any spreadsheet program writes" in words


def test_shared_texts_are_read_and_refused_where_they_are_no_xml(annex: Package) -> None:
    accepted(written(with_texts(annex, SHARED)))

    assert "xl/texts.bin is not well-formed" in refused(
        written(with_texts(annex, b"<sst><si>", "xl/texts.bin"))
    )


def test_a_workbook_that_counts_its_days_from_1904_is_refused(annex: Package) -> None:
    words = refused(edited(annex, "workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"'))

    assert "counts days from 1904" in words
    assert "clear 'Use 1904 date system', check the dates, and save it" in words


def typed(path: Path, **cells: Any) -> Path:
    """Make a workbook with the table in its first cells, as numbers and dates."""
    values = ROW | {"size_from": 0, "minimum": 200_000, "operational_maximum": 300_000}
    values |= {"effective_from": "2025-04-01", **cells}
    book: Any = openpyxl.Workbook()
    for column, (name, value) in enumerate(values.items(), start=1):
        book.active.cell(1, column, name)
        book.active.cell(2, column, value or None)
    book.active["D2"] = 0
    book.save(path)
    return path


def test_the_stored_value_of_a_formula_is_what_counts(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    package = Package.open(typed(tmp_path / "annex.xlsx", minimum="=2*100000"))
    column = COLUMNS.index("minimum")
    cell = f"{chr(65 + column)}2".encode()
    # What openpyxl writes for no value depends on whether lxml is there.
    part = part_of(package, "Sheet")
    package = package.replace(part, package.parts[part].replace(b"<v />", b"<v></v>"))

    never = run("ranges", "check", written(package))
    computed = run("ranges", "check", edited(package, "Sheet", b"<v></v>", b"<v>200000</v>"))
    failed = run(
        "ranges", "check",
        edited(package, "Sheet", b'<c r="%b"><f>2*100000</f><v></v>' % cell,
               b'<c r="%b" t="e"><f>2*100000</f><v>#REF!</v>' % cell),
    )  # fmt: skip

    assert "row 2, minimum: it is empty" in never.err
    assert (computed.code, "200,000.00" in computed.out) == (0, True)
    assert "row 2, minimum: it holds the error #REF!" in failed.err


def test_a_date_is_read_from_a_date_cell_and_from_iso_text_only(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    for day in (date(2025, 4, 1), "2025-04-01", 45748):
        ended = run("ranges", "check", typed(tmp_path / "annex.xlsx", effective_from=day))
        assert "2025-04-01" in ended.out
    refusal = run("ranges", "check", typed(tmp_path / "annex.xlsx", effective_from="01/04/2025"))

    assert "effective_from: '01/04/2025' is text, not a date of the form" in refusal.err
