# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands ``vsm-xl build``: the files that people download."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from vsm_xl.annual_return.template.return_size import MOST_ROWS, MOST_STAFF
from vsm_xl.cli.options import HELP, REPLACE, whole

GROUP = typer.Typer(
    help="Build the files that people download.", no_args_is_help=True, context_settings=HELP
)


@GROUP.command("template")
def _build_template(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="The workbook to write."),
    ] = None,
    people: Annotated[
        int | None,
        typer.Option(
            parser=whole(1, MOST_ROWS),
            metavar="N",
            help=f"How many people it holds; 60 unless given. [1<=x<={MOST_ROWS}]",
        ),
    ] = None,
    staff: Annotated[
        int | None,
        typer.Option(
            parser=whole(1, MOST_STAFF),
            metavar="N",
            help=(
                "How many rows the list of everybody's pay has; 1000 unless given. "
                f"[1<=x<={MOST_STAFF}]"
            ),
        ),
    ] = None,
    route: Annotated[
        Literal["lite", "add-in"],
        typer.Option(
            "--for", help="Where its functions are: in it (xlwings Lite), or in the VSM add-in."
        ),
    ] = "add-in",
    *,
    replace: Annotated[bool, REPLACE] = False,
) -> None:
    """Build the blank annual return.

    Without -o it is vsm-annual-return.xlsx in this folder, which must not exist yet.
    """
    from vsm_xl.cli import returns

    returns.build_template(out, people, staff, route, replace=replace)


@GROUP.command("inputs")
def _build_inputs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for the files; made.")],
    *,
    replace: Annotated[bool, REPLACE] = False,
) -> None:
    """Write the empty CSV files that vsm-xl fill reads, with guidance.

    What each item and column holds stands beside it, or in guidance.csv.
    """
    from vsm_xl.cli import returns

    returns.build_inputs(folder, replace=replace)


@GROUP.command("lite-code")
def _build_lite_code(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="The file to write; replaced."),
    ] = None,
) -> None:
    """Build the code that a workbook for xlwings Lite carries, to compare the two.

    Without -o it is main.py in this folder, which must not exist yet.
    """
    from vsm_xl.cli import lite

    lite.build_code(out)


@GROUP.command("addin")
def _build_addin(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="The add-in to write; replaced."),
    ] = None,
) -> None:
    """Build the Excel add-in, with its help and its documentation beside it.

    Without -o it is vsm.xlam in this folder, which must not exist yet.
    """
    from vsm_xl.cli import addin

    addin.build(out)


@GROUP.command("libreoffice")
def _build_libreoffice(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="The add-in to write; replaced."),
    ] = None,
) -> None:
    """Build the add-in for LibreOffice Calc, vsm.oxt unless -o names another file."""
    from vsm_xl.cli import libreoffice

    libreoffice.build_libreoffice(out)


def register(app: typer.Typer) -> None:
    """Enter the group into the program."""
    app.add_typer(GROUP, name="build", rich_help_panel=None)
