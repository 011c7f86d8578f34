"""The organisations that are known: code, name, region, segment and income, as published.

The file in ``data/`` joins two publications: the league table of the NHS Oversight Framework
(quarter 3 of 2025/26) and the operating income of acute trusts in 2024/25.  What neither holds is
empty; integrated care boards are in neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from vsm_xl.csv_reader import csv_dicts

#: The publication that the carried file rests on, as reports cite it.
PUBLICATION: Final = (
    "NHS England, segmentation and league tables, quarter 3 of 2025/26; "
    "Trust Accounts Consolidation 2024/25"
)
_FILE: Final = Path(__file__).parent / "data" / "organisations-2025-26.csv"
_THOUSAND: Final = 1_000


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as published.

    Attributes:
        code: Its code in the Organisation Data Service.
        name: Its name.
        kind: ``Provider`` or ``ICB``.
        type: Such as ``Acute trust``; empty where unknown.
        subtype: Such as ``Acute - Large``; empty where unknown.
        region: The NHS region; empty where unknown.
        segment: The published segment, 1 to 4, or None.
        income: Operating income of the year in pounds, or None.
        invented: Whether it exists in simulations only.
    """

    code: str
    name: str
    kind: str
    type: str = ""
    subtype: str = ""
    region: str = ""
    segment: int | None = None
    income: int | None = None
    invented: bool = False


@cache
def known_organisations() -> dict[str, Organisation]:
    """Return the organisations by code.

    >>> known_organisations()["RR8"].name
    'Leeds Teaching Hospitals NHS Trust'
    """
    return {
        row["code"]: Organisation(
            row["code"],
            row["name"],
            row["kind"],
            row["type"],
            row["subtype"],
            row["region"],
            int(row["segment"]) if row["segment"] else None,
            int(row["operating_income_thousands"]) * _THOUSAND
            if row["operating_income_thousands"]
            else None,
        )
        for row in csv_dicts(_FILE.read_text(encoding="utf-8"))
    }


def named_as_published(code: str | None, name: str | None) -> bool:
    """Return whether an organisation has the name that is published for its code.

    >>> named_as_published("RR8", "Leeds Teaching Hospitals NHS trust"), named_as_published("RR8", "X")
    (True, False)
    """
    known = known_organisations().get(code or "")
    return known is not None and _plain(known.name) == _plain(name or "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]+", " ", name.lower().replace("&", "and")).strip()
