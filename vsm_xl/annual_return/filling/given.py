"""What a return is filled with: entries, or the files that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vsm_xl.annual_return.filling import csv_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vsm_xl.annual_return.reading.entries import Entry

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
    return Given(
        **{
            key: _READERS[key](Path(source)) if isinstance(source, str | Path) else source
            for key, source in sources.items()
        }
    )


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
