"""Reads the CSV files that a return is filled from; every fault is named by file, row, column."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.annual_return.messages import unusable
from vsm_xl.annual_return.reading.entries import Entry, from_text
from vsm_xl.annual_return.template.sheets import (
    local_policy,
    organisation,
    pay_ranges,
    people,
    staff_pay,
)
from vsm_xl.errors import UnusableInput
from vsm_xl.text_fields import normal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsm_xl.annual_return.template.description import Column, Line

#: Entries by the key of their line or column.
Entries: TypeAlias = "dict[str, Entry]"

_ITEM: Final = ("item", "value")
#: Columns that only the file of the people has.
_PERSON: Final = frozenset(("post", "salary", "in_post_from"))
#: More than any annual return needs; a larger file is something else.
_LARGEST: Final = 20_000_000


def organisation_lines() -> tuple[Line, ...]:
    """Give every line that the organisation file may fill: Organisation, Staff pay, policy."""
    sheets = (organisation.sheet(), staff_pay.sheet(1), local_policy.sheet())
    return tuple(line for sheet in sheets for table in sheet.tables for line in table.lines)


def blank_csv_files() -> dict[str, str]:
    """Give every file by name with nothing filled in, for people to start from.

    >>> blank_csv_files()["organisation.csv"].splitlines()[:2]
    ['item,value', 'ods_code,']
    """
    items = "".join(f"{line.key},\n" for line in organisation_lines())
    return {
        "organisation.csv": f"{','.join(_ITEM)}\n{items}",
        "people.csv": f"{','.join(column.key for column in people.COLUMNS)}\n",
        "ranges.csv": f"{','.join(column.key for column in pay_ranges.COLUMNS)}\n",
        "staff-pay.csv": f"{','.join(column.key for column in staff_pay.LIST)}\n",
        "earlier-ratios.csv": f"{','.join(column.key for column in staff_pay.EARLIER)}\n",
    }


def read_organisation_csv(path: str | Path) -> Entries:
    """Read the file of the organisation: two columns, ``item`` and ``value``.

    Args:
        path: the file; its items are the keys of the lines of Organisation, Staff pay and Local
            policy.

    Raises:
        UnusableInput: with one line for each fault.
    """
    name, rows = str(path), _rows(path)
    header = tuple(field.lower() for field in rows[0][1])
    if header[: len(_ITEM)] != _ITEM:
        if _PERSON & set(header):
            raise UnusableInput(
                f"{name}, row 1: this is the file of the people, not that of the organisation. The "
                "two seem to be exchanged."
            )
        raise UnusableInput(
            f"{name}, row 1: the header is {','.join(rows[0][1])!r}; write item,value"
        )
    lines = {line.key: line for line in organisation_lines()}
    found: Entries = {}
    problems: list[str] = []
    for number, fields in rows[1:]:
        key = fields[0].lower()
        where = f"{name}, row {number}, column value ({key})"
        if key not in lines:
            known = ", ".join(lines)
            problems.append(f"{name}, row {number}, column item: {key!r} is no item; use {known}")
        elif key in found:
            problems.append(f"{name}, row {number}, column item: {key!r} stands twice; remove one")
        elif len(fields) > len(_ITEM) and any(fields[len(_ITEM) :]):
            problems.append(f"{where}: more than one value; put a value with commas in quotes")
        else:
            line = lines[key]
            text = fields[1] if len(fields) > 1 else ""
            found[key] = _read(where, text, line, problems)
    if problems:
        raise unusable(problems)
    return found


def read_people_csv(path: str | Path) -> list[Entries]:
    """Read the file of the people: a header with the keys of the People columns.

    Raises:
        UnusableInput: with one line for each fault.
    """
    header = tuple(field.lower() for field in _rows(path)[0][1])
    if header[: len(_ITEM)] == _ITEM:
        raise UnusableInput(
            f"{path}, row 1: this is the file of the organisation, not that of the people. The two "
            "seem to be exchanged."
        )
    return _table(path, people.COLUMNS, needed=("post",))


def read_ranges_csv(path: str | Path) -> list[Entries]:
    """Read a pay-range table as entries of the Pay ranges sheet; further columns are ignored.

    Raises:
        UnusableInput: with one line for each fault.
    """
    keys = tuple(column.key for column in pay_ranges.COLUMNS)
    return _table(path, pay_ranges.COLUMNS, needed=keys, others=True)


def read_staff_pay_csv(path: str | Path) -> list[float]:
    """Read everybody's pay: a header ``pay`` and one amount in each row.

    Raises:
        UnusableInput: with one line for each fault.
    """
    rows = _table(path, staff_pay.LIST, needed=("pay",))
    return [float(str(row["pay"])) for row in rows if "pay" in row]


def read_earlier_ratios_csv(path: str | Path) -> list[Entries]:
    """Read the pay ratios of earlier years, newest first, by the keys of their columns.

    Raises:
        UnusableInput: with one line for each fault.
    """
    keys = tuple(column.key for column in staff_pay.EARLIER)
    return _table(path, staff_pay.EARLIER, needed=keys)


def _table(
    path: str | Path, columns: tuple[Column, ...], needed: tuple[str, ...], *, others: bool = False
) -> list[Entries]:
    name, rows = str(path), _rows(path)
    header = [field.lower() for field in rows[0][1]]
    known = {column.key: column for column in columns}
    problems = [
        f"{name}, row 1: the column {key} is missing; add it" for key in needed if key not in header
    ]
    for key in dict.fromkeys(header):
        if header.count(key) > 1 and key:
            problems.append(f"{name}, row 1: the column {key} stands twice; remove one")
        if key not in known and not others:
            problems.append(
                f"{name}, row 1: {key!r} is no column of this file; use {', '.join(known)}"
            )
    if problems:
        raise unusable(problems)
    found: list[Entries] = []
    for number, fields in rows[1:]:
        if len(fields) > len(header):
            columns_there = f"{len(header)} column{'s' if len(header) > 1 else ''}"
            problems.append(
                f"{name}, row {number}: {len(fields)} fields under {columns_there}; put a value "
                "with commas in quotes"
            )
            continue
        entries = {
            key: _read(f"{name}, row {number}, column {key}", text, known[key], problems)
            for key, text in zip(header, fields, strict=False)
            if key in known
        }
        found.append({key: entry for key, entry in entries.items() if entry is not None})
    if problems:
        raise unusable(problems)
    return found


def _read(where: str, text: str, asked: Column | Line, problems: list[str]) -> Entry:
    try:
        return from_text(text, asked.kind, asked.choices)
    except ValueError as fault:
        problems.append(f"{where}: {fault}")
        return None


def _rows(path: str | Path) -> list[tuple[int, Sequence[str]]]:
    """Give the non-empty records with the number of the line each begins on, header first."""
    text = csv_text(Path(path))
    rows: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        for fields in reader:
            trimmed = [normal_text(field) for field in fields]
            if any(trimmed):
                rows.append((number, trimmed))
            number = reader.line_num + 1
    except csv.Error as fault:
        raise UnusableInput(
            f"{path}, row {number}: it is not CSV text ({fault}); save the sheet as CSV UTF-8"
        ) from None
    if not rows:
        raise UnusableInput(f"{path}: the file is empty; it needs a header row")
    return rows


def csv_text(path: Path) -> str:
    """Read the text of a CSV file: UTF-8, or what Excel calls plain CSV.

    Raises:
        UnusableInput: it cannot be read, or is something else than text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as problem:
        raise UnusableInput(
            f"{path} cannot be read: {problem.strerror or problem}. Check the name and the folder."
        ) from None
    if len(data) > _LARGEST:
        raise UnusableInput(f"{path} is over {_LARGEST:,} bytes, too large for such a file.")
    if b"\x00" in data:
        raise UnusableInput(f"{path} is not a CSV file; in Excel save the sheet as CSV UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # What Excel calls plain CSV: the code page of Western Windows, which leaves five bytes unused.
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise UnusableInput(
            f"{path} is neither UTF-8 nor Windows text; in Excel save the sheet as CSV UTF-8."
        ) from None


def records(path: Path) -> list[list[str]]:
    """Read a CSV file, UTF-8 or what Excel calls plain CSV, as rows of equal length.

    Raises:
        UnusableInput: it cannot be read, is empty or no CSV.
    """
    text = csv_text(path)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise UnusableInput(f"{path} is not CSV text ({fault}).") from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnusableInput(f"{path} is empty.")
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]
