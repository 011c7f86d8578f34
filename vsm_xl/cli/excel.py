"""Commands on the Excel of this computer: install the add-in, and state what is wrong with it."""

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Annotated, Final

import typer

from vsm_xl.cli import output
from vsm_xl.cli.options import GOOD, NOT_PASSED, argument, end
from vsm_xl.errors import UnusableInput
from vsm_xl.excel import doctor as examination
from vsm_xl.excel.desktop import install as installation
from vsm_xl.excel.desktop.machine import this_machine
from vsm_xl.excel.doctor import Finding, State
from vsm_xl.excel.doctor.finding import fault, good

COMMANDS = typer.Typer()
_WORDS: Final = {State.GOOD: "good", State.NOTE: "note", State.FAULT: "FAULT"}


@COMMANDS.command()
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
        from vsm_xl.cli.libreoffice import change_libreoffice  # noqa: PLC0415 - few have it

        change_libreoffice(remove=uninstall, shared=shared)
        return
    if uninstall and (folder is not None or replace or shared):
        raise typer.BadParameter(
            "--uninstall removes what was installed, wherever it is; use it on its own"
        )
    if uninstall:
        _uninstall()
    else:
        _install(folder, replace=replace, all_users=shared)


def _install(folder: Path | None, *, replace: bool, all_users: bool) -> None:
    done = installation.install(this_machine(), folder, replace=replace, all_users=all_users)
    for path in done.files:
        output.line(f"Wrote {path}.")
    if done.registry:
        whom = "for all users of this computer" if all_users else "for you"
        output.line(
            f"Registered the server with Windows, {whom}: Windows starts {done.interpreter}."
        )
    else:
        output.line(
            "Windows refused to register the server, so Excel itself starts "
            f"{done.interpreter}, through a DLL. Where that is forbidden too, vsm-xl doctor says so."
        )
    output.line("Start Excel: the functions are there. If not, vsm-xl doctor says why.")


def _uninstall() -> None:
    removed = installation.uninstall(this_machine())
    for path in removed.files:
        output.line(f"Removed {path}.")
    for path in removed.kept:
        output.complain(f"{path} was changed since it was installed, and was left there.")
    if removed.keys:
        output.line(f"Removed the registration of the server ({len(removed.keys)} registry keys).")
    for key in removed.kept_keys:
        output.complain(f"The registry key {key} was changed since it was written, and was left.")
    if not (removed.files or removed.kept or removed.keys or removed.kept_keys):
        output.line("Nothing was installed for you by vsm-xl install; nothing was removed.")


@COMMANDS.command()
def doctor(
    file: Annotated[
        Path | None, argument("FILE", "An annual return that does not work as it should.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object, for IT.")] = False,
) -> None:
    """Report what is right and what is not with the functions in Excel, and what to do.

    Exit code 0 where nothing is wrong, 1 otherwise.
    """
    findings = []
    on_file = [_annual_return(file)] if file is not None else []
    for finding in chain(examination.examine(this_machine()), on_file):
        findings.append(finding)
        if not json:
            _say(finding)
    faults = sum(finding.state is State.FAULT for finding in findings)
    if json:
        plain = [asdict(one) | {"state": one.state.value} for one in findings]
        output.json_object({"good": faults == 0, "findings": plain})
    else:
        output.line()
        output.line(
            f"{faults} {'fault' if faults == 1 else 'faults'}." if faults else "All is well."
        )
    end(NOT_PASSED if faults else GOOD)


def _annual_return(file: Path) -> Finding:
    """Report whether a return was made from the template of this release."""
    # Loaded where a return is to be looked at, because it takes a while.
    from vsm_xl.annual_return.reading.identify import check_version  # noqa: PLC0415
    from vsm_xl.ooxml import Package  # noqa: PLC0415

    subject = "Annual return"
    try:
        package = Package.open(file)
    except UnusableInput as problem:
        return fault(subject, "RETURN_UNREADABLE", str(problem))
    try:
        check_version(package)
    except UnusableInput as problem:
        return fault(subject, "RETURN_OF_OTHER_RELEASE", str(problem))
    return good(subject, f"{file} is a return of this release's template.")


def _say(finding: Finding) -> None:
    head, *more = finding.found.splitlines() or [""]
    output.line(f"{_WORDS[finding.state]:5}  {finding.subject}: {head}")
    for text in more:
        output.line(f"       {text}")
    if finding.remedy:
        output.line(f"       What to do ({finding.code}): {finding.remedy}")
