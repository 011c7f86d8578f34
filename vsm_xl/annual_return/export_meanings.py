"""Meaning and unit of every exported value, in words.

The workbook explains its inputs and Decisions beside the cells.  Elsewhere a value that repeats
another has its meaning, a sum says of what; the rest stands in ``export_words``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.export.lineage import Spot, functions_in, line_of
from vsm_xl.annual_return.export.meanings import MEANINGS
from vsm_xl.annual_return.template.field_types import (
    CHOICE,
    COUNT,
    DATE,
    EARLIER_RATIO,
    FRACTION,
    HEADCOUNT,
    MIXED_CHOICE,
    MONEY,
    PAY_RATIO,
    RATIO_OF_PAY,
    UNITS,
    WHOLE_POUNDS,
    WTE,
)  # fmt: skip
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from vsm_xl.annual_return.export.lineage import Origins
    from vsm_xl.annual_return.template.description import Column, Line
    from vsm_xl.annual_return.template.field_types import Kind

#: Units that neither a header nor the kind of the cells tells.
_UNITS: Final = {
    ("pay_range", "entered"): "£ or people",
    ("pay_range", "pay"): "£ or people",
    ("pay_range", "last_pay"): "£ or people",
    ("case", "rise"): "£ per year",
    ("positions", "salary"): "£ per year",
    ("positions", "new_salary"): "£ per year",
    ("positions", "increase"): "£ per year",
    ("positions", "operational_maximum"): "£ per year",
    ("positions", "exception_maximum"): "£ per year",
    ("positions", "threshold"): "£ per year",
    ("positions", "above"): "£ per year",
    ("positions", "part_above"): "£ per year",
    ("positions", "line"): "£ per year",
    ("positions", "maximum_below"): "£ per year",
    ("positions", "midpoint_below"): "£ per year",
    ("positions", "minimum_below"): "£ per year",
    ("costs", "cost"): "£ per year",
    ("case", "cost"): "£ per year",
    ("ratios", "p25"): "ratio",
    ("ratios", "median"): "ratio",
    ("ratios", "p75"): "ratio",
    ("ratios", "year"): "pay year",
}
_UNIT_OF: Final[dict[Kind, str]] = {
    MONEY: "£", WHOLE_POUNDS: "£", FRACTION: "%", DATE: "date", WTE: "WTE", COUNT: "number",
    HEADCOUNT: "number", RATIO_OF_PAY: "ratio", PAY_RATIO: "ratio", EARLIER_RATIO: "ratio", CHOICE: "list",
    MIXED_CHOICE: "list",
}  # fmt: skip
_IN_HEADER: Final = re.compile(r"\(([£%][^),]*)[^)]*\)")
#: Guidance that begins with a function's name, which needs its purpose to be understood.
_BY_FUNCTION: Final = re.compile(r"(VSM_\w+)\W\s*(.*)")
#: Tables whose guidance speaks of the columns beside it.
_OF_NEIGHBOURS: Final = ("decisions",)
_FROM: Final = re.compile(r"from \w+\.")


def meaning_of(origins: Origins, here: Spot, group: str) -> str:
    """Return what a value is, in words that stand alone.

    Args:
        origins: of the layout.
        here: the value.
        group: the name under which its table is exported.
    """
    described = _described(origins, here)
    guidance, formulas = described.guidance, origins.formulas(here)
    written = described.meaning or MEANINGS.get((group, here.key), "")
    guidance = "" if described.meaning else guidance
    if written and (not guidance or group in _OF_NEIGHBOURS):
        return written
    formula = formulas[0] if formulas else ""
    if (
        (not guidance or _FROM.fullmatch(guidance))
        and (origin := origins.repeated(formula, here))
        and _is_described(origins, origin)
    ):
        return meaning_of(origins, origin, origin.table)
    if total := origins.added_up(formula, here):
        return f"Sum of the column “{_name(_described(origins, total))}”, to the penny."
    if (match := _BY_FUNCTION.fullmatch(guidance)) and match[1] in FUNCTIONS:
        return f"{FUNCTIONS[match[1]].purpose} {_sentence(match[2])}".strip()
    if guidance:
        return _sentence(guidance)
    own = [name for name in functions_in(formula) if name in FUNCTIONS]
    return FUNCTIONS[own[0]].purpose if own else f"{_name(described)}."


def unit_of(origins: Origins, here: Spot, group: str) -> str:
    """Return the unit of a value: one of the workbook's."""
    described = _described(origins, here)
    if unit := _UNITS.get((group, here.key)) or described.unit:
        return unit
    if (match := _IN_HEADER.search(_name(described))) and match[1] in UNITS:
        return match[1]
    formulas = origins.formulas(here)
    origin = origins.repeated(formulas[0], here) if formulas else None
    if origin and _is_described(origins, origin):
        return unit_of(origins, origin, origin.table)
    return _UNIT_OF.get(described.kind, "text")


def _is_described(origins: Origins, spot: Spot) -> bool:
    table = origins.table(spot)
    return bool(line_of(table, spot.key)) if table.lines else True


def _described(origins: Origins, spot: Spot) -> Column | Line:
    table = origins.table(spot)
    return line_of(table, spot.key) or table.columns[table.index(spot.key)]


def _name(described: Column | Line) -> str:
    return getattr(described, "header", "") or getattr(described, "label", "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
