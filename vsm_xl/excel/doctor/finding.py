"""What doctor found: one subject, whether it is right, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a subject stands."""

    GOOD = "good"
    NOTE = "note"  # works, or may work; worth knowing
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One finding, in plain words.

    Args:
        subject: what was looked at.
        state: how it stands.
        found: what was seen.
        code: the fault's name in the troubleshooting page; empty where all is well.
        remedy: what to do.
    """

    subject: str
    state: State
    found: str
    code: str = ""
    remedy: str = ""


def good(subject: str, found: str) -> Finding:
    """Report that a subject is as it should be."""
    return Finding(subject, State.GOOD, found)


def note(subject: str, code: str, found: str) -> Finding:
    """Report what is worth knowing."""
    return Finding(subject, State.NOTE, found, code, REMEDIES[code])


def fault(subject: str, code: str, found: str) -> Finding:
    """Report a fault; the remedy belongs to its code."""
    return Finding(subject, State.FAULT, found, code, REMEDIES[code])


_LITE = (
    "Without any of this: the workbook for xlwings Lite, vsm-xl build template --for lite, which "
    "needs no Python and no macros."
)
_AGAIN = "Close Excel, run vsm-xl install, and start Excel again."

#: What to do for each fault and note; the troubleshooting page lists the same codes.
REMEDIES = {
    "NOT_WINDOWS": (
        "The functions in Excel's cells need Excel on Windows. Everything else works here: "
        "vsm-xl build, fill, recalc, check, show, call."
    ),
    "NO_EXCEL": (
        "Install Microsoft 365 or Office 2016 or later (desktop edition). Excel on the web, on "
        "a Mac or on a phone cannot use this add-in."
    ),
    "EXCEL_32_BIT": (
        "Nothing needs to be done while the functions answer; it has not been tried out. If they "
        "do not, ask IT for the 64-bit edition of Office."
    ),
    "EXCEL_FROM_STORE": (
        "Nothing needs to be done while the functions answer; it has not been tried out. If they "
        "do not, ask IT to replace it by the ordinary desktop edition of Office."
    ),
    "PYTHON_TOO_OLD": "Install Python 3.11 or later from python.org or through IT, and vsm-xl in it.",
    "PYTHON_FROM_STORE": (
        "Python from the Microsoft Store writes into a copy of your folders that Excel does not "
        "see. Install Python from python.org or through IT, and vsm-xl in it."
    ),
    "PYTHON_GONE": f"The folder was moved, renamed or removed. Put it back; or: {_AGAIN}",
    "NOT_INSTALLED": _AGAIN,
    "XLWINGS_MISSING": "Run: python -m pip install --force-reinstall vsm-xl",
    "PYWIN32_MISSING": "Run: python -m pip install --force-reinstall pywin32",
    "DLL_MISSING": (
        "Run: python -m pip install --force-reinstall --no-deps xlwings. If the file is gone "
        "again afterwards, a virus scanner takes it away: ask IT to allow it."
    ),
    "VERSIONS_DIFFER": f"Python's xlwings was changed after the add-in was installed. {_AGAIN}",
    "ADDIN_MISSING": _AGAIN,
    "ADDIN_CHANGED": f"Someone else's file of this name may be there. {_AGAIN}",
    "ADDIN_NOT_LOADED": (
        "Excel does not open add-ins from this folder by itself. Run vsm-xl install without "
        "--folder, or have IT name the folder as Excel's startup folder."
    ),
    "ADDIN_TWICE": (
        "In Excel: File, Options, Add-ins, Manage Excel Add-ins, Go; clear the tick at the other "
        "one. Two copies may answer with different versions."
    ),
    "ADDIN_DISABLED": (
        "In Excel: File, Options, Add-ins, Manage Disabled Items, Go; select vsm.xlam, Enable; "
        "start Excel again."
    ),
    "ADDIN_ON_NETWORK": (
        "Where the functions show #NAME?, ask IT for a trusted location on this computer and run "
        "vsm-xl install --folder with it."
    ),
    "VBA_OFF": "A policy switches macros off in all of Office. Only IT can change that.",
    "MACROS_BLOCKED": (
        "Ask IT to make the add-in's folder a trusted location by policy; docs/how-to/"
        "install-excel.md spells the setting out."
    ),
    "SERVER_FAILED": (
        "The lines above say why. Often a virus scanner stops python from being started by other "
        "programs: ask IT to allow it; or a part of Python is missing: install vsm-xl again."
    ),
    "SERVER_SLOW": (
        "Something holds it up, most often a virus scanner that reads every file. Ask IT to leave "
        "Python's folder out, and do not keep it on a network drive."
    ),
    "SERVER_WRONG": (
        "Two installations are mixed. Remove both with python -m pip uninstall vsm-xl, install "
        f"one again. {_AGAIN}"
    ),
    "SERVER_BROKE_OFF": (
        "The Python behind the functions ended in the middle of its work; it is started again "
        "with the next calculation: press Ctrl+Alt+F9. If it ends again, pass on the lines above."
    ),
    "NOT_REGISTERED": (
        "Nothing needs to be done while the functions answer. Where Excel may not start other "
        "programs: run vsm-xl install, or ask IT to run it with --shared."
    ),
    "REGISTRATION_GONE": f"The registration was removed, or is another user's. {_AGAIN}",
    "CHILD_PROCESS_RULE": (
        f"{_AGAIN} That registers the server, and Windows starts it instead of Excel. If the "
        f"registration is refused, ask IT to run vsm-xl install --shared. {_LITE}"
    ),
    "WIN32_CALL_RULE": (
        f"{_AGAIN} Once the server is registered, the add-in is built without such calls. If the "
        f"registration is refused, ask IT to run vsm-xl install --shared. {_LITE}"
    ),
    "ADDIN_UNSIGNED": (
        "Ask IT to sign vsm.xlam with your organisation's certificate for macros, or to lift the "
        f"setting. {_LITE}"
    ),
    "APPLOCKER": (
        "Nothing needs to be done while the functions answer. If they do not, ask IT for a path "
        "rule for the folder, or for Python in a folder below Program Files "
        f"(docs/how-to/install-excel.md). {_LITE}"
    ),
    "UNSIGNED_FILES": (
        "Nothing needs to be done while the functions answer. If they do not, ask IT: Python's "
        f"own files are signed, those of xlwings, pywin32 and vsm-xl are not. {_LITE}"
    ),
    "RELEASES_DIFFER": f"The parts come from different releases. {_AGAIN}",
    "RETURN_OF_OTHER_RELEASE": (
        "Build a new template with vsm-xl build template and carry the inputs over."
    ),
    "RETURN_UNREADABLE": "Give an annual return: an .xlsx file made by vsm-xl build template.",
    "FUNCTIONS_FAIL": "Install again: python -m pip install --force-reinstall vsm-xl",
    "ENGINE_MISSING": "Install again: python -m pip install --force-reinstall vsm-xl",
    "NO_LIBREOFFICE": "Nothing needs to be done; it is only one more program that shows returns.",
}
