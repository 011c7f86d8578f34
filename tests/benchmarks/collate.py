"""How long a collation takes beside the fastest reader of the same files, as ratios in one run.

``python tests/benchmarks/collate.py [RETURNS | FOLDER]`` simulates so many returns (250 unless given),
or takes those of a folder, reads every cell of them with python-calamine, collates and reports them,
and collates them again with nothing new.  Each is timed in turn, several times; medians are printed.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
DAY = date(2026, 7, 15)


class Taken(NamedTuple):
    """Seconds by the clock, and seconds of all processors."""

    wall: float
    cpu: float


def processors() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work: Callable[[], object]) -> Taken:
    began, cpu = time.perf_counter(), processors()
    work()
    return Taken(time.perf_counter() - began, processors() - cpu)


def median(taken: list[Taken]) -> Taken:
    return Taken(*(statistics.median(values) for values in zip(*taken, strict=True)))


def line(what: str, taken: Taken, base: Taken) -> str:
    return (
        f"  {what:34}{taken.wall:8.2f} s {taken.wall / base.wall:6.2f} times  "
        f"{taken.cpu:8.2f} s of processors {taken.cpu / base.cpu:6.2f} times\n"
    )


def read_everything(folder: Path) -> int:
    # Loaded here: only whoever measures has it.
    import python_calamine  # noqa: PLC0415

    cells = 0
    for path in folder.glob("*.xlsx"):
        try:
            book = python_calamine.CalamineWorkbook.from_path(str(path))
        except python_calamine.CalamineError:
            continue
        for name in book.sheet_names:
            cells += sum(len(row) for row in book.get_sheet_by_name(name).to_python())
    return cells


def main() -> None:
    # Loaded here: each process that reads would load it as well.
    from vsm_xl.national.collate import collate  # noqa: PLC0415
    from vsm_xl.national.publish import write_report  # noqa: PLC0415
    from vsm_xl.national.simulate import simulate  # noqa: PLC0415
    from vsm_xl.national.simulate_files import write_all  # noqa: PLC0415

    given = sys.argv[1] if len(sys.argv) > 1 else "250"
    work = Path(tempfile.mkdtemp())
    try:
        returns, folder, page = work / "r", work / "c", work / "report.html"
        if given.isdigit():
            write_all(simulate(int(given), 1), returns, lambda _: None)
        else:
            returns = Path(given)
        count = len(list(returns.glob("*.xlsx")))
        reading, collating, again = [], [], []
        for _ in range(ROUNDS):
            shutil.rmtree(folder, ignore_errors=True)
            reading.append(timed(lambda: read_everything(returns)))

            def whole() -> None:
                collate([returns], folder, DAY, lambda _: None)
                write_report(folder, page, None, None, replace=True)

            collating.append(timed(whole))
            again.append(timed(lambda: collate([returns], folder, DAY, lambda _: None)))
        read, whole_run, second = median(reading), median(collating), median(again)
        say = sys.stdout.write
        say(f"{count} returns, medians of {ROUNDS} rounds, {os.cpu_count()} processors\n")
        say(line("python-calamine reads every cell", read, read))
        say(line("collate and report", whole_run, read))
        say(line("collate again (of the first run)", second, whole_run))
        own, child = (
            resource.getrusage(who).ru_maxrss / 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        say(
            f"  page {page.stat().st_size / 1e6:.2f} MB; memory at most {own:.0f} MiB here, "
            f"{child:.0f} MiB in a process that reads\n"
        )
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
