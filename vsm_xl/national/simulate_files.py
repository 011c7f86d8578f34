"""Writing simulated returns as workbooks, and damaging the few that are to be damaged."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import as_completed
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.filling.csv_files import organisation_lines
from vsm_xl.annual_return.reading.audit_trail import dated
from vsm_xl.annual_return.reading.entries import Entry, from_text
from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import make_folder
from vsm_xl.annual_return.template.sheets import pay_ranges, people
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.dates import pay_year_days, pay_year_from_cell
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.workers import worker_processes
from vsm_xl.ooxml.write import write_file
from vsm_xl.zip_file import zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from vsm_xl.annual_return.template.description import Column, Line
    from vsm_xl.national.simulated import Simulated

#: What was planted, beside the returns.
TRUTH: Final = "planted.json"
#: The first bytes of a file that Excel encrypted.
_ENCRYPTED: Final = (
    bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16le")
)
_ROOM: Final = 20
_FILES_EACH: Final = 500
#: The month after the pay year in which simulated returns are computed.
_STAMP_MONTH: Final = 7


def file_name(made: Simulated) -> str:
    """Return the name of a simulated return's file."""
    return f"{made.organisation.code}-{made.pay_year.replace('/', '-')}.xlsx"


@cache
def _blank() -> bytes:
    """Return the blank template, built once for all returns of a process."""
    return build_template(_ROOM)


def workbook(made: Simulated, *, older: bool = False) -> bytes:
    """Returns a simulated return as a workbook, filled and computed.

    It is stamped with a day after the pay year that follows from the year alone, so that the same
    inputs produce the same bytes on any day.

    Args:
        made: its inputs.
        older: whether it is stamped a month earlier.
    """
    _, last = pay_year_days(pay_year_from_cell(made.pay_year))
    entries = {line.key: line for line in organisation_lines()}
    blank = Return(Package.from_bytes(_blank(), file_name(made)))
    with dated(date(last.year, _STAMP_MONTH - older, 1)):
        filled = blank.fill(
            _entries(made.lines, entries),
            [
                _entries(person, {column.key: column for column in people.COLUMNS})
                for person in made.people
            ],
            ranges=[
                _entries(row, {column.key: column for column in pay_ranges.COLUMNS})
                for row in made.ranges
            ],
        )
        return filled.recalculate().recalculated.package.to_bytes()


def _entries(given: Mapping[str, str], asked: Mapping[str, Column | Line]) -> dict[str, Entry]:
    return {
        key: from_text(text, asked[key].kind, asked[key].choices)
        for key, text in given.items()
        if text
    }


def write_return(made: Simulated, folder: Path) -> list[str]:
    """Writes a simulated return, damaged where it is to be.

    Args:
        made: its inputs.
        folder: where to.

    Returns:
        The names of the files written.
    """
    name = file_name(made)
    files = {name: damaged(workbook(made), made.damage)}
    if made.damage == "older_copy":
        files[name.replace(".xlsx", "-first-version.xlsx")] = workbook(made, older=True)
    for file, data in files.items():
        write_file(folder / file, data)
    return list(files)


def damaged(data: bytes, damage: str) -> bytes:
    """Returns a workbook with a damage of :data:`vsm_xl.national.simulate_faults.DAMAGE` done to it.

    Args:
        data: the workbook.
        damage: which; most are in the inputs already, and leave the bytes as they are.
    """
    match damage:
        case "truncated":
            return data[: len(data) * 2 // 3]
        case "protected":
            return _ENCRYPTED + data[: len(data) // 2]
        case "not_a_workbook":
            return b"Name;Salary\r\nDirector;1\r\n"
        case "edited_formula":
            return _with_part(data, "Decisions")
        case "macros":
            return _with_macros(data)
        case _:
            return data


def _with_part(data: bytes, title: str) -> bytes:
    """Types a number over the first award that is computed."""
    package = Package.from_bytes(data, "damaged.xlsx")
    ref = template_layout(_ROOM).places["decisions"].cell("award")
    part = package.sheets()[title]
    # The type goes with the formula: what was an error or a text is a number now.
    cell = re.compile(
        rb'(<c r="%s"(?: s="\d+")?)[^>]*><f>.*?</f><v>.*?</v>' % ref.encode(), re.DOTALL
    )
    xml, count = cell.subn(rb"\1><v>99000</v>", package.parts[part])
    assert count == 1
    return package.replace(part, xml).to_bytes()


def _with_macros(data: bytes) -> bytes:
    parts = dict(Package.from_bytes(data, "damaged.xlsx").parts)
    parts["xl/vbaProject.bin"] = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/vbaProject.bin" '
        b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    return zipped(parts)


def write_truth(made: Sequence[Simulated], folder: Path) -> None:
    """Writes what was planted in which return, so that a report can be held against it."""
    planted = [asdict(one) for simulated in made for one in simulated.planted]
    write_file(folder / TRUTH, (json.dumps(planted, indent=1) + "\n").encode())


def write_all(made: Sequence[Simulated], folder: Path, step: Callable[[str], None]) -> int:
    """Writes simulated returns, on all cores, and what was planted in them.

    Args:
        made: their inputs.
        folder: where to; made where it is missing, and it must be empty.
        step: called with the code of each organisation that is done.

    Returns:
        How many files were written.

    Raises:
        UnusableInput: the folder cannot be made, or holds something.
    """
    make_folder(folder)
    if any(folder.iterdir()):
        raise UnusableInput(f"{folder} is not empty. Name a new folder for the simulated returns.")
    written = 0
    with worker_processes(os.cpu_count() or 1, files=_FILES_EACH) as pool:
        running = {pool.submit(write_return, one, folder): one for one in made}
        for future in as_completed(running):
            written += len(future.result())
            step(running[future].organisation.code)
    write_truth(made, folder)
    return written
