# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands about the Excel of this computer, with their options."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Enter the commands into the command line."""
    app.command()(install)
    app.command()(doctor)


def install(
    *,
    uninstall: Annotated[
        bool, typer.Option("--uninstall", help="Remove what was installed, and nothing else.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="For IT: put the add-in there instead of your own start folder of Excel.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace an add-in that was put there otherwise.")
    ] = False,
    libreoffice: Annotated[
        bool, typer.Option("--libreoffice", help="Into LibreOffice Calc instead, on any system.")
    ] = False,
    shared: Annotated[
        bool, typer.Option("--shared", help="For everybody on this computer; as an administrator.")
    ] = False,
) -> None:
    """Install the add-in, so that Excel on Windows has the functions whenever it starts.

    Needs no administrator. Excel must be closed. Python is registered with Windows, for you, or
    with --shared for everybody on the computer. With --libreoffice the functions go into
    LibreOffice Calc instead, and with --uninstall out of it.
    """
    if libreoffice:
        if folder is not None or replace:
            raise typer.BadParameter("--libreoffice goes with --shared and --uninstall only")
        from vsm_xl.cli.libreoffice import install_libreoffice, uninstall_libreoffice

        (uninstall_libreoffice if uninstall else install_libreoffice)(shared=shared)
        return
    from vsm_xl.cli import excel

    if uninstall and (folder is not None or replace or shared):
        raise typer.BadParameter(
            "--uninstall removes what was installed, wherever it is; use it on its own"
        )
    if uninstall:
        excel.uninstall()
    else:
        excel.install(folder, replace=replace, all_users=shared)


def doctor(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="An annual return that does not work as it should."),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object, for IT.")] = False,
) -> None:
    """Report what is right and what is not with the functions in Excel, and what to do.

    Exit code 0 where nothing is wrong, 1 otherwise.
    """
    from vsm_xl.cli import excel

    if not excel.doctor(file, as_json=json):
        raise typer.Exit(1)
