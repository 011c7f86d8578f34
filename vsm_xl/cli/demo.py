"""The demonstration: an annual return on published figures, from blank template to results."""
# ruff: noqa: D301 - \b keeps lines of help apart

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.annual_return.reading.results import Results
from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import make_folder, not_existing
from vsm_xl.cli import output, printed_return
from vsm_xl.cli.options import Replace, out
from vsm_xl.examples import demo
from vsm_xl.ooxml import write_file

COMMANDS = typer.Typer()


@COMMANDS.command("demo")
def run(
    folder: Annotated[Path, out("DIR", "The folder for the files; made.")] = Path(),
    *,
    replace: Replace = False,
) -> None:
    """Make an annual return from published figures of a real trust, and show it.

    Writes the workbook and the three CSV files that it was filled from.

    \b
    Example:
      vsm-xl demo --out example
    """
    inputs = demo.input_files()
    workbook = folder / demo.WORKBOOK
    make_folder(folder)
    for name in (*inputs, demo.WORKBOOK):
        not_existing(folder / name, replace=replace)
    with output.progress(4) as step:
        step("Writing the inputs")
        for name, text in inputs.items():
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
        made.save(workbook, replace=replace)
    _show(made.results)
    _outstanding(made.results)
    for group in demo.provenance():
        source = f" [{group.source}]" if group.source else ""
        output.line(f"{group.status}: {group.what}.{source}")
    output.line()
    output.line(f"Open next: {workbook}, from its sheet Cover. Or type:")
    output.line(f"  vsm-xl check {_quoted(workbook)}")


def _show(says: Results) -> None:
    about = says.organisation
    output.line(
        f"{about['organisation']} ({about['ods_code']}), pay year {about['pay_year']}, "
        f"segment {output.shown(about['league_segment'])}, turnover £{output.shown(about['size'])}"
    )
    output.line()
    printed_return.decisions(says)
    published = demo.published_median_ratio()
    output.line(
        f"Median pay ratio {output.money(says.fair_pay['ratio_median'])}; the trust itself published "
        f"{published}."
    )
    output.line()


def _outstanding(says: Results) -> None:
    output.line(printed_return.master(says))
    waiting = []
    for check in says.outstanding:
        if check.result != "Fail":
            waiting.append(check.code)
            continue
        rightly = " It fails, and rightly: no return may rest on invented ranges."
        output.line(
            f"  {check.code}  Fail: {check.what}.{rightly if 'illustrative' in check.what else ''}"
        )
    # Of what is merely not entered the codes are enough here.
    output.line(f"  Not complete, because no answers are invented here: {', '.join(waiting)}.")
    output.line()


def _quoted(path: Path) -> str:
    """Write a path as the shell of this machine takes it."""
    return (
        subprocess.list2cmdline([str(path)]) if sys.platform == "win32" else shlex.quote(str(path))
    )
