"""The demonstration: an annual return on published figures, from blank template to results."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.returns import Return
from vsm_xl.cli import output, report
from vsm_xl.errors import UnusableInput
from vsm_xl.examples import demo
from vsm_xl.ooxml import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.annual_return.reading.results import Results

_TEMPLATE: Final = "vsm-annual-return.xlsx"


def run(folder: Path) -> None:
    """Make the return in a folder, and show what it says.

    Writes the workbook and, beside it, the three CSV files that it was filled from.

    Raises:
        UnusableInput: the folder cannot be made or written in.
    """
    _make(folder)
    workbook = folder / demo.WORKBOOK
    with output.progress(4) as step:
        step("Writing the inputs")
        for name, text in demo.input_files().items():
            write_file(folder / name, text.encode())
        step("Building the template, and filling it")
        made = Return.new().fill(
            folder / demo.ORGANISATION_CSV,
            folder / demo.PEOPLE_CSV,
            ranges=folder / demo.RANGES_CSV,
        )
        step("Recalculating")
        made.recalculate()
        step(f"Writing {workbook.name}")
        made.save(workbook, replace=True)
    _show(made.results)
    _provenance()
    _afterwards(folder)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UnusableInput(f"{folder} is a file. Give a folder for the files.") from None
    except OSError as problem:
        raise UnusableInput(
            f"The folder {folder} cannot be made: {problem.strerror or problem}."
        ) from None


def _show(says: Results) -> None:
    about = says.organisation
    output.line(
        f"{about['organisation']} ({about['ods_code']}), pay year {about['pay_year']}, "
        f"segment {output.shown(about['league_segment'])}, turnover £{output.shown(about['size'])}"
    )
    output.line()
    report.posts(says)
    output.line()
    report.fair_pay(says)
    output.line()
    report.checks(says)
    failing = [check for check in says.checks if check.result == "Fail"]
    for check in failing:
        output.line(
            f"Check {check.number} fails, and rightly: the range table of this demonstration is "
            "illustrative, and no return may rest on invented ranges."
            if "illustrative" in check.what
            else f"Check {check.number} fails: {check.what}."
        )
    output.line()


def _provenance() -> None:
    output.line("WHAT IS PUBLISHED, WHAT IS DERIVED, WHAT IS ILLUSTRATIVE")
    for group in demo.provenance():
        source = f" [{group.source}]" if group.source else ""
        output.line(f"{group.status}: {group.what}.{source}")
    output.line()


def _afterwards(folder: Path) -> None:
    output.line(f"Wrote {folder / demo.WORKBOOK}")
    output.line("and the files that it was filled from; to fill a return with them yourself:")
    organisation, people, ranges = (
        _quoted(folder / name) for name in (demo.ORGANISATION_CSV, demo.PEOPLE_CSV, demo.RANGES_CSV)
    )
    blank, mine = _quoted(folder / _TEMPLATE), _quoted(folder / "my-return.xlsx")
    output.line(f"  vsm-xl build template -o {blank}")
    output.line(
        f"  vsm-xl fill {blank} --organisation {organisation} --people {people} "
        f"--ranges {ranges} -o {mine}"
    )
    output.line(f"  vsm-xl check {mine}")


def _quoted(path: Path) -> str:
    """Write a path as the shell of this machine takes it."""
    return (
        subprocess.list2cmdline([str(path)]) if sys.platform == "win32" else shlex.quote(str(path))
    )
