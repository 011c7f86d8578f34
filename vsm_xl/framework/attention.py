"""Criteria of the attention list: dated and cited, as an edition holds them."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.framework.edition import current
from vsm_xl.frozen import Frozen

if TYPE_CHECKING:
    from datetime import date

_DATA: Final = Path(__file__).parent / "data"
_FIELDS: Final = {"code", "key", "title", "because", "settles", "from", "source", "section"}
_OPTIONAL: Final = {"figure", "step", "to"}


class Criterion(Frozen):
    """A criterion by which pay is listed for attention.

    Attributes:
        code: Its code, which never changes.
        key: Its short name.
        title: What is listed.
        because: Why that stands out.
        settles: What would settle an entry.
        first_day: The first day of decisions that it applies to.
        last_day: The last day, None while it lasts.
        figure: Name of the dated figure that it compares with, empty for none.
        step: The size of a change that counts, None where it has none.
        source: Code of the document that it rests on.
        section: The place in that document.
    """

    code: str
    key: str
    title: str
    because: str
    settles: str
    first_day: date
    last_day: date | None
    figure: str
    step: Decimal | None
    source: str
    section: str


@cache
def criteria() -> tuple[Criterion, ...]:
    """Return the criteria of the current edition, by code.

    >>> [criterion.code for criterion in criteria()][:2]
    ['A01', 'A02']
    """
    path = _DATA / current().name / "criteria" / "attention.toml"
    with path.open("rb") as file:
        records = tomllib.load(file)["criterion"]
    return tuple(_criterion(record) for record in records)


def _criterion(record: dict[str, Any]) -> Criterion:
    unknown, missing = set(record) - _FIELDS - _OPTIONAL, _FIELDS - set(record)
    if unknown or missing:
        raise ValueError(f"criterion {record.get('code')}: {sorted(unknown | missing)}")
    return Criterion(
        record["code"],
        record["key"],
        record["title"],
        record["because"],
        record["settles"],
        record["from"],
        record.get("to"),
        record.get("figure", ""),
        Decimal(record["step"]) if "step" in record else None,
        record["source"],
        record["section"],
    )
