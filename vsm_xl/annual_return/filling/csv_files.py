"""Reads the CSV files that a return is filled from; every fault is named by file, row, column."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vsm_xl.annual_return.filling.column_names import Names
from vsm_xl.annual_return.messages import short, unusable
from vsm_xl.annual_return.reading.entries import Entry, from_text, with_advice
from vsm_xl.annual_return.template.sheets import (
    local_policy,
    organisation,
    pay_ranges,
    people,
    staff_pay,
)
from vsm_xl.csv_reader import csv_file, hidden_character, plain_name
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vsm_xl.annual_return.template.description import Column, Line

#: Entries by the key of their line or column.
Entries: TypeAlias = "dict[str, Entry]"

_ITEM: Final = ("item", "value")
#: What the sheets call these two columns.
_ITEM_NAMES: Final = ({"item", "line", "label"}, {"value", "input", "entry", "answer"})
#: Columns beside item and value that explain a line, and are not read.
EXPLAINING: Final = ("label", "unit", "guidance")
#: Columns that only the file of the people has.
_PERSON: Final = frozenset(("post", "salary", "in_post_from"))


class Lines(dict[str, Any]):
    """Entries by key, with the file that they were read from and the row of each."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.rows: dict[str, int] = {}


class Rows(list[Any]):
    """Rows of entries, with the file that they were read from and the row of each.

    ``header`` is the row of the header, ``others`` are the headers of columns that were not read.
    """

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.rows: list[int] = []
        self.header = 1
        self.others: tuple[str, ...] = ()


def organisation_lines() -> tuple[Line, ...]:
    """Return every line that the organisation file may fill: Organisation, Staff pay, policy."""
    sheets = (organisation.sheet(), staff_pay.sheet(1), local_policy.sheet())
    return tuple(line for sheet in sheets for table in sheet.tables for line in table.lines)


def read_organisation_csv(path: str | Path) -> Lines:
    """Read the file of the organisation: two columns, ``item`` and ``value``.

    Args:
        path: the file; its items are keys or labels of the lines of Organisation, Staff pay and
            Local policy.

    Raises:
        UnusableInput: with one line for each fault.
    """
    name, names = str(path), Names(organisation_lines())
    _, header, rows = _rows(Path(path), {*_ITEM_NAMES[0], *_ITEM_NAMES[1]})
    _check_item_header(name, header)
    explaining = [plain_name(field) in EXPLAINING for field in header]
    found = Lines(name)
    problems = _Problems(name, "item", names)
    for number, fields in rows:
        said = fields[0]
        key = names.key(said)
        where = f"{name}, row {number}, column value ({key})"
        further = [
            field
            for at, field in enumerate(fields[2:], start=2)
            if not (at < len(header) and explaining[at])
        ]
        if not key:
            problems.unknown(f"row {number}, column item", said, "an item")
        elif key in found:
            problems.add(f"{name}, row {number}, column item: {key!r} appears twice; remove one")
        elif any(further):
            problems.add(f"{where}: more than one value; put a value with commas in quotes")
        else:
            found[key] = _read(
                where, fields[1] if len(fields) > 1 else "", names.keys[key], problems
            )
            found.rows[key] = number
    problems.refuse()
    return found


def _check_item_header(name: str, header: Sequence[str]) -> None:
    plain = [plain_name(field) for field in header]
    if len(plain) > 1 and plain[0] in _ITEM_NAMES[0] and plain[1] in _ITEM_NAMES[1]:
        return
    if Names(people.COLUMNS).count(header) > 1 or _PERSON & set(plain):
        raise UnusableInput(
            f"{name}, row 1: this is the file of the people, not that of the organisation. The "
            "two seem to be exchanged."
        )
    raise UnusableInput(f"{name}, row 1: the header is {short(','.join(header))}; write item,value")


def read_people_csv(path: str | Path) -> Rows:
    """Read the file of the people: a header with the keys or labels of the People columns.

    Raises:
        UnusableInput: with one line for each fault.
    """
    return _table(path, people.COLUMNS, needed=("post",), people_file=True)


def read_ranges_csv(path: str | Path) -> Rows:
    """Read a pay-range table as entries of the Pay ranges sheet; further columns are ignored.

    Raises:
        UnusableInput: with one line for each fault.
    """
    keys = tuple(column.key for column in pay_ranges.COLUMNS)
    return _table(path, pay_ranges.COLUMNS, needed=keys, others=True)


def read_staff_pay_csv(path: str | Path) -> Rows:
    """Read everybody's pay: a header ``pay`` and one amount in each row.

    Returns:
        The amounts in pounds.

    Raises:
        UnusableInput: with one line for each fault.
    """
    rows = _table(path, staff_pay.LIST, needed=("pay",))
    amounts = Rows(rows.file)
    for row, number in zip(rows, rows.rows, strict=True):
        if "pay" in row:
            amounts.append(float(row["pay"]))
            amounts.rows.append(number)
    return amounts


