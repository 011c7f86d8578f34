"""The speed of recalculation: both engines, more people, more files.

    python tests/benchmarks/recalc.py [--json FILE] [--libreoffice] [--files N ...]

Everything goes from a file's bytes to a file's bytes, or is the command as people type it.
Baselines are measured in the same run, in turn: the engine alone on as many formulas of its own
functions, and LibreOffice's own conversion of the same file.  Seconds are those of the processor, of
all processes together; of LibreOffice, which is kept running, those of the clock.
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
import processor  # type: ignore[import-not-found,unused-ignore]
from rich.console import Console
from rich.table import Table

from vsm_xl.annual_return.build.workbook import build_template
from vsm_xl.annual_return.filling.fill import fill
from vsm_xl.libreoffice import installations
from vsm_xl.ooxml import Package
from vsm_xl.recalc import EngineName, recalculate
from vsm_xl.recalc.calc.office import warm

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
SIZES = (5, 60, 500)
MANY = 60
TARGETS = {5: "", 60: "at most 20 times", 500: "at most 15 times"}
CORES = 2
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


def clock(work: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of the clock, after one round to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def ended(typed: list[str]) -> None:
    """Run a command to its end; 1 is a return whose checks do not all pass."""
    code = subprocess.run(typed, capture_output=True, check=False).returncode
    assert code in {0, 1}, code


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


def of_its_own_functions(formulas: int) -> bytes:
    """A workbook with as many formulas of the engine's own functions."""
    workbook: Any = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, formulas + 1):
        sheet.cell(row, 1, 100_000.0 + row)
        sheet.cell(row, 2, f'=IF(A{row}="","",ROUND(A{row}*0.0325*100,0)/100)')
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def built_in(formulas: int) -> Callable[[], object]:
    """The engine alone, from bytes to values."""
    data = of_its_own_functions(formulas)

    def work() -> None:
        book = formualizer.load_workbook_bytes(data)
        book.evaluate_all()
        for row in range(1, formulas + 1):
            book.get_value("Sheet", row, 2)

    return work


def command(package: Package, folder: Path) -> Callable[[], object]:
    """The command as people type it, from a file to a file, its start included."""
    source = folder / "typed.xlsx"
    source.write_bytes(package.to_bytes())
    typed = [
        sys.executable,
        "-m",
        "vsm_xl",
        "recalc",
        str(source),
        "-o",
        str(folder / "to.xlsx"),
        "--replace",
    ]
    return lambda: ended(typed)


_ALONE = """
import sys, formualizer
book = formualizer.load_workbook_bytes(open(sys.argv[1], "rb").read())
book.evaluate_all()
open(sys.argv[1] + ".out", "wb").write(book.to_xlsx_bytes())
"""


def command_alone(formulas: int, folder: Path) -> Callable[[], object]:
    """The engine alone in a program of its own, from a file to a file."""
    source = folder / "alone.xlsx"
    source.write_bytes(of_its_own_functions(formulas))
    typed = [sys.executable, "-c", _ALONE, str(source)]
    return lambda: subprocess.run(typed, capture_output=True, check=True)


def converted(package: Package, folder: Path) -> Callable[[], object]:
    """LibreOffice alone: the same file converted by a program that has to start."""
    source = folder / "source.xlsx"
    source.write_bytes(package.to_bytes())
    command = [
        str(installations.find().program), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--convert-to", "ods", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    return lambda: subprocess.run(command, capture_output=True, check=True)


def many(files: int, engine: str, folder: Path) -> float:
    """Processor seconds of ``vsm-xl recalc`` for many returns of 60 people."""
    names = []
    for at in range(files):
        names.append(folder / f"{at}.xlsx")
        names[-1].write_bytes(filled(MANY).to_bytes())
    command = [
        sys.executable, "-m", "vsm_xl", "recalc", *map(str, names),
        "-o", str(folder / engine), "--engine", engine,
    ]  # fmt: skip
    spent: float = processor.seconds(lambda: ended(command))
    return spent


def recalculated(package: Package, engine: EngineName) -> Callable[[], object]:
    """From a file's bytes to those of the result; a package remembers what was read of it."""
    data = package.to_bytes()

    def work() -> None:
        recalculate(Package.from_bytes(data, package.name), engine=engine).package.to_bytes()

    return work


def embedded(folder: Path) -> list[Figure]:
    """How the embedded engine's time grows with people."""
    found = []
    for people in SIZES:
        package = filled(people)
        count = formulas_of(package)
        ours, alone = processor.medians(
            recalculated(package, "embedded"), built_in(count), rounds=ROUNDS
        )
        found.append(
            Figure(f"embedded, {people} people, {count:,} formulas", ours, alone, TARGETS[people])
        )
        ours, alone = processor.medians(
            command(package, folder), command_alone(count, folder), rounds=3
        )
        target = "at most 10 times" if people == MANY else ""
        found.append(Figure(f"vsm-xl recalc, {people} people", ours, alone, target))
    return found


def of_libreoffice(folder: Path) -> list[Figure]:
    """How LibreOffice's time grows with people."""
    found = []
    for people in SIZES:
        package = filled(people)
        seconds = clock(recalculated(package, "libreoffice"), 3)
        alone = clock(converted(package, folder), 3)
        found.append(Figure(f"LibreOffice, {people} people", seconds, alone, ""))
    warm().close()
    return found


def many_files(files: int, engine: str, folder: Path) -> Figure:
    """How many returns a second one run does."""
    seconds = many(files, engine, folder)
    words = f"{engine}, {files} files of {MANY} people in one run"
    rate = f"{CORES * files / seconds:.1f} a second on {CORES} cores; at least 6"
    return Figure(words, seconds, None, rate)


def figures(*, libreoffice: bool, files: list[int]) -> list[Figure]:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = embedded(folder)
        for number in files:
            found.append(many_files(number, "embedded", folder))
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            found.append(Figure(f"… largest process so far, MiB: {peak:,.0f}", 0.0, None, ""))
        if libreoffice:
            found += of_libreoffice(folder)
    return found


def main() -> None:
    """Measure, and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--libreoffice", action="store_true")
    parser.add_argument("--files", type=int, nargs="*", default=[10, 40])
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
