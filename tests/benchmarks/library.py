"""The speed of the function library, each figure beside a baseline measured in the same run.

    python tests/benchmarks/library.py [--json FILE] [--rows N]

Seconds are those of the processor, so that other work does not count; ours and the baseline are
measured in turn, as medians of several rounds.
"""

from __future__ import annotations

import argparse
import compileall
import json
import platform
import subprocess
import sys
import tracemalloc
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import processor  # type: ignore[import-not-found,unused-ignore]
from rich.console import Console
from rich.table import Table

import vsm_xl
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
ROWS = 1_048_576
STAFF = 1_500_000
DECISION = ("2025/26", "Provider")
LIMIT = 5_000_000.0
RANGES = [
    ["scheme", "org_kind", "group", "size_from", "size_to", "role", "minimum", "operational_maximum",
     "exception_maximum", "effective_from", "effective_to", "source", "status"],
    ["Made up", "Provider", "G", 0.0, None, "Chief executive", 150000.0, 250000.0, 280000.0,
     "2025-04-01", None, "benchmark", "illustrative"],
]  # fmt: skip


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    ours: str
    baseline: str
    ratio: float
    target: str


def column_call(rows: int) -> Figure:
    """One VSM_AWARD over a list of one-cell rows, as Excel hands a column over."""
    cells = [[pay] for pay in _salaries(rows).tolist()]

    def baseline() -> object:
        return np.round(np.array(cells) * 0.0325, 2).tolist()

    def ours() -> object:
        return vsm_xl.call("VSM_AWARD", cells, *DECISION, 3)

    return _ratio(f"VSM_AWARD, {rows:,} cells in and out", ours, baseline, "at most 5")


