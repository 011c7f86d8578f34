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

if TYPE_CHECKING:
    from vsm_xl.national.blocks import Section
    from vsm_xl.national.chapters.base import Chapters


def chapters(data: Chapters) -> tuple[Section, ...]:
    """Return the chapters of a pay year."""
    return tuple(
        part.chapter(data)
        for part in (awards, rewards, salaries, departures, benchmarks, movements, ratios)
    )
