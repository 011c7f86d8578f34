"""The speed of recalculation: both engines, more people, more files.

    python tests/benchmarks/recalc.py [--json FILE] [--libreoffice] [--files N]

Baselines are measured in the same run: the engine alone on as many formulas of its own functions,
and LibreOffice's own conversion of the same file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import formualizer
import openpyxl
from rich.console import Console
from rich.table import Table

from vsm_xl.annual_return.build import build_template
from vsm_xl.annual_return.fill import fill
from vsm_xl.libreoffice import programs
from vsm_xl.libreoffice.office import warm
from vsm_xl.ooxml import Package
from vsm_xl.recalc import EngineName, recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
SIZES = (5, 60, 500)
TARGETS = {60: 1.0, 500: 2.0}
ORGANISATION: dict[str, Any] = {
    "ods_code": "RZZ", "organisation": "Example", "kind": "Provider", "pay_year": "2025/26",
    "date": dt.date(2025, 4, 1), "size": 600_000_000.0, "size_date": dt.date(2025, 4, 1),
    "league_segment": 3, "programme": "No",
}  # fmt: skip


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    seconds: float
    baseline: float | None
    target: str


def median_time(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median wall-clock seconds of several rounds, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@cache
def filled(people: int) -> Package:
    """A return in which every row for a person is used."""
    blank = Package.from_bytes(build_template(people), f"{people}.xlsx")
    persons = [
        {
            "post": f"Post {at}", "role": ("Chief executive", "Director")[at % 2],
            "decision": "Annual award only", "in_post_from": dt.date(2020, 1, 6),
            "salary": 120_000.0 + 137 * at, "salary_basis": "Payroll",
        }
        for at in range(people)
    ]  # fmt: skip
    return fill(blank, ORGANISATION, persons)


def formulas_of(package: Package) -> int:
    """Count the formulas."""
    return sum(map(len, recalculate(package).values.values()))


def built_in(formulas: int) -> Callable[[], object]:
    """The engine alone on as many formulas of its own functions, from bytes to values."""
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, formulas + 1):
        sheet.cell(row, 1, 100_000.0 + row)
        sheet.cell(row, 2, f'=IF(A{row}="","",ROUND(A{row}*0.0325*100,0)/100)')
    file = io.BytesIO()
    workbook.save(file)
    data = file.getvalue()

    def work() -> None:
        book = formualizer.load_workbook_bytes(data)
        book.evaluate_all()
        for row in range(1, formulas + 1):
            book.get_value("Sheet", row, 2)

    return work


def converted(package: Package, folder: Path) -> Callable[[], object]:
    """LibreOffice alone: the same file converted by a program that has to start."""
    source = folder / "source.xlsx"
    source.write_bytes(package.to_bytes())
    command = [
        str(programs.find().program), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--convert-to", "ods", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    return lambda: subprocess.run(command, capture_output=True, check=True)


def many(files: int, engine: str, folder: Path) -> float:
    """Seconds of ``vsm-xl recalc`` for many returns of 60 people."""
    names = []
    for at in range(files):
        names.append(folder / f"{at}.xlsx")
        names[-1].write_bytes(filled(60).to_bytes())
    command = [
        sys.executable, "-m", "vsm_xl", "recalc", *map(str, names),
        "-o", str(folder / engine), "--engine", engine,
    ]  # fmt: skip
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def recalculated(package: Package, engine: EngineName) -> Callable[[], object]:
    """The work that is timed."""
    return lambda: recalculate(package, engine=engine)


def figures(*, libreoffice: bool, files: int) -> list[Figure]:
    """Measure everything."""
    found = []
    for people in SIZES:
        package = filled(people)
        count = formulas_of(package)
        seconds = median_time(recalculated(package, "embedded"))
        target = f"under {TARGETS[people]:g} s" if people in TARGETS else ""
        found.append(
            Figure(
                f"embedded, {people} people, {count:,} formulas", seconds,
                median_time(built_in(count)), target,
            )
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds = many(files, "embedded", folder)
        found.append(
            Figure(
                f"embedded, {files} files of 60 people",
                seconds,
                None,
                f"{files / seconds:.1f} a second",
            )
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        found.append(Figure(f"… largest process, MiB: {peak:,.0f}", 0.0, None, ""))
        if libreoffice:
            for people in SIZES:
                package = filled(people)
                seconds = median_time(recalculated(package, "libreoffice"), 3)
                alone = median_time(converted(package, folder), 3)
                found.append(Figure(f"LibreOffice, {people} people", seconds, alone, ""))
            warm().close()
            some = max(2, files // 5)
            seconds = many(some, "libreoffice", folder)
            found.append(
                Figure(
                    f"LibreOffice, {some} files of 60 people",
                    seconds,
                    None,
                    f"{some / seconds:.1f} a second",
                )
            )
    return found


def main() -> None:
    """Measure, and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--libreoffice", action="store_true")
    parser.add_argument("--files", type=int, default=40)
    given = parser.parse_args()
    found = figures(libreoffice=given.libreoffice, files=given.files)
    table = Table(
        "What",
        "Seconds",
        "Baseline",
        "Ratio",
        "Target, or rate",
        title=f"Python {platform.python_version()}",
    )
    for one in found:
        baseline = "" if one.baseline is None else f"{one.baseline:.3f}"
        ratio = "" if one.baseline is None else f"{one.seconds / one.baseline:.1f}"
        table.add_row(one.what, f"{one.seconds:.3f}", baseline, ratio, one.target)
    Console(width=120).print(table)
    if given.json:
        given.json.write_text(
            json.dumps([one._asdict() for one in found], indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
