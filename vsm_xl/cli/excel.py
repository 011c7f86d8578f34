"""Commands on the Excel of this computer: install the add-in, and say what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsm_xl.cli import output
from vsm_xl.excel import doctor as examination
from vsm_xl.excel.desktop import install as installation
from vsm_xl.excel.desktop.machine import this_machine
from vsm_xl.excel.doctor import State

if TYPE_CHECKING:
    from pathlib import Path

    from vsm_xl.excel.doctor import Finding

_WORDS: Final = {State.GOOD: "good", State.NOTE: "note", State.FAULT: "FAULT"}


def install(folder: Path | None, *, replace: bool) -> None:
    """Put the add-in where Excel opens it."""
    done = installation.install(this_machine(), folder, replace=replace)
    for path in done.files:
        output.line(f"Wrote {path}.")
    output.line(f"The add-in starts {done.interpreter}.")
    output.line("Start Excel: the functions are there. If not, vsm-xl doctor says why.")


def uninstall() -> None:
    """Remove what was installed."""
    removed = installation.uninstall(this_machine())
    for path in removed.files:
        output.line(f"Removed {path}.")
    for path in removed.kept:
        output.complain(f"{path} was changed since it was installed, and was left there.")
    if not removed.files and not removed.kept:
        output.line("Nothing was installed for you by vsm-xl install; nothing was removed.")


def doctor(file: Path | None, *, as_json: bool) -> bool:
    """Say what is right and what is not; tell whether nothing is wrong."""
    findings = []
    for finding in examination.examine(this_machine(), file):
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
