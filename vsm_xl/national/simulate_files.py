"""Writing simulated returns as workbooks, and damaging the few that are to be damaged."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.csv_files import organisation_lines
from vsm_xl.annual_return.reading.entries import Entry, from_text
from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.template.sheets import pay_ranges, people
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vsm_xl.annual_return.template.description import Column, Line
    from vsm_xl.national.simulate import Simulated

#: What was planted, beside the returns.
TRUTH: Final = "planted.json"
#: The first bytes of a file that Excel encrypted.
_ENCRYPTED: Final = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16le")
_ROOM: Final = 20


def file_name(made: Simulated) -> str:
    """Returns the name of a simulated return's file."""
    return f"{made.organisation.code}-{made.pay_year.replace('/', '-')}.xlsx"


def workbook(made: Simulated) -> bytes:
    """Returns a simulated return as a workbook, filled and computed.

    Args:
        made: its inputs.
    """
    entries = {line.key: line for line in organisation_lines()}
    filled = Return.new(people=max(_ROOM, len(made.people))).fill(
        _entries(made.lines, entries),
        [_entries(person, {column.key: column for column in people.COLUMNS}) for person in made.people],
        ranges=[
            _entries(row, {column.key: column for column in pay_ranges.COLUMNS})
            for row in made.ranges
        ],
    )
    return filled.recalculate().recalculated.package.to_bytes()


def _entries(given: Mapping[str, str], asked: Mapping[str, Column | Line]) -> dict[str, Entry]:
    return {
        key: from_text(text, asked[key].kind, asked[key].choices) for key, text in given.items() if text
    }


def write_return(made: Simulated, folder: Path) -> list[str]:
    """Writes a simulated return, damaged where it is to be.

    Args:
        made: its inputs.
        folder: where to.

    Returns:
        The names of the files written.
    """
    data = workbook(made)
    name = file_name(made)
    if made.damage == "older_copy":
        write_file(folder / name.replace(".xlsx", "-first-version.xlsx"), _older(data))
        write_file(folder / name, data)
        return [name.replace(".xlsx", "-first-version.xlsx"), name]
    write_file(folder / name, damaged(data, made.damage))
    return [name]


def damaged(data: bytes, damage: str) -> bytes:
    """Returns a workbook with a damage of :data:`vsm_xl.national.simulate.DAMAGE` done to it.

    Args:
        data: the workbook.
        damage: which; most are in the inputs already, and leave the bytes as they are.
    """
    match damage:
        case "truncated":
            return data[: len(data) * 2 // 3]
        case "protected":
            return _ENCRYPTED + data[:2_000]
        case "not_a_workbook":
            return b"Name;Salary\r\nDirector;1\r\n"
        case "edited_formula":
            return _with_part(data, "Decisions")
        case "macros":
            return _with_macros(data)
        case _:
            return data


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part)
    return file.getvalue()


def _with_part(data: bytes, title: str) -> bytes:
    """Types a number over the first award that is computed."""
    from vsm_xl.annual_return.template.template import template_layout  # noqa: PLC0415
    from vsm_xl.ooxml import Package  # noqa: PLC0415
    from vsm_xl.ooxml.cells import enter_values  # noqa: PLC0415

    package = Package.from_bytes(data, "damaged.xlsx")
    ref = template_layout(_ROOM).places["decisions"].cell("award")
    part = package.sheets()[title]
    return package.replace(part, enter_values(package.parts[part], {ref: 99_000.0})).to_bytes()


def _with_macros(data: bytes) -> bytes:
    parts = _parts(data)
    parts["xl/vbaProject.bin"] = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/vbaProject.bin" '
        b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    return _zipped(parts)


def _older(data: bytes) -> bytes:
    return data


def write_truth(made: Sequence[Simulated], folder: Path) -> None:
    """Writes what was planted in which return, so that a report can be held against it."""
    planted = [asdict(one) for simulated in made for one in simulated.planted]
    write_file(folder / TRUTH, (json.dumps(planted, indent=1) + "\n").encode())
