"""What a return is filled with: entries, or the files that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vsm_xl.annual_return.filling import csv_files
from vsm_xl.annual_return.filling.csv_files import Lines, Rows
from vsm_xl.annual_return.integrity.units import implausible
from vsm_xl.annual_return.messages import unusable
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vsm_xl.annual_return.integrity.units import UnitDoubt
    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.annual_return.template.layout import Layout

#: The entries of one line of a table by the key of its column.
Row: TypeAlias = "Mapping[str, Entry]"


@dataclass(frozen=True)
class Given:
    """Entries by key; what is None stays as it is in the return."""

    organisation: Row | None = None
    people: Sequence[Row] | None = None
    ranges: Sequence[Row] | None = None
    staff_pay: Sequence[float] | None = None
    earlier_ratios: Sequence[Row] | None = None


def read_given(**sources: Any) -> Given:
    """Read what a return is filled with.

    Args:
        sources: for each attribute of :class:`Given` the entries themselves, the path of a file
            that holds them, or None.

    Raises:
        UnusableInput: with one line for each fault.
    """
    read: dict[str, Any] = {}
    problems: list[str] = []
    for key, source in sources.items():
        read[key] = source
        if isinstance(source, str | Path):
            try:
                read[key] = _READERS[key](Path(source))
            except UnusableInput as unfit:
                # Whoever corrects one file wants to know of the others too.
                problems += unfit.problems
    if problems:
        raise unusable(problems)
    return Given(**read)


def check_plausible(file: str, given: Given, layout: Layout, inputs: Inputs) -> None:
    """Check amounts against each other, as reading a return does, before anything is written.

    Args:
        file: the return.
        given: what it was filled with; a fault is named by its file and row where it has one.
        layout: the layout of the return.
        inputs: its entries, filled.

    Raises:
        UnusableInput: with one line for each amount that must be in another unit.
    """
    problems = [
        f"{_where(file, given, found)}: {found.words}" for found in implausible(layout, inputs)
    ]
    if problems:
        raise unusable(problems)


def _where(file: str, given: Given, found: UnitDoubt) -> str:
    table = found.place.table.key
    source = (
        given.organisation if found.at is None else getattr(given, _GIVEN_AS.get(table, ""), None)
    )
    if isinstance(source, Lines) and found.key in source.rows:
        return f"{source.file}, row {source.rows[found.key]}, column value ({found.key})"
    if isinstance(source, Rows) and found.at is not None and found.at < len(source.rows):
        return f"{source.file}, row {source.rows[found.at]}, column {found.key}"
    if source is not None and found.at is not None:
        return f"{table}, row {found.at + 1}, {found.key}"
    if source is not None:
        return f"organisation, {found.key}"
    return f"{file}, sheet {found.place.sheet.title}, cell {found.ref}"


#: The attribute of :class:`Given` that fills a table, by the table's key.
_GIVEN_AS: Final = {
    "people": "people", "ranges": "ranges", "staff_list": "staff_pay", "earlier": "earlier_ratios",
}  # fmt: skip


def _ranges(path: Path) -> Sequence[Row]:
    # Loaded here, because most returns are filled without a new table.
    from vsm_xl.annual_return.filling.range_tables import read_range_file  # noqa: PLC0415

    return read_range_file(path, may_be_empty=True).entries


_READERS: Final[dict[str, Callable[[Path], Any]]] = {
    "organisation": csv_files.read_organisation_csv,
    "people": csv_files.read_people_csv,
    "ranges": _ranges,
    "staff_pay": csv_files.read_staff_pay_csv,
    "earlier_ratios": csv_files.read_earlier_ratios_csv,
}
