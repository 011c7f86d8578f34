"""What a received file may take of the computer: processor seconds and memory, in proportion to its size."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

#: Processor seconds that a file may take, and how many more for each megabyte of it: a return of five
#: people has 90 kB and takes half a second, one of 500 people 630 kB and six seconds, or nine if filled.
SECONDS: Final = 1.5
SECONDS_FOR_MEGABYTE: Final = 25.0
#: Likewise where a workbook is built after a file has been read: three seconds, or 25.
SECONDS_WITH_BUILDING: Final = 8.0
SECONDS_FOR_MEGABYTE_WITH_BUILDING: Final = 60.0
#: Bytes of memory of any file, and of a large one: a return of five people takes 80 MB, or 150 MB where
#: a workbook is built; one of 500 people 290 MB, or 430 MB.
MEMORY: Final = 380 * 2**20
MEMORY_OF_LARGE: Final = 150 * 2**20
MEMORY_FOR_BYTE: Final = 430
MEMORY_FOR_BYTE_WITH_BUILDING: Final = 650
#: What a program holds of which the limit above already takes account.
PROGRAM: Final = 100 * 2**20
#: Another number of processor seconds, for a computer on which a good file takes longer.
SETTING: Final = "VSM_XL_SECONDS"
#: What a loop of a hundred thousand steps took on the computer that the seconds were measured on.
_LOOP: Final = 0.0045


class Limits(NamedTuple):
    """What one file may take: processor seconds, bytes of memory."""

    seconds: float
    memory: int


def limits_for(size: int, *, building: bool = False) -> Limits:
    """Return what files of so many bytes may take.

    >>> limits_for(100_000).seconds, limits_for(600_000).memory // 2**20
    (4.0, 396)
    """
    seconds = SECONDS + SECONDS_FOR_MEGABYTE * size / 1e6
    if building:
        seconds = SECONDS_WITH_BUILDING + SECONDS_FOR_MEGABYTE_WITH_BUILDING * size / 1e6
    with suppress(ValueError):
        seconds = max(seconds, float(os.environ.get(SETTING, "0")))
    each = MEMORY_FOR_BYTE_WITH_BUILDING if building else MEMORY_FOR_BYTE
    return Limits(round(seconds, 1), max(MEMORY, MEMORY_OF_LARGE + each * size))


def allowed(size: int, *, building: bool = False) -> Limits:
    """Return what a fork of this process may take for files of so many bytes.

    What this process holds already is shared by its fork and counted again there: a notebook or a
    test program of half a gigabyte must not make every file too large.
    """
    limits = limits_for(size, building=building)
    own = usage(os.getpid())
    shared = max(0, own.memory - PROGRAM) if own is not None else 0
    return limits._replace(memory=limits.memory + shared)


def too_much(used: Limits | None, limits: Limits, before: float = 0.0) -> str:
    """Return what is to be said of a process that has taken too much; empty where it has not.

    Args:
        used: what it has taken so far; None where that is not known.
        limits: what it may take.
        before: the seconds that it took for answers that it has given.
    """
    if used is None:
        return ""
    if used.memory > limits.memory:
        return too_much_memory(limits)
    seconds = used.seconds - before
    # How fast this computer is, is found out only where it matters.
    if seconds > limits.seconds and seconds > limits.seconds * _slowness():
        return (
            f"reading and computing it took more than {limits.seconds * _slowness():.0f} seconds of work, "
            "far more than a return of this size; it was stopped and nothing was written. Copy what "
            f"matters into a new template, or set the environment variable {SETTING} to more seconds."
        )
    return ""


def too_much_memory(limits: Limits) -> str:
    """Return what is to be said of a process that has taken too much memory."""
    return (
        f"reading and computing it took more than {limits.memory // 2**20:,} MB of memory, far more "
        "than a return of this size, or more than there is; it was stopped and nothing was written. "
        "Copy what matters into a new template."
    )


_found_slowness: list[float] = []


def _slowness() -> float:
    """Return how many times slower this computer is than the one that the limits were set on."""
    if not _found_slowness:
        times = []
        for _ in range(5):
            start = time.process_time()
            sum(at * at for at in range(100_000))
            times.append(time.process_time() - start)
        _found_slowness.append(max(1.0, min(times) / _LOOP))
    return _found_slowness[0]


def usage(pid: int) -> Limits | None:
    """Return what a process has taken so far; None where the system does not say.

    >>> used = usage(os.getpid())
    >>> used is None or used.memory > 2**20
    True
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        pages = os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return None
    # Of proc(5): utime and stime are fields 14 and 15, rss is 24; the first here is field 3.
    return Limits((int(fields[11]) + int(fields[12])) / ticks, int(fields[21]) * pages)
