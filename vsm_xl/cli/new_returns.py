"""Commands that make a return of another one: next year's, a sound one, one for the other route."""
# ruff: noqa: D301 - \b keeps lines of help apart

from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import workbook_target
from vsm_xl.cli import lite, output, printed_return
from vsm_xl.cli.options import GOOD, NOT_PASSED, ROUTE, OneReturn, Replace, argument, end, out
from vsm_xl.cli.returns import write
from vsm_xl.excel.lite.convert import converted
from vsm_xl.excel.lite.parts import Route
from vsm_xl.framework.edition import current
from vsm_xl.ooxml.write import write_file

COMMANDS = typer.Typer()


@COMMANDS.command("roll-forward")
def roll_forward(
    file: Annotated[Path, argument("OLD", "This year's return (.xlsx).")],
    target: Annotated[Path, out("NEW", "Next year's return.")],
    route: Annotated[Route | None, ROUTE] = None,
    *,
    replace: Replace = False,
) -> None:
    """Begin the next year's return from this year's.

    Carries organisation, people in post, new salaries and last year's fair pay figures, and
    lists what has to be entered again.

    \b
    Example:
      vsm-xl roll-forward old-return.xlsx -o new-return.xlsx
    """
    workbook_target(target, (file,), replace=replace)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        old = lite.opened(file)
        step("Building the new return")
        new, rolled = old.roll_forward(target.name)
        lite.for_route(new, lite.route_of(old, route), target)
        # What stood under that name was asked about before anything was read.
        write(new, target, step, replace=True)
    output.line(f"Wrote {target}: the return for {rolled.pay_year}, begun from {file}.")
    if rolled.edition is not rolled.edition_before:
        output.line(
            f"It is computed with data edition {rolled.edition.label}; {file} was computed with "
            f"{rolled.edition_before.label}, and stays so."
        )
    _listed("CARRIED OVER", rolled.carried)
    _listed("TO BE ENTERED FOR THE NEW YEAR", rolled.to_enter)
    _listed("COULD NOT BE DETERMINED", rolled.undetermined)
    output.line()
    output.line(printed_return.master(new.results))


@COMMANDS.command()
def repair(
    file: Annotated[Path, argument("FILE", "A damaged return (.xlsx).")],
    target: Annotated[Path, out("NEW", "The sound return.")],
    *,
    replace: Replace = False,
) -> None:
    """Carry the inputs of a damaged or older return into a new template.

    Exit code 1 where something that was entered could not be carried over; it is listed.

    \b
    Example:
      vsm-xl repair damaged.xlsx -o sound.xlsx
    """
    workbook_target(target, (file,), replace=replace)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        new, repaired = Return.repair(file)
        # What stood under that name was asked about before anything was read.
        write(new, target, step, replace=True)
    people = len(repaired.inputs.rows.get("people", []))
    output.line(
        f"Wrote {target}: a sound return with {len(repaired.inputs.lines)} values of the "
        f"organisation and {people} people from {file}. Compare it with the old one before you go on."
    )
    if repaired.made_with not in ("", current().label):
        output.line(
            f"The old return was computed with data edition {repaired.made_with}, the new one with "
            f"{current().label}: amounts may differ (vsm-xl edition diff, vsm-xl edition impact)."
        )
    _listed("CONVERTED", repaired.converted)
    _listed("NOT CARRIED OVER", repaired.left_out)
    output.line()
    output.line(printed_return.master(new.results))
    end(NOT_PASSED if repaired.left_out else GOOD)


@COMMANDS.command()
def convert(
    file: OneReturn,
    route: Annotated[Route, ROUTE],
    target: Annotated[Path, out("NEW", "The workbook to write.")],
    *,
    replace: Replace = False,
) -> None:
    """Make a return for xlwings Lite of one for the add-in, or the other way round."""
    workbook_target(target, replace=replace, own=file)
    with output.progress(3) as step:
        step(f"Reading {file.name}")
        found = lite.read(file)
        step("Converting")
        found.rewritten(lambda package: converted(package, route))
        step(f"Writing {target.name}")
        write_file(target, found.package.to_bytes())
    words = {
        "lite": "with the functions inside, for the add-in xlwings Lite",
        "add-in": "for the VSM add-in, without any code inside",
    }
    output.line(f"Wrote {target}: the return {words[route]}.")


def _listed(title: str, lines: list[str]) -> None:
    if lines:
        output.line()
        output.line(title)
        for line in lines:
            output.line(f"- {line}")
