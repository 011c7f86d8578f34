"""How long a collation takes beside the fastest reader of the same files, as ratios in one run.

``python tests/benchmarks/collate.py [RETURNS]`` simulates so many returns (250 unless given), reads
every cell of them with python-calamine, collates and reports them, and collates them again with
nothing new.  Each is timed in turn, several times; medians are printed.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.national.collate import collate
from vsm_xl.national.publish import write_report
from vsm_xl.national.simulate import simulate
from vsm_xl.national.simulate_files import write_all

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
DAY = date(2026, 7, 15)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    work = Path(tempfile.mkdtemp())
    try:
        returns, folder, page = work / "r", work / "c", work / "report.html"
        write_all(simulate(count, 1), returns, lambda _: None)
        reading, collating, again = [], [], []
        for _ in range(ROUNDS):
            shutil.rmtree(folder, ignore_errors=True)
            reading.append(timed(lambda: read_everything(returns)))

            def whole() -> None:
                collate([returns], folder, DAY, lambda _: None)
                write_report(folder, page, None, None, replace=True)

            collating.append(timed(whole))
            again.append(timed(lambda: collate([returns], folder, DAY, lambda _: None)))
        read, whole_run, second = map(statistics.median, (reading, collating, again))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{count} returns, medians of {ROUNDS} rounds" + "\n")
        sys.stdout.write(f"  python-calamine reads every cell  {read:8.2f} s" + "\n")
        sys.stdout.write(
            f"  collate and report                {whole_run:8.2f} s   {whole_run / read:6.2f} times"
            "\n"
        )
        sys.stdout.write(
            f"  collate again, nothing new        {second:8.2f} s   {second / whole_run:6.1%}\n"
        )
        sys.stdout.write(
            f"  page {page.stat().st_size / 1e6:.2f} MB; memory of the collating process {peak:.0f} MiB"
            "\n"
        )
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
