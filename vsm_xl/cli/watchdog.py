"""A command that is given a file goes on in a process that this one watches.

See :mod:`vsm_xl.ooxml.supervision`.  On Windows, where processes cannot be forked, it is a program of
its own, started without the current folder on its path, and a job ends it with its watcher.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vsm_xl.ooxml.limits import Limits

#: On Windows a process cannot report that it has come to building.
_BUILDING: Final = frozenset(("fill", "repair", "roll-forward", "demo", "build", "convert"))
#: Of these, each of several files is read in a watched process of its own.
_EACH_ITSELF: Final = frozenset(("recalc", "check"))
#: Set in a process that is watched already.
_WATCHED: Final = "VSM_XL_WATCHED"
_UNUSABLE: Final = 2
_PASSED_ON: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def watch_command(arguments: Sequence[str]) -> int | None:
    """Go on in a process that is watched, if a command is given a file.

    Args:
        arguments: the words of the command.

    Returns:
        The exit code of the command, for the process that watched it; None for the one that is to
        carry it out.

    >>> watch_command(["call", "VSM_VERSION"]) is None
    True
    """
    files = [word for word in arguments if word.lower().endswith(".xlsx") and Path(word).is_file()]
    # The name of the command stands first, or after an option with its value.
    command = frozenset(arguments[:3])
    if not files or os.environ.get(_WATCHED) or _each_itself(command, files, arguments):
        return None
    # A command without a file needs none of this.
    from vsm_xl.ooxml import supervision  # noqa: PLC0415
    from vsm_xl.ooxml.limits import allowed  # noqa: PLC0415

    size = sum(Path(file).stat().st_size for file in files)
    builds = allowed(size, building=True)
    at_once = bool(command & _BUILDING) and not supervision.FORKS
    limits = builds if at_once else allowed(size)
    named = files[0] if len(files) == 1 else f"{len(files)} files"
    child = supervision.forked(limits) if supervision.FORKS else _started(arguments)
    if child is None:
        # It ends with its command, before a look for circles would find any.
        gc.disable()
        return None
    return _watch_command(child, limits, builds, named)


def _each_itself(command: Collection[str], files: Sequence[str], arguments: Sequence[str]) -> bool:
    several = len(files) > 1 and "--verify" not in arguments
    return "collate" in command or (several and not _EACH_ITSELF.isdisjoint(command))


def _started(arguments: Sequence[str]) -> Any:
    """Start this command once more, on Windows, where processes cannot be forked."""
    from vsm_xl.ooxml.started_process import StartedProcess  # noqa: PLC0415 - there only

    then = "from vsm_xl.cli import main; sys.exit(main())"
    return StartedProcess(then, arguments, {**os.environ, _WATCHED: "1"})


def _watch_command(child: Any, limits: Limits, builds: Limits, named: str) -> int:
    for name in _PASSED_ON:
        if (number := getattr(signal, name, None)) is not None and (
            signal.getsignal(number) != signal.SIG_IGN
        ):
            signal.signal(number, child.pass_on)
    words = child.watch(limits, building=builds)
    code = _exit_code(child.status)
    from vsm_xl.ooxml.supervision import NO_MEMORY, ended  # noqa: PLC0415 - loaded already

    if words or code is None or code == NO_MEMORY:
        _complain(f"{named}: {words or ended(child.status, limits)}")
        return _UNUSABLE
    return code


def _exit_code(status: int) -> int | None:
    """Return a process's exit code; None where the file ended it.

    Where a person or the system did, this one ends by the same signal.
    """
    if not hasattr(os, "fork"):
        return status
    if not os.WIFSIGNALED(status):
        return os.waitstatus_to_exitcode(status)
    number = os.WTERMSIG(status)
    if number in {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE}:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    return None


def _complain(words: str) -> None:
    sys.stderr.write(f"vsm-xl: {words}\n")
    sys.stderr.flush()
