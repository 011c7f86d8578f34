"""Makes the range table of an annex of pay ranges, as people have it.

What was understood is kept in words beside the table, so that a person can hold it against the
annex: where each edge of a group was put, which day was read, what was left aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.annex_days import days_in_force
from vsm_xl.annual_return.filling.annex_layout import find_ranges
from vsm_xl.annual_return.filling.annex_words import pattern
from vsm_xl.dates import day_in_words
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current
from vsm_xl.framework.ranges import COLUMNS, RangeTable, RangeTableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from vsm_xl.annual_return.filling.annex_grid import AnnexSheet, FoundTable
    from vsm_xl.annual_return.filling.annex_words import GroupSize
    from vsm_xl.framework.kinds_and_roles import OrgKind
    from vsm_xl.framework.range_rows import RangeStatus

#: What a table may not exceed to be taken for yearly pay, and what it reaches: it finds a unit
#: that no one stated (£000), and a column of something else.
_LEAST, _MOST = Decimal(20_000), Decimal(900_000)
#: A gap between two groups of at most this share of the edge is how people write edges: £399.9m
#: and £400m, 999,999 and 1,000,000.
_STEP: Final = Decimal("0.015")
_HUNDREDTH: Final = Decimal("0.01")
_DRAFT: Final = pattern(
    r"\b(?:illustrative|draft|made[ -]up|invented|example|fictitious|not official)\b"
)


@dataclass(frozen=True)
class Asked:
    """What the person who imports has said; what is None is looked for in the annex."""

    starts: date | None = None
    ends: date | None = None
    kind: OrgKind | None = None
    status: RangeStatus | None = None
    scheme: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Annex:
    """A table made of an annex, and how it was understood.

    Attributes:
        rows: the table with its header, as cells.
        table: the table, checked.
        understood: what was read and decided, in words.
        notes: what the annex says beside its table.
    """

    rows: list[list[object]]
    table: RangeTable
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def read_annex(sheets: Sequence[AnnexSheet], name: str, origin: str, asked: Asked) -> Annex:
    """Make a range table of the sheets of an annex.

    Args:
        sheets: as grids.
        name: what messages call the file.
        origin: the file, its day of import and fingerprint, for the source of each row.
        asked: what was said beside the file.

    Raises:
        UnusableInput: with one line for each thing that is not understood, by cell.
    """
    layout = find_ranges(sheets, asked.kind)
    if not layout.ranges and not layout.problems:
        raise UnusableInput(
            f"{name}: no table of pay ranges is found. An annex has amounts under headers such as "
            "Minimum and Operational maximum, with roles and size groups beside or above them; a "
            f"plain table has the columns {', '.join(COLUMNS)}."
        )
    problems = [f"{name}, {problem}" for problem in layout.problems]
    problems += [f"{name}, {problem}" for found in layout.ranges for problem in _incomplete(found)]
    understood = list(layout.understood)
    understood += [f"It is read like the rest: {one}" for sheet in sheets for one in sheet.hidden]
    texts = [value for sheet in sheets for value in sheet.cells.values() if isinstance(value, str)]
    starts, ends, uncertain = days_in_force(texts, (asked.starts, asked.ends), name, understood)
    problems += uncertain
    if problems:
        raise UnusableInput(problems)
    status = asked.status or ("illustrative" if any(map(_DRAFT.search, texts)) else "official")
    understood.append(f"The status is {status}; use --status for another.")
    scheme = asked.scheme or f"Pay ranges from {day_in_words(starts) if starts else ''}"
    rows: list[list[object]] = [list(COLUMNS)]
    for found in _with_edges(layout.ranges, understood):
        source = f"{origin}; sheet {found.sheet}"
        rows.append(_row(found, (scheme, source, status), starts, ends))
    try:
        table = RangeTable.from_cells(rows)
    except RangeTableError as fault:
        raise UnusableInput(
            [f"{name}: the table that was read does not fit together:"]
            + [f"    {_named(rows, problem.row)}: {problem.text}" for problem in fault.problems]
        ) from None
    if layout.unused:
        understood.append(f"Numbers that belong to no range: {'; '.join(layout.unused[:10])}.")
    return Annex(rows, table, tuple(understood), tuple(layout.notes))


def _named(rows: list[list[object]], number: int) -> str:
    row = rows[number - 1] if number <= len(rows) else rows[0]
    return ", ".join(str(row[COLUMNS.index(column)]) for column in ("org_kind", "role", "group"))


def _incomplete(found: FoundTable) -> Iterator[str]:
    who = f"{found.role}, {found.group}"
    if found.kind is None:
        yield f"{who}: neither Provider nor ICB is named; add --kind"
    if found.size is None and re.search(r"[0-9].*(?:[0-9]{2}|£|[mk]\b|million)|£", found.group):
        where = next((where for _, where in found.points.values()), found.sheet)
        yield (
            f"{where}: the size group {found.group!r} is not understood; write it as £200m to £500m, "
            "under £200m, or £500m or more"
        )
    elif found.size is not None:
        yield from _too_small(found)
    for point in ("minimum", "operational_maximum"):
        if found.points.get(point, (None, ""))[0] is None:
            yield f"{who}: no {point.replace('_', ' ')} is found"
    for name, (amount, where) in found.points.items():
        if amount is not None and not _LEAST <= amount <= _MOST:
            yield (
                f"{where}: £{amount:,f} as {name.replace('_', ' ')} of {who} is not a yearly salary; where "
                "amounts are in thousands, the header must say £000"
            )


def _too_small(found: FoundTable) -> Iterator[str]:
    """Refuse edges that no organisation lies below: a unit that no header states."""
    floor = "size.icb_floor" if found.kind == "ICB" else "size.provider_floor"
    least = current().dated(floor)[-1].number
    edges = [
        edge for edge in (found.size and found.size.low, found.size and found.size.high) if edge
    ]
    for edge in edges:
        if edge < least:
            measure = "a population" if found.kind == "ICB" else "a turnover"
            where = next((where for _, where in found.points.values()), found.sheet)
            yield (
                f"{where}: {_shown(edge)} as the edge of the group {found.group!r} is too small for {measure}; "
                "state the unit with the number or in the header, such as £200m, £m, 1.5 million"
            )


def _with_edges(ranges: Sequence[FoundTable], understood: list[str]) -> Iterator[FoundTable]:
    """Settle where one size group ends and the next begins, role by role."""
    together: defaultdict[tuple[str | None, str], list[FoundTable]] = defaultdict(list)
    for found in ranges:
        together[found.kind, found.role].append(found)
    for same in together.values():
        sized = [found for found in same if found.size is not None]
        sized.sort(key=_edges)
        sizes = [found.size for found in sized if found.size is not None]
        for at in range(len(sizes) - 1):
            sizes[at], sizes[at + 1], said = _joined(sizes[at], sizes[at + 1])
            if said and said not in understood:
                understood.append(said)
        changed = {id(found): size for found, size in zip(sized, sizes, strict=True)}
        for found in same:
            yield replace(found, size=changed.get(id(found)))


def _edges(found: FoundTable) -> tuple[Decimal, Decimal]:
    low, high = (found.size.low, found.size.high) if found.size else (None, None)
    return low or Decimal(0), high or Decimal("Infinity")


def _joined(one: GroupSize, other: GroupSize) -> tuple[GroupSize, GroupSize, str]:
    """Let two neighbouring groups meet, and state where they do."""
    if one.high is None:
        return one, other, ""
    edge, said = one.high, ""
    if other.low is None:
        said = f"The groups up to {_shown(edge)} and up to {_shown(other.high)} meet at {_shown(edge)}."
    elif other.low == edge:
        if other.excludes_low and not one.excludes_high:
            # Half-open ranges: exactly the edge belongs below, a penny more above.
            edge += _HUNDREDTH
            said = f"Exactly {_shown(one.high)} counts in the lower group, as worded."
        else:
            said = f"Exactly {_shown(edge)} counts in the upper group."
    elif edge < other.low <= edge * (1 + _STEP):
        said = (
            f"Between {_shown(edge)} and {_shown(other.low)} the annex has no group; the lower group is "
            f"taken to go up to {_shown(other.low)}."
        )
        edge = other.low
    else:
        return one, other, ""
    return replace(one, high=edge), replace(other, low=edge), said


def _shown(edge: Decimal | None) -> str:
    return f"{edge.normalize():,f}" if edge is not None else "no limit"


def _row(
    found: FoundTable, said: tuple[str, str, str], starts: date | None, ends: date | None
) -> list[object]:
    scheme, source, status = said
    size = found.size
    low = high = None
    if size is not None:
        low, high = size.low or Decimal(0), size.high
    points = {name: amount for name, (amount, _) in found.points.items()}
    values: dict[str, object] = {
        "scheme": scheme, "org_kind": found.kind, "group": found.group, "size_from": low,
        "size_to": high, "role": found.role, "minimum": points["minimum"],
        "operational_maximum": points["operational_maximum"],
        "exception_maximum": points.get("exception_maximum"), "effective_from": starts,
        "effective_to": ends, "source": source, "status": status,
    }  # fmt: skip
    return [values[column] for column in COLUMNS]