def read_earlier_ratios_csv(path: str | Path) -> Rows:
    """Read the pay ratios of earlier years, newest first, by the keys of their columns.

    Raises:
        UnusableInput: with one line for each fault.
    """
    keys = tuple(column.key for column in staff_pay.EARLIER)
    return _table(path, staff_pay.EARLIER, needed=keys)


def _table(
    path: str | Path,
    columns: tuple[Column, ...],
    needed: tuple[str, ...],
    *,
    others: bool = False,
    people_file: bool = False,
) -> Rows:
    name, names = str(path), Names(columns)
    line, header, rows = _rows(Path(path), names)
    if people_file and tuple(plain_name(field) for field in header[: len(_ITEM)]) == _ITEM:
        raise UnusableInput(
            f"{name}, row 1: this is the file of the organisation, not that of the people. The two "
            "seem to be exchanged."
        )
    problems = _Problems(name, "column", names)
    keys = _keys(name, header, names, problems, needed, others=others)
    found = Rows(name)
    found.header = line
    found.others = tuple(
        field for field, key in zip(header, keys, strict=True) if field and not key
    )
    for number, fields in rows:
        if len(fields) > len(header):
            columns_there = f"{len(header)} column{'s' if len(header) > 1 else ''}"
            problems.add(
                f"{name}, row {number}: {len(fields)} fields under {columns_there}; put a value "
                "with commas in quotes"
            )
            continue
        entries: Entries = {}
        for at, (key, text) in enumerate(zip(keys, fields, strict=False)):
            if not header[at] and text:
                problems.add(
                    f"{name}, row {number}: {short(text)} is in column {at + 1}, which has no "
                    "header; give it one, or clear the field"
                )
            elif key:
                where = f"{name}, row {number}, column {key}"
                entries[key] = _read(where, text, names.keys[key], problems)
        found.append({key: entry for key, entry in entries.items() if entry is not None})
        found.rows.append(number)
    problems.refuse()
    return found


def _keys(
    name: str,
    header: Sequence[str],
    names: Names,
    problems: _Problems,
    needed: Iterable[str],
    *,
    others: bool,
) -> list[str]:
    """Return the key of each column, empty for one that is not read; what is wrong is noted."""
    keys = [names.key(field) for field in header]
    for key in needed:
        if key not in keys:
            problems.add(f"{name}, row 1: the column {key} is missing; add it")
    said: dict[str, str] = {}
    for field, key in zip(header, keys, strict=True):
        if key in said and key:
            again = f" (as {short(said[key])} and {short(field)})" if said[key] != field else ""
            problems.add(f"{name}, row 1: the column {key} appears twice{again}; remove one")
        said.setdefault(key, field)
        if field and not key and not others:
            problems.unknown("row 1", field, "a column of this file")
    # Fields under a wrong header would all be at fault.
    problems.refuse()
    return keys


class _Problems:
    """The faults of one file; the names that are known are listed once."""

    def __init__(self, file: str, what: str, names: Names) -> None:
        self._file = file
        self._what = what
        self._names = names
        self._listed = False
        self._lines: list[str] = []

    def add(self, line: str) -> None:
        self._lines.append(line)

    def unknown(self, where: str, said: str, what: str) -> None:
        """Note a name that is not known, with the near one, or with all of them."""
        line = f"{self._file}, {where}: {short(said)} is not {what}"
        if near := self._names.near(said):
            line += f"; did you mean {near}?"
        elif not self._listed:
            self._listed = True
            line += f"; use {', '.join(self._names.keys)}"
        self._lines.append(line)

    def refuse(self) -> None:
        """Raise what was noted.

        Raises:
            UnusableInput: something was.
        """
        if self._lines:
            raise unusable(self._lines)


def _read(where: str, text: str, asked: Column | Line, problems: _Problems) -> Entry:
    if hidden := hidden_character(text):
        problems.add(f"{where}: {hidden}")
        return None
    try:
        return from_text(text, asked.kind, asked.choices)
    except ValueError as fault:
        problems.add(f"{where}: {with_advice(str(fault), asked.key, text)}")
        return None


def _rows(
    path: Path, names: Names | set[str]
) -> tuple[int, list[str], list[tuple[int, list[str]]]]:
    """Return the header with its line, and the records that are not blank with theirs."""

    def known(header: list[str]) -> int:
        if isinstance(names, Names):
            return names.count(header)
        return sum(plain_name(field) in names for field in header)

    rows = csv_file(path, known)
    if not rows:
        raise UnusableInput(f"{path}: the file is empty; it needs a header row")
    line, header = rows[0]
    if hidden := next(filter(None, map(hidden_character, header)), ""):
        raise UnusableInput(f"{path}, row {line}: {hidden.replace('it holds', 'the header holds')}")
    return line, header, rows[1:]
