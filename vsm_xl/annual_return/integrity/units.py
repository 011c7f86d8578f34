"""Finds amounts in the wrong unit: millions or thousands where pounds or people are asked for.

No figure is needed for that: a slip of a unit is a factor of a thousand or a million, and the
return holds amounts to compare with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.annual_return.reading.entries import Entry
    from vsm_xl.annual_return.reading.inputs import Inputs
    from vsm_xl.annual_return.template.layout import Layout, Place

#: No one is paid a hundredth of the lowest pay range: such an amount is in thousands.
_FAR_BELOW: Final = 100
_SIZES: Final = "sizes are entered in pounds or people, not in thousands or millions"
_SALARIES: Final = "enter the pay of a full year in pounds, not in thousands"
_HIGHEST: Final = "enter pounds such as 281000, or a band in thousands such as 280-285"


class UnitDoubt(NamedTuple):
    """An entry that cannot be right beside the others.

    Attributes:
        place: the table it stands in.
        key: the key of its line or column.
        at: its row in the table, from 0; None for a line.
        words: what is wrong, and what to enter.
    """

    place: Place
    key: str
    at: int | None
    words: str

    @property
    def ref(self) -> str:
        """The cell it stands in."""
        if self.at is None:
            return self.place.line_cell(self.key)
        return self.place.cell(self.key, self.at)


def implausible(layout: Layout, inputs: Inputs) -> list[UnitDoubt]:
    """Find the amounts that must be in another unit.

    Args:
        layout: the layout of the return.
        inputs: its entries, with the row of each.
    """
    return [
        *_size(layout, inputs),
        *_range_sizes(layout, inputs),
        *_salaries(layout, inputs),
        *_highest_paid(layout, inputs),
    ]


_Found: TypeAlias = "Iterator[UnitDoubt]"


def _number(entry: Entry) -> float | None:
    return float(entry) if isinstance(entry, int | float) else None


def _size(layout: Layout, inputs: Inputs) -> _Found:
    """A turnover pays for the managers; a population is larger than a salary in pounds."""
    size = _number(inputs.lines.get("size"))
    salaries = [_number(row.get("salary")) or 0 for row in inputs.rows.get("people", [])]
    if size is not None and size < max(salaries, default=0):
        asked = (
            "the weighted population is entered in people, not in thousands or millions"
            if inputs.lines.get("kind") == "ICB"
            else "turnover is entered in pounds, not in millions or thousands"
        )
        words = f"the size {size:,.15g} is less than one salary in People; {asked}. Type the whole number"
        yield UnitDoubt(layout.places["organisation"], "size", None, words)


def _range_sizes(layout: Layout, inputs: Inputs) -> _Found:
    place = layout.places["ranges"]
    for at, row in _filled(place, inputs):
        lowest = _number(row.get("minimum"))
        for key in ("size_from", "size_to"):
            edge = _number(row.get(key))
            if lowest is not None and edge and edge < lowest:
                words = (
                    f"the size {edge:,.15g} is less than a salary; {_SIZES}. Type the whole number"
                )
                yield UnitDoubt(place, key, at, words)


def _salaries(layout: Layout, inputs: Inputs) -> _Found:
    lowest = min(
        (low for row in inputs.rows.get("ranges", []) if (low := _number(row.get("minimum")))),
        default=0,
    )
    place = layout.places["people"]
    for at, row in _filled(place, inputs):
        salary = _number(row.get("salary"))
        if salary and salary * _FAR_BELOW < lowest:
            words = f"the salary {salary:,.15g} is far below every pay range; {_SALARIES}"
            yield UnitDoubt(place, "salary", at, words)


def _highest_paid(layout: Layout, inputs: Inputs) -> _Found:
    place = layout.places["staff_pay"]
    for suffix in ("", "_last_year"):
        highest = _number(inputs.lines.get(f"highest_paid{suffix}"))
        median = _number(inputs.lines.get(f"median{suffix}"))
        if highest is not None and median is not None and highest < median:
            words = f"the amount {highest:,.15g} is less than the median of staff pay; {_HIGHEST}"
            yield UnitDoubt(place, f"highest_paid{suffix}", None, words)


def _filled(place: Place, inputs: Inputs) -> Iterator[tuple[int, dict[str, Entry]]]:
    """Return the filled rows of a table with their place in the sheet, from 0."""
    yield from zip(inputs.places[place.table.key], inputs.rows[place.table.key], strict=True)
