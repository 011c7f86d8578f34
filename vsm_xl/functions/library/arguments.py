"""The arguments that several functions share, each declared once."""

from __future__ import annotations

from typing import Final

from vsm_xl.framework import edition
from vsm_xl.framework.kinds_and_roles import KIND_NAMES, ORG_KINDS, ROLE_NAMES
from vsm_xl.functions.registry import Arg
from vsm_xl.functions.types.base import Amount
from vsm_xl.functions.types.choices import Choice, Day, Name, PayYear, Segment, Switch
from vsm_xl.functions.types.numbers import AwardPercent, FullTimeEquivalent
from vsm_xl.functions.types.tables import PolicyRows, Ranges, Size

AMOUNT: Final = Amount()
DAY: Final = Day()
SWITCH: Final = Switch()
PAY_YEAR: Final = PayYear()
ORG_KIND: Final = Choice(ORG_KINDS, KIND_NAMES)
ROLE: Final = Name("a role of the range table, such as Chief executive", ROLE_NAMES)

pay_year: Final = Arg(
    "pay_year", PAY_YEAR, "Pay year such as 2025/26, or any date in it (1 April to 31 March)."
)
org_kind: Final = Arg("org_kind", ORG_KIND, "Provider (trust, foundation trust) or ICB.")
segment: Final = Arg(
    "segment",
    Segment(),
    "Segment in force, 1 to 5, or Not segmented; give the answer of VSM_SEGMENT.",
    required=False,
)
exempt: Final = Arg(
    "exempt",
    SWITCH,
    "TRUE where the committee has recorded the framework's exemption for a leader newly appointed to turn the organisation around.",
    default=lambda: False,
)
policy: Final = Arg(
    "policy",
    PolicyRows(),
    "Local policy: two columns, name and value; leave out where nothing is settled locally.",
    default=lambda: None,
)
percent_given: Final = Arg(
    "percent",
    AwardPercent(),
    "What the committee gives if less than the national award: 2% or 0.02; none for no award.",
    default=lambda: None,
)
role: Final = Arg(
    "role", ROLE, "Role as the range table names it, such as Chief executive (CEO is understood)."
)
size: Final = Arg(
    "size",
    Size(),
    "Yearly turnover in pounds (Provider), weighted population (ICB), or the label of a size group.",
    checked_with="org_kind",
)
day: Final = Arg(
    "date",
    DAY,
    "Date on which the figures are to be in force; left out, the date of the data edition.",
    default=lambda: edition.current().date,
)
ranges: Final = Arg(
    "ranges",
    Ranges(),
    "Range table with its header row; left out, the tables of the data edition (today only superseded ones).",
    default=lambda: None,
)
fte: Final = Arg(
    "fte",
    FullTimeEquivalent(),
    "Full-time equivalent, above 0 and at most 1; left out, full time.",
    default=lambda: (1, 1),
)


def salary(text: str = "Basic salary in pounds a year.") -> Arg:
    """Return the key argument of most functions."""
    return Arg("salary", AMOUNT, text, key=True)
