"""The command line ``vsm-xl``: how a command is run, and how it ends.

Exit codes: 0 good; 1 the checks of a return do not all pass; 2 unusable input or a wrong
command; 70 a fault of this software; 130 stopped from the keyboard; 141 whoever was reading
the output went away.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from vsm_xl.cli import output
from vsm_xl.cli.interrupts import STOPPED, heard_once
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

UNUSABLE: Final = 2
#: As sysexits.h has it for an internal error.
FAULT: Final = 70
#: What a shell reports of a program that ended because nobody read its output.
READER_GONE: Final = 141
#: Set to anything, this variable adds the traceback to the report of a fault.
DEBUG: Final = "VSM_XL_DEBUG"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after ``vsm-xl``; those of the process when not given.

    Returns:
        The exit code.

    >>> main(["call", "VSM_AWARD", "150000", "2025/26", "Provider", "3"])
    4875.00
    0
    """
    _never_fail_on_a_letter()
    if arguments is None:
        # This process is the command, and ends with it.
        heard_once()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        output.finish()
    except UnusableInput as unusable:
        output.complain(*unusable.problems)
        code = UNUSABLE
    except KeyboardInterrupt:
        code = STOPPED
    except output.OutputLost as lost:
        _discard_output()
        if not lost.reason:
            return READER_GONE
        output.complain(f"the output cannot be written: {lost.reason}")
        return UNUSABLE
    except OSError as problem:
        # Files that are named are read and written with words of their own; what is left are
        # the temporary ones that a workbook is put together from.
        output.complain(
            f"the system refused to read or write a file ({problem}). Make room on the disk, also "
            "in the folder for temporary files, and try again; no file was changed half-way."
        )
        code = UNUSABLE
    except Exception as fault:  # noqa: BLE001 - the last resort: reported as our own fault
        code = _fault(fault)
    if code == STOPPED:
        output.complain("stopped; no file was changed half-way.")
    return code


def _run(arguments: list[str]) -> int:
    # Loaded here, where an interrupt meanwhile is reported in words.
    from typer.main import get_command  # noqa: PLC0415

    from vsm_xl.cli.app import app  # noqa: PLC0415

    # Typer reports a wrong command itself, and then leaves by SystemExit.
    try:
        get_command(app).main(args=arguments, prog_name="vsm-xl", windows_expand_args=False)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _never_fail_on_a_letter() -> None:
    """Let a console that knows no £ show something else for it instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Send what was not written nowhere, so that Python does not try again when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _fault(fault: Exception) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exception(fault)
    output.complain(
        f"this is a fault of vsm_xl, not of your input ({type(fault).__name__}: {fault}). "
        f"Run the command again with the environment variable {DEBUG}=1 set, and report what it "
        "then shows."
    )
    return FAULT
