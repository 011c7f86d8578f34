"""The command line ``vsm-xl``: how a command is run, and how it ends.

Exit codes: 0 good; 1 the checks of a return do not all pass; 2 unusable input or a wrong
command; 70 a fault of this software; 130 stopped from the keyboard; 141 whoever was reading
the output went away.
"""

from __future__ import annotations

import atexit
import io
import os
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

from vsm_xl.cli import output
from vsm_xl.cli.interrupts import STOPPED, heard_once
from vsm_xl.cli.watchdog import watch_command
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

UNUSABLE: Final = 2
#: As sysexits.h has it for an internal error.
FAULT: Final = 70
#: What a shell reports of a program that ended because no one read its output.
READER_GONE: Final = 141
#: Set to anything, this variable adds the traceback to the report of a fault.
DEBUG: Final = "VSM_XL_DEBUG"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after ``vsm-xl``; those of the process when not given.

    Returns:
        The exit code; with the words of the process, the process ends instead.

    >>> main(["call", "VSM_AWARD", "150000", "2025/26", "Provider", "3"])
    4875.00
    0
    """
    _open_what_is_closed()
    _never_fail_on_a_letter()
    if arguments is None:
        # What a received file can do, it does to a process that another one watches.
        watched = watch_command(sys.argv[1:])
        if watched is not None:
            _end(watched)
        # This process is the command, and ends with it.
        heard_once()
        _end(_run_to_its_end(sys.argv[1:]))
    return _run_to_its_end(list(arguments))


def _run_to_its_end(arguments: list[str]) -> int:
    try:
        code = _run(arguments)
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
    except Exception as fault:  # noqa: BLE001 - the last resort: reported as our own fault
        code = _fault(fault)
    if code == STOPPED:
        output.complain("stopped; no file was changed half-way.")
    return code


def _end(code: int) -> NoReturn:
    """End this process; the system takes its memory back, of which Python would free object by object."""
    atexit._run_exitfuncs()  # noqa: SLF001 - as Python does before it ends
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _run(arguments: list[str]) -> int:
    if _is_plain_call(arguments):
        # There is nothing to parse, and the parser takes four times as long as the answer.
        from vsm_xl.cli import plain_call  # noqa: PLC0415

        plain_call.call(arguments[1], arguments[2:])
        return 0
    # Loaded here, where an interrupt meanwhile is reported in words.
    from typer.main import get_command  # noqa: PLC0415

    from vsm_xl.cli.app import asked  # noqa: PLC0415
    from vsm_xl.cli.plain_words import read_plainly  # noqa: PLC0415
    from vsm_xl.framework import edition  # noqa: PLC0415

    arguments = _edition_first(arguments)
    try:
        return _command(read_plainly(get_command(asked(arguments))), arguments)
    finally:
        edition.use(None)


def _is_plain_call(arguments: list[str]) -> bool:
    """Whether it is ``call NAME`` with cells only; a minus before a number is not an option.

    >>> _is_plain_call(["call", "VSM_BAND", "-5"]), _is_plain_call(["call", "VSM_BAND", "--help"])
    (True, False)
    """
    cells = arguments[1:]
    return (
        arguments[:1] == ["call"]
        and bool(cells)
        and not cells[0].startswith("-")
        and not any(cell.startswith("-") and not cell[1:2].isdigit() for cell in cells)
    )


def _command(command: Any, arguments: list[str]) -> int:
    # Typer reports a wrong command itself, and then leaves by SystemExit.
    try:
        command.main(args=arguments, prog_name="vsm-xl", windows_expand_args=False)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _edition_first(arguments: list[str]) -> list[str]:
    """Move ``--edition EDITION`` before the command, where the program reads it.

    >>> _edition_first(["recalc", "a.xlsx", "--edition", "2026-11"])
    ['--edition', '2026-11', 'recalc', 'a.xlsx']
    """
    for at, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--edition" and at + 1 < len(arguments):
            return [*arguments[at : at + 2], *arguments[:at], *arguments[at + 2 :]]
        if word.startswith("--edition="):
            return [word, *arguments[:at], *arguments[at + 1 :]]
    return arguments


def _open_what_is_closed() -> None:
    """Let output go nowhere where the program was started with its output closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Its number is free, and the next file that is opened would take it.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123


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
    if isinstance(fault, MemoryError):
        if (own := sys.modules.get("vsm_xl.ooxml.supervision")) is not None and own.watched:
            # Whoever watches this process names the file.
            return int(own.NO_MEMORY)
        output.complain(
            "there is not enough memory for this. Close other programs, or work on fewer or "
            "smaller files; no file was changed half-way."
        )
        return UNUSABLE
    if isinstance(fault, OSError):
        # Files that are named are read and written with words of their own; what is left are
        # the temporary ones that a workbook is put together from.
        output.complain(
            f"the system refused to read or write a file ({fault}). Make room on the disk, also "
            "in the folder for temporary files, and try again; no file was changed half-way."
        )
        return UNUSABLE
    if os.environ.get(DEBUG):
        traceback.print_exception(fault)
    output.complain(
        f"this is a fault of vsm_xl, not of your input ({type(fault).__name__}: {fault}). "
        f"Run the command again with the environment variable {DEBUG}=1 set, and report what it "
        "then shows."
    )
    return FAULT
