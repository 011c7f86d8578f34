"""What must hold between the rows of a range table.

On any day there is one scheme for a kind of organisation and role, and within it the sizes
follow each other without overlap and without gap, and no group label appears twice.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from vsm_xl.framework.kinds_and_roles import plain
from vsm_xl.framework.range_rows import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vsm_xl.framework.range_rows import RangeRow


class _Clash(NamedTuple):
    """Two rows that cannot both hold: what the one does to the other, and the remedy."""

    one: RangeRow
    other: RangeRow
    column: str
    what: str
    remedy: str


def contradictions(rows: Iterable[RangeRow]) -> list[RowProblem]:
    """Return what is wrong between rows, once for each two of them, in the order of the rows.

    The fault is shown at the later of the two and names the other.
    """
    together: defaultdict[tuple[str, str], list[RangeRow]] = defaultdict(list)
    for row in rows:
        together[row.org_kind, plain(row.role)].append(row)
    found: dict[tuple[int, int], RowProblem] = {}
    for same_role in together.values():
        for in_force, day in _moments(same_role):
            for one, other, column, what, remedy in _clashes(in_force):
                earlier, later = sorted((one.number, other.number))
                text = f"{what} row {earlier} on {day}; {remedy}"
                found.setdefault((later, earlier), RowProblem(later, column, text))
    return [found[key] for key in sorted(found)]


def _moments(rows: Sequence[RangeRow]) -> Iterator[tuple[list[RangeRow], date]]:
    """Return every different set of rows in force, with the first day on which it is."""
    days = {row.effective_from for row in rows}
    days |= {
        row.effective_to + timedelta(days=1)
        for row in rows
        if row.effective_to is not None and row.effective_to < date.max
    }
    for day in sorted(days):
        in_force = [row for row in rows if row.in_force(day)]
        if len(in_force) > 1:
            yield in_force, day


def _clashes(rows: Sequence[RangeRow]) -> Iterator[_Clash]:
    """Compare the rows of one kind and role that are in force on one day."""
    for row in rows[1:]:
        if plain(row.scheme) != plain(rows[0].scheme):
            yield _Clash(
                rows[0],
                row,
                "scheme",
                "it is a second scheme for the same organisations and role beside that of",
                "keep one of them, or let one end before the other begins",
            )
            # Two schemes side by side overlap in every other way too: once is enough.
            return
    labels: dict[str, RangeRow] = {}
    for row in rows:
        first = labels.setdefault(plain(row.group), row)
        if first is not row:
            yield _Clash(
                first,
                row,
                "group",
                f"{row.group!r} is already the group label, for the same role, of",
                "give each group its own label, or let one range end before the other begins",
            )
    yield from _size_clashes(sorted((row for row in rows if row.size_from is not None), key=_size))


def _size_clashes(rows: Iterable[RangeRow]) -> Iterator[_Clash]:
    widest: RangeRow | None = None
    for row in rows:
        if widest is not None:
            what = "the sizes of the range overlap those of"
            if widest.size_to is not None and widest.size_to < _size(row):
                what = "there is a gap: no range holds for the sizes between it and"
            if widest.size_to != _size(row):
                remedy = "let size_to of the smaller group be size_from of the larger"
                yield _Clash(widest, row, "size_from", what, remedy)
        if widest is None or (
            widest.size_to is not None and (row.size_to is None or row.size_to > widest.size_to)
        ):
            widest = row


def _size(row: RangeRow) -> int:
    return row.size_from or 0
