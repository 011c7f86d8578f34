"""The figures of the framework that an output rests on, each a link to where it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.description import Line, Table, values_table
from vsm_xl.annual_return.template.field_types import ANY, FRACTION, WHOLE_POUNDS

if TYPE_CHECKING:
    from vsm_xl.annual_return.template.field_types import FieldType

#: By key: label, kind, unit, and the name of the figure's value in Parameters.
_FIGURES: Final[dict[str, tuple[str, FieldType, str, str]]] = {
    "award": ("National award", FRACTION, "%", "vsm_award_rate"),
    "bonus": ("Bonus, at most", FRACTION, "%", "vsm_bonus_limit"),
    "premium": ("Premium, at most", FRACTION, "%", "vsm_premium_max"),
    "threshold": (
        "Providers: approval above",
        WHOLE_POUNDS,
        "£ per year",
        "vsm_provider_threshold",
    ),
    "national": ("Approval by", ANY, "text", "vsm_national_body"),
    "band": ("Width of a band", WHOLE_POUNDS, "£", "vsm_band_width"),
    "pension_band": ("Width, pension benefits", WHOLE_POUNDS, "£", "vsm_pension_band_width"),
    "expenses": ("Expenses rounded to", WHOLE_POUNDS, "£", "vsm_expenses_rounding"),
}


def rests_on(key: str, name: str, figures: tuple[str, ...], *, beside: bool = False) -> Table:
    """Return a table of figures; each label leads to its row of Parameters.

    There stand its status, document, paragraph and link.

    Args:
        key: of the table.
        name: of the table in the workbook.
        figures: keys of the figures shown.
        beside: whether it stands to the right of the table before it.
    """
    lines = []
    for one in figures:
        label, kind, unit, value = _FIGURES[one]
        meaning = f"{label}: figure of the framework on the effective date, as in Parameters."
        formula = f'=IF(vsm_date="","",{value})'
        lines.append(Line(f"figure_{one}", label, kind, unit, "", formula, meaning=meaning))
    table = values_table(key, name, tuple(lines), "Figures it rests on", item_header="Figure")
    return replace(table, beside=beside)
