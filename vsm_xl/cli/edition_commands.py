# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands ``vsm-xl edition``: the data editions themselves."""

from datetime import date as Date  # noqa: N812 - the option is called date
from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.cli.options import HELP, day

GROUP = typer.Typer(
    help=(
        "Look at, compare, make and check editions of the framework's data.\n\n"
        "An EDITION is the name of one that comes with the software (vsm-xl edition list), or a "
        "folder or zip file. Every other command computes with one by --edition EDITION."
    ),
    no_args_is_help=True,
    context_settings=HELP,
)
_Edition = Annotated[str, typer.Argument(metavar="EDITION", help="A name, a folder or a zip file.")]


@GROUP.command("list")
def _list() -> None:
    """List the editions that come with the software."""
    from vsm_xl.cli import editions

    editions.list_editions()


@GROUP.command("show")
def _show(
    edition: _Edition,
    date: Annotated[
        Date | None,
        typer.Option(parser=day, metavar="DAY", help="Only the figures in force on a day."),
    ] = None,
) -> None:
    """Show what an edition holds: each figure with days, status, document, paragraph and link."""
    from vsm_xl.cli import editions

    editions.show(edition, date)


@GROUP.command("diff")
def _diff(
    old: Annotated[str, typer.Argument(metavar="A", help="An edition.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Another edition.")],
) -> None:
    """Show what differs from edition A to edition B, in words."""
    from vsm_xl.cli import editions

    editions.diff(old, new)


@GROUP.command("impact")
def _impact(
    old: Annotated[str, typer.Argument(metavar="A", help="An edition.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Another edition.")],
    files: Annotated[list[Path], typer.Argument(metavar="RETURN", help="Annual returns (.xlsx).")],
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also show values that only follow from others.")
    ] = False,
) -> None:
    """Show which posts, totals and checks of returns change from edition A to edition B.

    The inputs of each return are computed twice in memory; no file is changed.
    """
    from vsm_xl.cli import edition_impact

    edition_impact.impact(old, new, files, everything=everything)


@GROUP.command("new")
def _new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as 2027-05.")],
    parent: Annotated[
        str, typer.Option("--from", metavar="EDITION", help="The edition it is copied from.")
    ],
    date: Annotated[Date, typer.Option(parser=day, metavar="DAY", help="The new edition's date.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="Where its folder is made.")
    ] = Path(),
) -> None:
    """Begin a new edition: a copy to be changed, and a checklist of what changes every year."""
    from vsm_xl.cli import editions

    editions.new(name, parent, date, out)


@GROUP.command("check")
def _check(
    edition: Annotated[Path, typer.Argument(metavar="DIR", help="A folder or a zip file.")],
) -> None:
    """Check an edition: every record, overlaps, gaps, citations, statuses, what rules ask for."""
    from vsm_xl.cli import editions

    editions.check(edition)


def trace(
    file: Annotated[Path, typer.Argument(metavar="RETURN", help="An annual return (.xlsx).")],
    cell: Annotated[
        str,
        typer.Argument(
            metavar="CELL",
            help="Such as Return!B12, a range of cells, or a defined name such as vsm_total_award.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="PAGE", help="Write a page to print (.html) instead."),
    ] = None,
) -> None:
    """Follow a number of a return back to the paragraph it rests on.

    Shows its formula, the cells that the formula uses down to the entries, the rule and the row
    of its decision table, and each figure with status, document, paragraph, link and day of reading.
    """
    from vsm_xl.cli import trace as command

    command.trace(file, cell, out)


def register(app: typer.Typer) -> None:
    """Enter the group into the program, and the command beside it."""
    app.command("trace")(trace)
    app.add_typer(GROUP, name="edition", rich_help_panel=None)
