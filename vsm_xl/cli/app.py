"""The program ``vsm-xl``: its own options, and the commands, of which it loads the one that is asked for."""

from importlib import import_module
from typing import Annotated

import typer

from vsm_xl.cli.help_page import EXAMPLES, TASKS, GroupedByTask
from vsm_xl.cli.options import HELP

#: The module that defines each command.
MODULES = {name: module for task in TASKS.values() for name, (module, _) in task.items()}


def program(*names: str) -> typer.Typer:
    """Return the program with the modules of some commands."""
    app = typer.Typer(
        name="vsm-xl",
        help=(
            "Pay of very senior managers in the NHS in England: the annual return, recalculated "
            "without Excel, and the worksheet functions.\n\n"
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
    app.callback()(_options)
    for module in dict.fromkeys(MODULES[name] for name in names):
        app.add_typer(import_module(f"vsm_xl.cli.{module}").COMMANDS)
    return app


def asked(arguments: list[str]) -> typer.Typer:
    """Return the program for some words: with the command that they name, with all for any other.

    Args:
        arguments: the words, ``--edition`` before the command.
    """
    first = "".join(arguments[:1])
    at = 2 if first == "--edition" else int(first.startswith("--edition="))
    name = "".join(arguments[at : at + 1])
    if name in MODULES:
        return program(name)
    # Help of the program itself needs none; a wrong name is compared with all.
    return program() if name in {"", "-h", "--help"} else program(*MODULES)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from vsm_xl.cli import plain_call  # noqa: PLC0415 - other commands do without

        plain_call.version()
        raise typer.Exit


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
        from vsm_xl.framework.edition import use  # noqa: PLC0415 - most commands do without
        from vsm_xl.framework.fitness import find  # noqa: PLC0415

        use(find(edition))
