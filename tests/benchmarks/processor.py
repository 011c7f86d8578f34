"""Processor time of this process and of those that it waited for: what other programs do is not in it."""

from __future__ import annotations

import resource
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds that a piece of work takes."""
    began = _spent()
    work()
    return _spent() - began


def medians(*works: Callable[[], object], rounds: int) -> list[float]:
    """Return the median seconds of each piece of work, done in turn, after one round to warm up."""
    for work in works:
        work()
    found = [[seconds(work) for work in works] for _ in range(rounds)]
    return [statistics.median(one) for one in zip(*found, strict=True)]


def _spent() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
