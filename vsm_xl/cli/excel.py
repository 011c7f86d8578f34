"""Commands on the Excel of this computer: install the add-in, and state what is wrong with it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from vsm_xl.cli import output
from vsm_xl.errors import UnusableInput
from vsm_xl.excel import doctor as examination
from vsm_xl.excel.desktop import install as installation
from vsm_xl.excel.desktop.machine import this_machine
from vsm_xl.excel.doctor import State
from vsm_xl.excel.doctor.finding import fault, good

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.excel.doctor import Finding

_WORDS: Final = {State.GOOD: "good", State.NOTE: "note", State.FAULT: "FAULT"}


def install(folder: Path | None, *, replace: bool, all_users: bool) -> None:
    """Put the add-in where Excel opens it."""
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


def uninstall() -> None:
    """Remove what was installed."""
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


def doctor(file: Path | None, *, as_json: bool) -> bool:
    """Report what is right and what is not; return whether nothing is wrong."""
    findings = []
    on_file = [_annual_return(file)] if file is not None else []
    for finding in chain(examination.examine(this_machine()), on_file):
        findings.append(finding)
        if not as_json:
            _say(finding)
    faults = sum(finding.state is State.FAULT for finding in findings)
    if as_json:
        output.json_object({"good": faults == 0, "findings": [_plain(one) for one in findings]})
    else:
        output.line()
        output.line(
            f"{faults} {'fault' if faults == 1 else 'faults'}." if faults else "All is well."
        )
    return faults == 0


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


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "subject": finding.subject,
        "state": finding.state.value,
        "found": finding.found,
        "code": finding.code,
        "remedy": finding.remedy,
    }
