"""Work on a received file in a process of its own, ended where it takes more than any return.

What is known to take too much is refused before any work.  This is for whatever is next: a file is read
and computed by a process that another one watches, which ends it and states so.  The watcher itself reads
nothing of the file.

On Linux and macOS the process is a fork; on Windows a command is a program of its own (see
:mod:`vsm_xl.cli.watchdog`).  Between two looks of the watcher, Linux itself lets the process map no more
than what it still may take: a watcher that a busy computer keeps waiting stops it no later.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import vsm_xl.programs
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.limits import Limits, allowed, too_much, too_much_memory, usage
from vsm_xl.ooxml.write import WRITING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
#: Whether processes can be forked.
FORKS: Final = hasattr(os, "fork")

#: The exit code of a watched process that had no more memory.
NO_MEMORY: Final = 86

#: In a process that is watched, the pipe that closes when it ends; 0 in others.
watched = 0

_ERROR_OUTPUT: Final = 2
#: The bytes before each answer, which state its length.
_LENGTH: Final = 8
_LOOK: Final = 0.04
#: Bytes that a process may map beyond its limit before it is looked at again, so that it is usually the
#: watcher that stops it.
_BEYOND: Final = 24 * 2**20


def supervised(work: Callable[[], Any], size: int, name: str) -> Any:
    """Return what ``work`` returns, done by a process that is watched.

    Args:
        work: what to do; it, and what it returns or raises, must be fit for pickling.
        size: the bytes of the file that it reads.
        name: the file's name, for messages.

    Raises:
        UnusableInput: it took too much, or ended the process.
        Exception: what the work raised.
    """
    answers, words = _answers(partial(_once, work), size)
    if answers:
        return answers[0]
    raise UnusableInput(f"{name}: {words}")


def _once(work: Callable[[], Any]) -> Iterator[Any]:
    yield work()


def supervised_together(
    work: Callable[[list[_Item]], Iterator[_Answer]],
    items: list[_Item],
    told: Callable[[_Item], tuple[Path, str]],
    refused: Callable[[_Item, UnusableInput | OSError], _Answer],
) -> list[_Answer]:
    """Return the answers for some files that one process, which is watched, reads one after the other.

    Each may take what it may alone.  One that takes more is done again in a process of its own, where
    nothing of the others is, and they go on in another one.

    Args:
        work: yields the answer for each; it, and what it yields or raises, must be fit for pickling.
        items: stand for the files.
        told: returns the file of one, and its name for messages.
        refused: returns what stands for the answer where a file took too much alone, or is not there.
    """
    found: list[_Answer] = []
    alone = False
    while left := items[len(found) :]:
        lot = left[:1] if alone else left
        missing = None
        try:
            size = max(told(one)[0].stat().st_size for one in lot)
            answers, words = _answers(partial(work, lot), size)
        except OSError as problem:
            answers, words, missing = [], "", problem
        found += answers
        # The one that was at work when it ended is done alone, and then the others together.
        alone = len(answers) < len(lot) > 1
        if not answers and not alone:
            ended_by = UnusableInput(f"{told(lot[0])[1]}: {words}")
            found.append(refused(lot[0], missing or ended_by))
    return found


def _answers(work: Callable[[], Iterator[Any]], size: int) -> tuple[list[Any], str]:
    """Return what work yields, done by a process that is watched, and why it was ended, or nothing."""
    limits = allowed(size)
    if FORKS:
        words, status, data = _answered(work, limits)
    else:
        from vsm_xl.ooxml.started_process import answered  # noqa: PLC0415 - there only

        words, status, data = answered(work, limits)
    found = []
    while len(data) >= _LENGTH:
        end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
        if end > len(data):
            break
        good, answer = pickle.loads(data[_LENGTH:end])  # noqa: S301 - from our own process
        if not good:
            raise answer
        found.append(answer)
        data = data[end:]
    return found, words or (ended(status, limits) if status else "")


def _answered(work: Callable[[], Iterator[Any]], limits: Limits) -> tuple[str, int, bytes]:
    """Let a fork do some work; return why it was ended or nothing, its status, and its answers."""
    answers, answer = os.pipe()
    child = forked(limits)
    if child is None:
        os.close(answers)
        _answer(work, answer)
    os.close(answer)
    try:
        words = child.watch(limits, answers)
    finally:
        os.close(answers)
    return words, child.status, bytes(child.answer)


def answer_given() -> NoReturn:
    """Do the work that is given as standard input, in a process that was started for it, and end it."""
    answer = os.dup(1)
    # Whatever else is written is no answer.
    os.dup2(2, 1)
    _answer(pickle.load(sys.stdin.buffer), answer)  # noqa: S301 - from our own process


def _answer(work: Callable[[], Iterator[Any]], answer: int) -> NoReturn:
    """Do the work, in the forked process, and end it."""
    code = NO_MEMORY
    try:
        with os.fdopen(answer, "wb") as file:
            try:
                for found in work():
                    _write(file, found)
            except MemoryError:
                raise
            except Exception as problem:  # noqa: BLE001 - raised again by whoever watches
                _write(file, problem, good=False)
        code = 0
    finally:
        os._exit(code)


def _write(file: IO[bytes], found: Any, *, good: bool = True) -> None:
    try:
        data = pickle.dumps((good, found))
    except Exception as problem:  # noqa: BLE001 - what cannot be pickled
        data = pickle.dumps((False, RuntimeError(f"{type(found).__name__}: {problem}")))
    file.write(len(data).to_bytes(_LENGTH, "big") + data)
    file.flush()


class Child:
    """A forked process: its number, the pipe that closes when it ends, the one that closes when we do."""

    def __init__(self, pid: int, ended: int, keep: int) -> None:
        self.pid = pid
        self.status = 0
        self.answer = bytearray()
        self._ended = ended
        self._keep = keep

    def _read(self, answers: int) -> bool:
        """Read what it has answered; return whether there may be more."""
        piece = os.read(answers, 1 << 16)
        self.answer += piece
        return bool(piece)

    def watch(
        self, limits: Limits, answers: int | None = None, building: Limits | None = None
    ) -> str:
        """Wait until it ends, or end it; return why it was ended, or nothing.

        Args:
            limits: what it may take.
            answers: the pipe in which it answers.
            building: what it may take in all once it reports that it builds a workbook.
        """
        words = ""
        before = 0.0
        sources = [self._ended] + ([] if answers is None else [answers])
        while True:
            ready, _, _ = select.select(sources, (), (), _LOOK)
            used = usage(self.pid)
            if answers is not None and answers in ready:
                if not self._read(answers):
                    sources.remove(answers)
                elif used is not None:
                    # What it may take, it may take for each answer.
                    before = used.seconds
            if self._ended in ready and os.read(self._ended, 1):
                limits = building or limits
            elif self._ended in ready:
                while answers in sources and self._read(answers):
                    pass
                break
            if words := words or too_much(used, limits, before):
                with suppress(OSError):
                    os.kill(self.pid, signal.SIGKILL)
            _hold_back(self.pid, used, limits)
        _, self.status = os.waitpid(self.pid, 0)
        os.close(self._ended)
        os.close(self._keep)
        return words

    def pass_on(self, number: int, _: object) -> None:
        """Hand a signal on."""
        with suppress(OSError):
            os.kill(self.pid, number)


def forked(limits: Limits) -> Child | None:
    """Fork; return None in the new process, which ends when this one does, and may take so much."""
    ended, hold = os.pipe()
    watch, keep = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(hold)
        os.close(watch)
        return Child(pid, ended, keep)
    os.close(ended)
    os.close(keep)
    global watched  # noqa: PLW0603 - of this process, and known to it alone
    watched = hold
    vsm_xl.programs.held_back = True
    _quieten()
    # A library for arrays maps memory for each processor, of which it uses nothing here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What was there before stays, and its memory is shared for as long as nobody touches it.
    gc.freeze()
    _hold_back(os.getpid(), usage(os.getpid()), limits)
    threading.Thread(target=_end_with_watcher, args=(watch,), daemon=True).start()
    return None


def _quieten() -> None:
    """Let what libraries write of themselves go nowhere; Python's own messages go where they did."""
    with suppress(OSError, ValueError, AttributeError):
        if sys.stderr.fileno() == _ERROR_OUTPUT:
            own, nowhere = os.dup(_ERROR_OUTPUT), os.open(os.devnull, os.O_WRONLY)
            errors = sys.stderr.errors or "replace"
            sys.stderr = open(own, "w", 1, sys.stderr.encoding, errors)  # noqa: SIM115, PTH123
            os.dup2(nowhere, _ERROR_OUTPUT)
            os.close(nowhere)


