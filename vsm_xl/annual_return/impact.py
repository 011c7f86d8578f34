"""What another edition of the data changes in a return: posts, totals, checks, by how much.

The inputs of the return are entered into a blank return of each edition, and both are
recalculated in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.filling.repair import new_return
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.editions import edition_named, packaged_as
from vsm_xl.annual_return.reading.identify import layout_of, workbook_names
from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.annual_return.reading.results import tables_of
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import using
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.annual_return.reading.results import Exported, Record
    from vsm_xl.annual_return.template.field_types import FieldType
    from vsm_xl.annual_return.template.layout import Layout
    from vsm_xl.framework.edition import Edition
    from vsm_xl.ooxml.package import Package

#: The tables that are compared, and the column that names a row.
_COMPARED: Final = {
    "decisions": "post",
    "return_facts": "",
    "return_counts": "",
    "return_totals": "",
    "fair_pay": "measure",
    "checks": "what",
}
#: What a reader of a post or a check looks for; every line of the other tables is that.
_MAIN: Final = {
    "decisions": frozenset(
        {"eligible", "award", "new_salary", "position", "approval", "is_case", "bonus", "premium",
         "award_cost", "departure", "reason"}
    ),
    "checks": frozenset({"result"}),
}  # fmt: skip
#: What states which software computed, not what was computed; and what repeats another column.
_ASIDE: Final = frozenset(
    {"software", "edition", "engine", "recalculated", "fingerprint", "number", "action", "tolerance",
     "row", "same"}
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One value that differs: where it stands, its label and kind, and what it was and is.

    ``main`` is True for what a reader looks for; what only follows from it is not.
    """

    table: str
    row: str
    label: str
    kind: FieldType
    main: bool
    before: Exported
    after: Exported

    @property
    def difference(self) -> float | None:
        """By how much a number changed; None where one of them is not a number."""
        if isinstance(self.before, bool) or isinstance(self.after, bool):
            return None
        if isinstance(self.before, int | float) and isinstance(self.after, int | float):
            return round(self.after - self.before, 6)
        return None


def impact(
    package: Package, old: Edition, new: Edition, others: Sequence[Edition] = ()
) -> list[Change]:
    """Return what differs between a return computed with one edition and with another.

    Args:
        package: the return.
        old: the one edition.
        new: the other.
        others: further editions by which the return may have been made.

    Raises:
        UnusableInput: the return cannot be read, or its inputs do not fit one of the editions.
    """
    inputs = _inputs(package, (old, new, *others))
    before, after = (_computed(package.name, inputs, edition) for edition in (old, new))
    return list(_changes(before, after))


def _inputs(package: Package, known: Sequence[Edition]) -> Inputs:
    """Read the inputs under the edition that the return names."""
    label = edition_named(package, workbook_names(package))
    named = next((one for one in known if one.label == label), None) or packaged_as(label)
    if label and named is None:
        raise UnusableInput(
            f"{package.name} is computed with data edition {label}, which is neither one of the two "
            "nor one of this software; compare from or to that edition."
        )
    with using(named or known[0]):
        check_structure(package)
        return read_inputs(package, layout_of(package))


@dataclass(frozen=True)
class _Result:
    layout: Layout
    tables: Mapping[str, Record | list[Record]]


def _computed(name: str, inputs: Inputs, edition: Edition) -> _Result:
    with using(edition):
        try:
            recalculated = recalculate(new_return(inputs, name))
        except UnusableInput as fault:
            words = f"{name} cannot be computed with data edition {edition.label}:"
            raise UnusableInput([f"{words} {problem}" for problem in fault.problems]) from None
        layout = layout_of(recalculated.source)
        return _Result(layout, tables_of(recalculated, layout))


def _changes(before: _Result, after: _Result) -> Iterator[Change]:
    for table, key in _COMPARED.items():
        labels = _labels(after.layout, table)
        for row, one, other in _pairs(before.tables.get(table), after.tables.get(table), key):
            for column, (label, kind) in labels.items():
                was, now = one.get(column), other.get(column)
                if column not in _ASIDE and was != now:
                    # A column without an entry is not known while the post is not, and then empty.
                    nothing = {was, now} <= {None, "", "#N/A"}
                    main = column in _MAIN.get(table, labels) and not nothing
                    yield Change(table, row, label, kind, main, was, now)


def _labels(layout: Layout, table: str) -> dict[str, tuple[str, FieldType]]:
    if table not in layout.places:
        return {}
    held = layout.places[table].table
    if held.lines:
        return {line.key: (line.label, line.kind) for line in held.lines}
    return {column.key: (column.header, column.kind) for column in held.columns}


def _pairs(
    before: Record | list[Record] | None, after: Record | list[Record] | None, key: str
) -> Iterator[tuple[str, Record, Record]]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield "", before, after
        return
    rows = [_by_name(side if isinstance(side, list) else [], key) for side in (before, after)]
    for name in {**rows[0], **rows[1]}:
        yield name[0], rows[0].get(name, {}), rows[1].get(name, {})


def _by_name(rows: list[Record], key: str) -> dict[tuple[str, int], Record]:
    """Return rows by the name in them, and a number where several share one."""
    found: dict[tuple[str, int], Record] = {}
    for row in rows:
        name, number = str(row.get(key)), 0
        while (name, number) in found:
            number += 1
        found[name, number] = row
    return found
