# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands of ``vsm-xl`` with their arguments and options; the work is done elsewhere."""

from typing import Annotated

import typer

from vsm_xl.cli import (
    build_commands,
    edition_commands,
    excel_commands,
    function_commands,
    national,
    range_commands,
    return_commands,
)
from vsm_xl.cli.help_page import EXAMPLES, GroupedByTask
from vsm_xl.cli.options import HELP

app = typer.Typer(
    name="vsm-xl",
    help=(
        "Pay of very senior managers in the NHS in England: the annual return, recalculated without "
        "Excel, and the worksheet functions.\n\n"
        "Exit codes: 0 good; 1 a check of the return does not pass; 2 unusable input or a wrong "
        "command."
    ),
    epilog=EXAMPLES,
    cls=GroupedByTask,
    no_args_is_help=True,
    # Messages and help stay plain lines, which a log, a pipe and a screen reader can take.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP,
)
for group in (
    return_commands,
    build_commands,
    edition_commands,
    function_commands,
    range_commands,
    excel_commands,
    national,
):
    group.register(app)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from vsm_xl.cli import functions

        functions.version()
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda value: _show_version(wanted=value), is_eager=True,
            help="Show the versions of the software and of its data, and leave.",
        ),
    ] = False,
    edition: Annotated[
        str,
        typer.Option(
            "--edition", metavar="EDITION",
            help="Compute with this data edition: a name (vsm-xl edition list), a folder or a zip.",
        ),
    ] = "",
) -> None:  # fmt: skip
    del version
    if edition:
        from vsm_xl.framework.edition import use
        from vsm_xl.framework.fitness import find

        use(find(edition))