def _end_with_watcher(watch: int) -> None:
    with suppress(OSError):
        os.read(watch, 1)
    # A file that is being put in its place first arrives there.
    with WRITING:
        os._exit(1)


def begin_building() -> None:
    """Report to the watcher that what was received has been read, and that a workbook is built now."""
    if watched:
        with suppress(OSError):
            os.write(watched, b"b")


def _hold_back(pid: int, used: Limits | None, limits: Limits) -> None:
    """Let a process map no more than what it may take until it is looked at again, on Linux."""
    if sys.platform != "linux" or used is None:
        return
    import resource  # noqa: PLC0415 - not there on Windows

    with suppress(OSError, ValueError):
        # Of proc(5): the sixth number of statm is data and stack, mapped whether used or not.
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[5])
        mapped = pages * os.sysconf("SC_PAGE_SIZE")
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = mapped + limits.memory - used.memory + _BEYOND
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.prlimit(pid, resource.RLIMIT_DATA, (most, hard))


def ended(status: int, limits: Limits) -> str:
    """Return what is to be said of a process that did not come to its end by itself."""
    if NO_MEMORY in {status, status >> 8}:  # as Windows has it, and as waitpid does
        return too_much_memory(limits)
    how = f" (signal {os.WTERMSIG(status)})" if FORKS and os.WIFSIGNALED(status) else ""
    return (
        f"reading or computing it ended the program{how}, for want of memory perhaps. It is damaged, or "
        "made to harm; nothing was written. Copy what matters into a new template."
    )
