"""The chapters of the national report, one file each, in the order of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.national.chapters import (
    awards,
    benchmarks,
    departures,
    movements,
    ratios,
    rewards,
    salaries,
)
from vsm_xl.national.chapters.base import Chapters

if TYPE_CHECKING:
    from vsm_xl.national.blocks import Section
    from vsm_xl.national.store import Store


def chapters(store: Store, pay_year: str, least: int) -> tuple[Section, ...]:
    """Return the chapters of a pay year.

    Args:
        store: the collation.
        pay_year: such as ``2025/26``.
        least: the smallest group that is shown.
    """
    data = Chapters(store, pay_year, least)
    return tuple(
        part.chapter(data)
        for part in (awards, rewards, salaries, departures, benchmarks, movements, ratios)
    )