def whole_decision(rows: int) -> list[Figure]:
    """Eligible, award, new salary, position and approval over numpy columns."""
    pay = _salaries(rows)
    random = np.random.default_rng(2)
    segment, exempt = random.integers(1, 6, rows), random.random(rows) < 0.1
    where = ("Chief executive", "Provider", 5e8)

    def ours() -> object:
        eligible = vsm_xl.column("VSM_ELIGIBLE", *DECISION, segment, exempt)
        award = vsm_xl.column("VSM_AWARD", pay, *DECISION, segment, exempt)
        new = vsm_xl.column("VSM_NEW_SALARY", pay, *DECISION, segment, exempt)
        place = vsm_xl.column("VSM_POSITION", new.values, *where, "2025-06-01", RANGES)
        route = vsm_xl.column("VSM_APPROVAL", new.values, *where, 1.0, "2025-06-01", RANGES)
        return eligible, award, new, place, route

    def baseline() -> object:
        eligible = (segment != 5) | exempt
        pence = np.floor(pay * 100 + 0.5).astype(np.int64)
        award = np.where(eligible, (pence * 325 * 2 + 10000) // 20000, 0)
        new = pence + award
        place = 1 * (new >= 15000000) + (new > 25000000) + (new > 28000000)
        route = new > 17000000
        return eligible, award / 100, new / 100, place, route

    figure = _ratio(f"The whole decision, {rows:,} rows as arrays", ours, baseline, "at most 6")
    speed = rows / processor.medians(ours, rounds=ROUNDS)[0]
    return [
        figure,
        Figure(
            "… in rows a second",
            f"{speed:,.0f}",
            "5,000,000",
            LIMIT / speed,
            "at most 1, or the line above",
        ),
    ]


def single_calls() -> list[Figure]:
    """Every function with scalar arguments, one cell at a time."""
    salary, rate, penny = Decimal(150000), Decimal("0.0325"), Decimal("0.01")
    count = 2000

    def baseline() -> None:
        for _ in range(count):
            (salary * rate).quantize(penny, ROUND_HALF_UP)

    base = processor.medians(baseline, rounds=ROUNDS)[0] / count
    figures = []
    for name, function in FUNCTIONS.items():
        if not function.one_row:
            figures.append(_one_function(name, function.example, base, count))
    return sorted(figures, key=lambda figure: -figure.ratio)


def _one_function(name: str, example: tuple[Any, ...], base: float, count: int) -> Figure:
    key = FUNCTIONS[name].key
    amounts = [example] * count
    if key is not None and isinstance(example[key], int | float) and name != "VSM_SEGMENT":
        # Another amount in each call, so that remembering whole calls would not help.
        amounts = [
            (*example[:key], float(example[key]) + at, *example[key + 1 :]) for at in range(count)
        ]

    def ours() -> None:
        for arguments in amounts:
            vsm_xl.call(name, *arguments)

    each = processor.medians(ours, rounds=ROUNDS)[0] / count
    return Figure(
        f"{name}, one cell",
        f"{each * 1e6:.1f} µs",
        f"{base * 1e6:.2f} µs",
        each / base,
        "at most 60",
    )


def fair_pay() -> Figure:
    """VSM_FAIR_PAY against numpy's percentiles of the same three points."""
    staff = np.round(np.random.default_rng(3).lognormal(10.5, 0.4, STAFF), 2)
    return _ratio(
        f"VSM_FAIR_PAY, {STAFF:,} staff",
        lambda: vsm_xl.call("VSM_FAIR_PAY", staff, 282500),
        lambda: np.percentile(staff, [25, 50, 75]),
        "at most 3",
    )


def first_call() -> Figure:
    """Starting Python, importing us and calling once, against starting Python."""
    # An installed package is compiled; without this every start would compile it again.
    compileall.compile_dir(Path(vsm_xl.__file__).parent, quiet=1)

    def run(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    return _ratio(
        "import vsm_xl and a first call",
        run("import vsm_xl; vsm_xl.call('VSM_AWARD', 150000, '2025/26', 'Provider', 3)"),
        run("pass"),
        "at most 6",
    )


def command_call() -> Figure:
    """``vsm-xl call``, against importing the library that commands are made with."""

    def run(code: str) -> Callable[[], object]:
        return lambda: subprocess.run(
            [sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL
        )

    return _ratio(
        "vsm-xl call VSM_AWARD …",
        run(
            "import sys; from vsm_xl.cli import main; "
            "sys.exit(main(['call', 'VSM_AWARD', '150000', '2025/26', 'Provider', '3']))"
        ),
        run("import typer"),
        "at most 2.5",
    )


def memory(rows: int) -> list[Figure]:
    """The highest memory of the million-row call, in columns of float64."""
    pay = _salaries(rows)
    cells = [[value] for value in pay.tolist()]
    column = rows * 8
    figures = []
    for what, work in (
        (
            "Memory of the call, arrays in and out",
            lambda: vsm_xl.column("VSM_AWARD", pay, *DECISION, 3),
        ),
        (
            "Memory of the call, lists of rows in and out",
            lambda: vsm_xl.call("VSM_AWARD", cells, *DECISION, 3),
        ),
        ("… of these rows themselves", lambda: [[value] for value in pay.tolist()]),
    ):
        tracemalloc.start()
        kept = work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        del kept
        figures.append(
            Figure(
                what,
                f"{peak / 2**20:.0f} MiB",
                f"{column / 2**20:.0f} MiB",
                peak / column,
                "at most 12",
            )
        )
    return figures


def _salaries(rows: int) -> Any:
    return np.round(np.random.default_rng(1).uniform(90_000, 320_000, rows), 2)


def _ratio(
    what: str, ours: Callable[[], object], baseline: Callable[[], object], target: str
) -> Figure:
    theirs, mine = processor.medians(baseline, ours, rounds=ROUNDS)
    return Figure(what, f"{mine * 1e3:,.1f} ms", f"{theirs * 1e3:,.1f} ms", mine / theirs, target)


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    chosen = parser.parse_args()
    figures = [
        column_call(chosen.rows),
        *whole_decision(chosen.rows),
        fair_pay(),
        first_call(),
        command_call(),
        *memory(chosen.rows),
        *single_calls(),
    ]
    table = Table("What", "Ours", "Baseline", "Ratio", "Target", title="Function library")
    for figure in figures:
        table.add_row(
            figure.what, figure.ours, figure.baseline, f"{figure.ratio:.2f}", figure.target
        )
    Console(width=140).print(table)
    if chosen.json:
        machine = {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "machine": platform.machine(),
        }
        chosen.json.write_text(
            json.dumps(
                {"machine": machine, "figures": [figure._asdict() for figure in figures]}, indent=1
            )
        )


if __name__ == "__main__":
    main()
