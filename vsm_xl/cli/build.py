# ruff: noqa: PLC0415 - a command loads what it builds, so that the others need not wait for it
"""The commands ``vsm-xl build``: the files that people download."""

from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.annual_return.returns import Return
from vsm_xl.annual_return.targets import make_folder, not_existing, workbook_target
from vsm_xl.annual_return.template.return_size import MOST_ROWS, MOST_STAFF
from vsm_xl.annual_return.template.template import PEOPLE, STAFF_ROWS
from vsm_xl.cli import lite, output
from vsm_xl.cli.options import ROUTE, Replace, argument, group, out, whole
from vsm_xl.errors import UnusableInput
from vsm_xl.excel.lite.parts import Route
from vsm_xl.ooxml.write import write_file

COMMANDS = group("build", "Build the files that people download.")
_AddIn = Annotated[Path | None, out("FILE", "The add-in to write; replaced.")]


def _new(given: Path | None, usual: str, holds: str = "") -> Path:
    """Return what is to be written: a usual name, left out, is not replaced."""
    if given is None and Path(usual).exists():
        raise UnusableInput(
            f"{usual} exists already{holds}. Give another name with -o, or -o {usual} to replace it."
        )
    return given or Path(usual)


def _check_ending(target: Path, ending: str, what: str, otherwise: str) -> None:
    if target.suffix.lower() != ending:
        raise UnusableInput(
            f"{target}: the name of {what} ends in {ending}, or {otherwise}. "
            f"Write {target.name}{ending}, for example."
        )


@COMMANDS.command("template")
def _template(
    named: Annotated[Path | None, out("FILE", "The workbook to write.")] = None,
    people: Annotated[
        int,
        typer.Option(
            parser=whole(1, MOST_ROWS), metavar="N", show_default=False,
            help=f"How many people it holds; {PEOPLE} unless given. [1<=x<={MOST_ROWS}]",
        ),
    ] = PEOPLE,
    staff: Annotated[
        int | None,
        typer.Option(
            parser=whole(1, MOST_STAFF), metavar="N",
            help=(
                f"How many rows the list of everybody's pay has; {STAFF_ROWS} unless given. "
                f"[1<=x<={MOST_STAFF}]"
            ),
        ),
    ] = None,
    route: Annotated[Route, ROUTE] = "add-in",
    *,
    replace: Replace = False,
) -> None:  # fmt: skip
    """Build the blank annual return.

    Without -o it is vsm-annual-return.xlsx in this folder, which must not exist yet.
    """
    target = workbook_target(named or Path("vsm-annual-return.xlsx"), replace=replace)
    with output.progress(3) as step:
        step("Building the template")
        blank = Return.new(people, staff_rows=staff or STAFF_ROWS)
        lite.for_route(blank, route, target)
        step("Recalculating")
        blank.recalculate(stamp=False)
        step(f"Writing {target.name}")
        blank.save(target, replace=replace)
    pay = f", with {staff:,} rows for everybody's pay" if staff else ""
    output.line(f"Wrote {target}: a blank return for {people} people{pay}.")


@COMMANDS.command("inputs")
def _inputs(
    folder: Annotated[Path, argument("DIR", "The folder for the files; made.")],
    *,
    replace: Replace = False,
) -> None:
    """Write the empty CSV files that vsm-xl fill reads, with guidance.

    What each item and column holds stands beside it, or in guidance.csv.
    """
    from vsm_xl.annual_return.filling.blank_files import GUIDANCE, guided_csv_files

    files = guided_csv_files()
    for name in files:
        not_existing(folder / name, replace=replace)
    make_folder(folder)
    for name, text in files.items():
        write_file(folder / name, text.encode())
    output.line(f"Wrote {len(files)} files into {folder}: {', '.join(files)}.")
    output.line(f"{GUIDANCE} says what each column holds. Fill them in, then:")
    given = " ".join(
        f"--{name} {folder / name}.csv" for name in ("organisation", "people", "ranges")
    )
    output.line("  vsm-xl build template -o blank.xlsx")
    output.line(f"  vsm-xl fill blank.xlsx {given} -o return.xlsx")


@COMMANDS.command("lite-code")
def _lite_code(
    named: Annotated[Path | None, out("FILE", "The file to write; replaced.")] = None,
) -> None:
    """Build the code that a workbook for xlwings Lite carries, to compare the two.

    Without -o it is main.py in this folder, which must not exist yet.
    """
    from vsm_xl.excel.lite.code import digest, main_py

    target = _new(named, "main.py")
    write_file(target, main_py().encode())
    output.line(f"Wrote {target}: the code of a workbook for xlwings Lite.")
    output.line(f"Digest (SHA-256): {digest()}")


@COMMANDS.command("addin")
def _add_in(named: _AddIn = None) -> None:
    """Build the Excel add-in, with its help and its documentation beside it.

    Without -o it is vsm.xlam in this folder, which must not exist yet.
    """
    from vsm_xl.excel import shared_names
    from vsm_xl.excel.addin import build as addin_build
    from vsm_xl.excel.addin import help_page, intellisense

    target = _new(named, shared_names.ADD_IN, " and may hold settings")
    _check_ending(target, ".xlam", "an add-in", "Excel will not load it")
    help_while_typing = target.with_name(f"{target.stem}.IntelliSense.xml")
    page = target.with_name(shared_names.HELP_PAGE)
    write_file(target, addin_build.build())
    write_file(help_while_typing, intellisense.xml_file())
    write_file(page, help_page.page())
    output.line(f"Wrote {target}: the Excel add-in for xlwings {shared_names.xlwings_version()}.")
    output.line(f"Wrote {help_while_typing} and {page}, which belong beside it.")


@COMMANDS.command("libreoffice")
def _libreoffice(named: _AddIn = None) -> None:
    """Build the add-in for LibreOffice Calc, vsm.oxt unless -o names another file."""
    from vsm_xl.functions import NAMES
    from vsm_xl.libreoffice.addin import OLDEST, build_addin

    target = named or Path("vsm.oxt")
    if target.is_dir():
        raise UnusableInput(f"{target} is a folder. Give the name of a file to write.")
    _check_ending(target, ".oxt", "a LibreOffice extension", "LibreOffice will not take it")
    write_file(target, build_addin())
    output.line(f"Wrote {target}: {len(NAMES)} functions for LibreOffice {OLDEST} or newer.")
