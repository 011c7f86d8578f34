"""The committee paper: the output sheets of a return as PDF, made by LibreOffice.

LibreOffice gets a copy in which every formula is replaced by its result, so that it shows what was
computed and computes nothing itself; sheets that are no output are not printed, and rows that
nobody filled are hidden, as are the words below a sheet's title, which speak of the screen.  It runs
with a profile of its own in a temporary folder, in which macros are off.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from vsm_xl.annual_return.reading.identify import layout_of
from vsm_xl.annual_return.reading.print_areas import cover_posts
from vsm_xl.annual_return.reading.results import group_of, in_use, record_of, rows_of, value_of
from vsm_xl.annual_return.template.layout import quoted
from vsm_xl.errors import UnusableInput
from vsm_xl.libreoffice.installations import find
from vsm_xl.ooxml.cells import with_attribute
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.spans import elements, spliced

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.layout import Place
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.spans import Edit, Element, Span
    from vsm_xl.recalc import Recalculated

#: Seconds that LibreOffice may take: its first start on a slow machine takes half a minute.
TIME_LIMIT: Final = 180
_SHOWN: Final = ("output",)
_PRINT_NAMES: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
#: The last cell of a sheet, which nobody fills.  Hidden sheets would be printed all the same, and
#: charts could not take their figures from them.
_NOWHERE: Final = "$XFD$1048576"
#: Below its title each sheet says what to do on it, and leads back to the Cover.
_FOR_THE_SCREEN: Final = frozenset({2, 3})


def export_pdf(recalculated: Recalculated, time_limit: float = TIME_LIMIT) -> bytes:
    """Print the output sheets of a return.

    Args:
        recalculated: the workbook with its results, sound.
        time_limit: seconds that LibreOffice may take.

    Raises:
        UnusableInput: LibreOffice is not installed, fails, or takes too long.
    """
    program = _libreoffice()
    paper = committee_paper(recalculated)
    # LibreOffice may still close files of its profile when the folder is removed.
    with tempfile.TemporaryDirectory(prefix="vsm-xl-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "paper.xlsx"
        source.write_bytes(paper.to_bytes())
        said = _run(program, source, time_limit)
        target = source.with_suffix(".pdf")
        if not target.is_file() or not target.stat().st_size:
            raise UnusableInput(
                f"LibreOffice ({program}) made no PDF: {said.strip() or 'it said nothing'}. Open the "
                "return in LibreOffice or Excel and print the sheets after Decisions as PDF."
            )
        return target.read_bytes()


def _libreoffice() -> Path:
    try:
        return find().program
    except UnusableInput as problem:
        raise UnusableInput(
            f"The PDF is made by LibreOffice. {problem} Or open the return in Excel and save the "
            "output sheets as PDF."
        ) from None


def _run(program: Path, source: Path, time_limit: float) -> str:
    folder = source.parent
    command = [
        str(program), "--headless", "--norestore", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "pdf:calc_pdf_Export", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that was found, and our own file
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # soffice starts another program; to end both, they are a group of their own.
            start_new_session=True,
        )
    except OSError as problem:
        raise UnusableInput(
            f"LibreOffice ({program}) cannot be started: {problem.strerror or problem}."
        ) from None
    with process:
        try:
            return process.communicate(timeout=time_limit)[0]
        except subprocess.TimeoutExpired:
            raise UnusableInput(
                f"LibreOffice ({program}) did not finish within {time_limit:g} seconds and was "
                "stopped. Try again; if it happens again, start LibreOffice once by hand."
            ) from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End the program and what it started, if they still run."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def committee_paper(recalculated: Recalculated) -> Package:
    """Give the copy of a return that is printed: results for formulas, output sheets only."""
    layout = layout_of(recalculated.package)
    package = cover_posts(recalculated.package, layout)
    shown = set()
    for title, part in package.sheets().items():
        empty: set[int] = set()
        if title in {sheet.title for sheet in layout.sheets if sheet.purpose in _SHOWN}:
            places = [layout.places[table.key] for table in layout.sheet(title).tables]
            unused = [place for place in places if not _in_use(recalculated, place)]
            if len(unused) < len(places):
                shown.add(title)
            empty = {row for place in places for row in _empty_rows(recalculated, place)}
            empty |= _FOR_THE_SCREEN
            empty |= {
                row
                for place in unused
                for row in range(place.header_row - place.table.room - 1, place.last_row + 1)
            }
        package = package.replace(part, _values_only(package.parts[part], empty))
    part = package.workbook_part()
    return package.replace(part, _printed(package.parts[part], shown))


def _in_use(recalculated: Recalculated, place: Place) -> bool:
    """Tell whether a table shows anything; of numbered blocks many are there in reserve."""
    if group_of(place.table.key) == place.table.key:
        return True
    if not place.table.lines:
        return bool(rows_of(recalculated, place))
    return in_use(place, record_of(recalculated, place))


def _empty_rows(recalculated: Recalculated, place: Place) -> set[int]:
    first = place.table.columns[0]
    if place.table.lines:
        return set()
    return {
        place.first_row + at
        for at in range(place.table.height)
        if value_of(recalculated, place, place.cell(first.key, at), first.kind) is None
    }


def _values_only(xml: bytes, empty: set[int]) -> bytes:
    sheet = read_sheet(xml)
    edits: list[Edit] = [
        (cell.formula.start, cell.formula.end, b"")
        for row in sheet.rows
        for cell in row.cells
        if cell.formula is not None
    ]
    # What somebody hid, by a filter perhaps, is as much of the return as what is shown.
    edits += [
        _hidden(xml, row.tag, "1" if row.number in empty else "0")
        for row in sheet.rows
        if row.number in empty or "hidden" in row.attributes
    ]
    edits += [
        _hidden(xml, element.tag, "0")
        for element in (elements(xml) if b"hidden=" in xml else ())
        if element.path[-1] == "col" and "hidden" in element.attributes
    ]
    return spliced(xml, edits)


def _hidden(xml: bytes, tag: Span, flag: str) -> Edit:
    return tag.start, tag.end, with_attribute(xml[tag.start : tag.end], b"hidden", flag)


def _printed(xml: bytes, shown: set[str]) -> bytes:
    """Give every other sheet an empty cell as its print area; an empty page is not printed."""
    found = elements(xml)
    sheets = [one.attributes.get("name", "") for one in found if one.path[-1] == "sheet"]
    edits: list[Edit] = []
    for element in found:
        title = sheets[_sheet_number(element)] if _sheet_number(element) < len(sheets) else ""
        name = element.attributes.get("name", "")
        if title not in shown and name in _PRINT_NAMES and element.path[-1] == "definedName":
            edits.append((element.whole.start, element.whole.end, b""))
        if element.path[-1] == "definedNames":
            areas = "".join(
                f'<definedName name="{_PRINT_NAMES[0]}" localSheetId="{at}">'
                f"{escape(quoted(sheet))}!{_NOWHERE}</definedName>"
                for at, sheet in enumerate(sheets)
                if sheet not in shown
            )
            edits.append((element.tag.end, element.tag.end, areas.encode()))
    return spliced(xml, edits)


def _sheet_number(element: Element) -> int:
    number = element.attributes.get("localSheetId", "")
    return int(number) if number.isdecimal() else sys.maxsize
