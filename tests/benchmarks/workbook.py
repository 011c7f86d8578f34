"""How long the annual return takes to recalculate, beside the engine's own time.

    python tests/benchmarks/workbook.py [--json FILE]

The baseline is the engine alone on as many formulas of Excel's own functions, loaded from the
same kind of file: what is above it is ours (reading the file, calling the functions, storing).
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import formualizer
from openpyxl import Workbook
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "annual_return"))

import sample_return as sample  # type: ignore[import-not-found,unused-ignore]

from vsm_xl.annual_return.build import build_template
from vsm_xl.annual_return.fill import fill
from vsm_xl.ooxml.package import Package
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
#: Posts, and within how many seconds their return is to be recalculated.
SIZES = ((60, 1.0), (500, 2.0))
_COLUMNS = 20


def filled(people: int) -> Package:
    """Give a return filled to the last row."""
    posts = [
        {**sample.PEOPLE[at % 3], "post": f"{sample.PEOPLE[at % 3]['post']} {at}"}
        for at in range(people)
    ]
    template = Package.from_bytes(build_template(people), "return.xlsx")
    return fill(template, sample.ORGANISATION, posts, sample.RANGES)


def of_excels_own(formulas: int) -> bytes:
    """Give a workbook with that many formulas of Excel's own functions."""
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in range(1, formulas // _COLUMNS + 2):
        sheet.cell(row, 1, row * 1000.5)
        for column in range(2, _COLUMNS + 2):
            sheet.cell(row, column, f'=IF($A{row}="","",ROUND($A{row}*{column}/100,0))')
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def engine_alone(data: bytes) -> None:
    """Load and compute a workbook, with nothing of ours."""
    formualizer.load_workbook_bytes(data).evaluate_all()


def median_time(work: Callable[[], object]) -> float:
    """Give the median seconds of some rounds, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure, show, and write the figures where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = []
    for people, target in SIZES:
        package = filled(people)
        formulas = sum(len(cells) for cells in recalculate(package).values.values())
        own = of_excels_own(formulas)
        ours = median_time(lambda package=package: recalculate(package))  # type: ignore[misc] # mypy knows no defaults of lambdas
        alone = median_time(lambda own=own: engine_alone(own))  # type: ignore[misc] # as above
        found.append(
            {"posts": people, "formulas": formulas, "seconds": ours, "engine_alone": alone,
             "ratio": ours / alone, "target": target, "bytes": len(package.to_bytes())}
        )  # fmt: skip
    table = Table("Posts", "Formulas", "Recalculated s", "Engine alone s", "Ratio", "Target s")
    for line in found:
        table.add_row(
            str(line["posts"]), f"{line['formulas']:,}", f"{line['seconds']:.2f}",
            f"{line['engine_alone']:.2f}", f"{line['ratio']:.1f}", f"{line['target']:.0f}",
        )  # fmt: skip
    Console().print(table)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
