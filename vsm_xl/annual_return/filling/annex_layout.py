"""Finds the pay ranges in a sheet laid out for people: blocks, merged headers, words, footnotes.

Every amount is placed by the headers that belong to it: to its left in the same row, above it in
the same column, or in the heading of its block.  An amount whose headers are not found, and a
cell under a header of amounts that is not an amount, are refused by cell; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.filling import annex_words as words
from vsm_xl.annual_return.filling.annex_grid import (
    GROUP_HEADER,
    KIND_HEADER,
    ROLE_HEADER,
    AnnexLayout,
    AnnexSheet,
    FoundTable,
    as_text,
    bare,
    is_header,
    is_sentence,
    size_label,
)
from vsm_xl.annual_return.filling.annex_roles import read_kind, read_role
from vsm_xl.framework.kinds_and_roles import plain, role_named
from vsm_xl.ooxml.references import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from vsm_xl.annual_return.filling.annex_words import GroupSize, Point
    from vsm_xl.framework.kinds_and_roles import OrgKind

#: A note has more words than a label.
_LABEL_WORDS: Final = 3
#: From here on an amount is a turnover or a population.
_NO_PAY: Final = 900_000


def find_ranges(sheets: Sequence[AnnexSheet], kind: OrgKind | None = None) -> AnnexLayout:
    """Find the pay ranges in some sheets.

    Args:
        sheets: as grids.
        kind: the kind of organisation, where no sheet says it.
    """
    layout = AnnexLayout()
    for sheet in sheets:
        _Reader(sheet, kind, layout).read()
    return layout


def has_amounts(sheets: Sequence[AnnexSheet]) -> bool:
    """Return whether any sheet has an amount under or beside a header of amounts."""
    return any(_Reader(sheet, None, AnnexLayout()).found_any for sheet in sheets)


def _is_both_ends(value: object) -> bool:
    """Return whether a cell holds both ends of a range in pounds, which needs no header to say so."""
    if not isinstance(value, str) or "£" not in value:
        return False
    amount = words.read_amount(value, 0)
    return amount is not None and amount.high is not None and amount.high < _NO_PAY


class _Reader:
    def __init__(self, sheet: AnnexSheet, kind: OrgKind | None, layout: AnnexLayout) -> None:
        self._sheet = sheet
        self._cells = sheet.cells
        self._kind = kind or read_kind(sheet.title)
        self._layout = layout
        self._found: dict[tuple[str, str, str], FoundTable] = {}
        self._rows: defaultdict[int, dict[int, Any]] = defaultdict(dict)
        for (row, column), value in sheet.cells.items():
            self._rows[row][column] = value
        self._plain_rows = {
            row
            for (row, _), value in sheet.cells.items()
            if (amount := words.read_amount(value, 0)) and (amount.high or amount.low) < _NO_PAY
        }
        self._points = {
            at: point
            for at, value in sheet.cells.items()
            if isinstance(value, str) and (point := words.read_point(value)) is not None
        }
        self._groups, self._roles, self._kinds = self._labels()
        self._amounts = {
            at: amount
            for at, value in sheet.cells.items()
            if at not in self._groups and at not in self._points and at not in self._roles
            and (amount := words.read_amount(value, 0)) is not None
        }  # fmt: skip
        self._amount_rows = {row for row, column in self._amounts if self._point((row, column))}

    @property
    def found_any(self) -> bool:
        """Whether the sheet has an amount with a header."""
        return bool(self._amount_rows)

    def read(self) -> None:
        if not self._amount_rows:
            return
        for row in sorted(self._amount_rows):
            for column in sorted(self._rows[row]):
                self._place((row, column))
        self._layout.ranges += self._found.values()
        for (row, _), value in sorted(self._cells.items()):
            text = value if isinstance(value, str) else ""
            said = f"{self._sheet.title}: {words.without_mark(text)}"
            if (
                row not in self._amount_rows
                and len(text.split()) > _LABEL_WORDS
                and said not in self._layout.notes
            ):
                self._layout.notes.append(said)

    def _labels(self) -> tuple[dict[Any, Any], dict[Any, str], dict[Any, OrgKind]]:
        groups: dict[tuple[int, int], tuple[str, GroupSize | None]] = {}
        roles: dict[tuple[int, int], str] = {}
        kinds: dict[tuple[int, int], OrgKind] = {}
        for (row, column), value in sorted(self._cells.items()):
            header = self._column_header(row, column)
            text = as_text(value)
            if self._is_pay((row, column), value) or is_header(text):
                continue
            if text and header == "group" and not words.read_point(text):
                scale = self._scale((row, column), of_size=True)
                found = words.read_group(text, scale) or (words.without_mark(text), None)
                groups[row, column] = found
            elif not isinstance(value, str) or (row, column) in self._points:
                continue
            elif header == "role" and not is_sentence(text):
                roles[row, column] = words.without_mark(text)
            elif (
                group := words.read_group(text, self._scale((row, column), of_size=True))
            ) is not None:
                if group[1] is not None or self._beside_amounts(row, column):
                    groups[row, column] = group
            elif (role := read_role(text)) is not None:
                roles[row, column] = role
            if (
                isinstance(value, str)
                and (kind := read_kind(text)) is not None
                and not is_sentence(text)
            ):
                kinds[row, column] = kind
        return groups, roles, kinds

    def _is_pay(self, at: tuple[int, int], value: object) -> bool:
        """Return whether a cell under a header of amounts holds one, or a range of two."""
        if self._point(at) in (None, "size_from", "size_to", "ignored"):
            return False
        amount = words.read_amount(value, 0)
        return amount is not None and (amount.high or amount.low) < _NO_PAY

    def _column_header(self, row: int, column: int) -> str:
        """Return what a column is a list of, where a header above states so: role, group, kind."""
        others = (value for other, value in self._rows[row].items() if other > column)
        if not any(words.read_amount(value, 0) for value in others):
            return ""
        for above in range(row - 1, 0, -1):
            value = self._cells.get((above, column))
            if not isinstance(value, str):
                continue
            name = bare(value)
            for label, pattern in (
                ("role", ROLE_HEADER),
                ("kind", KIND_HEADER),
                ("group", GROUP_HEADER),
            ):
                if pattern.fullmatch(name):
                    return label
        return ""

    def _beside_amounts(self, row: int, column: int) -> bool:
        """Return whether a bare label (A, 1) stands where a group is named."""
        right = any(
            isinstance(value, int | float) or words.read_amount(value, 0)
            for other, value in self._rows[row].items()
            if other > column
        )
        below = any((row + step, column) in self._points for step in (1, 2))
        return (
            right
            or below
            or any(words.read_amount(self._cells.get((row + step, column)), 0) for step in (1, 2))
        )

    def _place(self, at: tuple[int, int]) -> None:
        """Put one cell of a row of amounts into its range."""
        value = self._cells[at]
        point = None if at in self._groups or at in self._roles else self._point(at)
        if at in self._points or point in ("ignored", "size_from", "size_to"):
            return
        if point is None:
            if at in self._amounts:
                self._layout.unused.append(f"{self._where(at)}: {value}")
            return
        amount = words.read_amount(value, self._scale(at))
        if amount is None and not (isinstance(value, str) and words.is_none(value)):
            self._refuse(
                at,
                f"{as_text(value)[:60]!r} is under {point.replace('_', ' ')} "
                "and is not an amount; write the amount, or n/a where there is none",
            )
            return
        found = self._range(at)
        if found is None:
            return
        for name, number in self._values(point, amount, at):
            self._enter(found, name, number, at)

    def _values(
        self, point: Point, amount: words.Amounts | None, at: tuple[int, int]
    ) -> Iterator[tuple[str, Decimal | None]]:
        point = self._settled(point)
        low, high = amount if amount is not None else (None, None)
        if point == "range":
            if high is None and amount is not None:
                self._refuse(at, "a range has two amounts, and there is one")
                return
            yield "minimum", low
            yield "operational_maximum", high
        elif point == "exception_range":
            yield "exception_maximum", high if high is not None else low
        elif high is not None:
            self._refuse(at, f"two amounts are under {point.replace('_', ' ')}")
        else:
            yield point, low

    def _settled(self, point: Point) -> Point:
        """Return what a bare maximum is: the operational one, or the exception beside one."""
        if point != "top":
            return point
        if "operational_maximum" in set(self._points.values()):
            taken: Point = "exception_maximum"
            said = "A maximum beside an operational maximum is read as the exception maximum."
        else:
            taken = "operational_maximum"
            said = "A maximum without further words is read as the operational maximum."
        if said not in self._layout.understood:
            self._layout.understood.append(said)
        return taken

    def _enter(
        self, found: FoundTable, name: str, number: Decimal | None, at: tuple[int, int]
    ) -> None:
        before = found.points.get(name)
        if before is not None and before[0] != number:
            self._refuse(
                at,
                f"the {name.replace('_', ' ')} of {found.role}, {found.group}, is "
                f"already in {before[1]} with another amount",
            )
        found.points.setdefault(name, (number, self._where(at)))

    def _range(self, at: tuple[int, int]) -> FoundTable | None:
        role = self._nearest(at, self._roles)
        group = self._nearest(at, self._groups)
        if role is None:
            self._refuse(at, "no role is found to the left of it, above it or in a heading")
            return None
        label, size = group or ("", None)
        low, high = (self._edge(at, point) for point in ("size_from", "size_to"))
        if size is None and (low is not None or high is not None):
            size = words.GroupSize(low or None, high)
            label = label or size_label(size)
        if not label:
            self._refuse(at, "no size group is found to the left of it or above it")
            return None
        kind = self._nearest(at, self._kinds) or self._kind or self._kind_by_size(at)
        name = role_named(words.without_mark(role))
        key = (kind or "", plain(name), plain(label))
        if key not in self._found:
            self._found[key] = FoundTable(kind, name, label, size, self._sheet.title)
        return self._found[key]

    def _kind_by_size(self, at: tuple[int, int]) -> OrgKind | None:
        """Return the kind that the measure of size belongs to: turnover or population."""
        above = [
            value
            for (row, _), value in self._cells.items()
            if isinstance(value, str) and row <= at[0]
        ]
        turnover = any(re.search(r"turnover|income", text, re.IGNORECASE) for text in above)
        population = any(re.search(r"population", text, re.IGNORECASE) for text in above)
        if turnover == population:
            return None
        return "Provider" if turnover else "ICB"

    def _edge(self, at: tuple[int, int], point: Point) -> Decimal | None:
        row = at[0]
        for column, value in self._rows[row].items():
            if self._point((row, column)) == point:
                scale = self._scale((row, column), of_size=True)
                if (edge := words.read_edge(value, scale)) is not None:
                    return edge
        return None

    def _point(self, at: tuple[int, int]) -> Point | None:
        row, column = at
        if at in self._points:
            return None
        for left in range(column - 1, 0, -1):
            point = self._points.get((row, left))
            if point is not None and point not in ("size_from", "size_to"):
                return point
        for above in range(row - 1, 0, -1):
            if (above, column) in self._points and above not in self._plain_rows:
                return self._points[above, column]
        if not self._points and _is_both_ends(self._cells.get(at)):
            return "range"
        return None

    def _nearest(self, at: tuple[int, int], labels: Mapping[tuple[int, int], Any]) -> Any:
        """Find the label of an amount: in its row, in its column, or in the heading of its block."""
        row, column = at
        for left in range(column - 1, 0, -1):
            label = self._down(row, left, labels)
            if label is not None:
                return label
        for above in range(row - 1, 0, -1):
            label = labels.get((above, column)) or self._spanning(above, column, labels)
            if label is not None:
                return label
        for above in range(row - 1, 0, -1):
            if above in self._amount_rows:
                continue
            there = {
                str(labels[above, other]): labels[above, other]
                for other in self._rows[above]
                if (above, other) in labels
            }
            if len(there) == 1:
                return next(iter(there.values()))
        return read_role(self._sheet.title) if labels is self._roles else None

    def _down(self, row: int, column: int, labels: Mapping[tuple[int, int], Any]) -> Any:
        """Return the label in a column left of an amount, which may stand some rows above."""
        for above in range(row, 0, -1):
            if (above, column) in labels:
                return labels[above, column]
            if as_text(self._cells.get((above, column))) or above not in self._amount_rows:
                return None
        return None

    def _spanning(self, row: int, column: int, labels: Mapping[tuple[int, int], Any]) -> Any:
        """Return the header left of an empty cell in a row of several headers (CSV has no merging)."""
        if row in self._amount_rows or as_text(self._cells.get((row, column))):
            return None
        here = [other for other in self._rows[row] if (row, other) in labels]
        if len(here) < 2:  # noqa: PLR2004 - a single one is the heading of a block
            return None
        before = [other for other in here if other < column]
        if not before:
            return None
        between = range(max(before) + 1, column)
        if any(as_text(self._cells.get((row, other))) for other in between):
            return None
        return labels[row, max(before)]

    def _scale(self, at: tuple[int, int], *, of_size: bool = False) -> int:
        """Return the unit that the headers above a cell state: 3 for £000; 6 for sizes in £m."""
        wanted: Callable[[int | None], bool] = (
            (lambda scale: scale is not None) if of_size else (lambda scale: scale == 3)  # noqa: PLR2004
        )
        row, column = at
        own = [(above, column) for above in range(row - 1, 0, -1)]
        if not of_size:
            own = [(row, left) for left in range(column - 1, 0, -1)] + own
        for place in own:
            value = self._cells.get(place)
            if isinstance(value, str) and wanted(scale := words.scale_of(value)):
                return scale or 0
        if of_size:
            return 0
        for above in range(row - 1, 0, -1):
            for value in self._rows.get(above, {}).values():
                if isinstance(value, str) and wanted(words.scale_of(value)):
                    return 3
        return 0

    def _refuse(self, at: tuple[int, int], words: str) -> None:
        self._layout.problems.append(f"{self._where(at)}: {words}")

    def _where(self, at: tuple[int, int]) -> str:
        return f"{self._sheet.title}!{reference(*at)}"
