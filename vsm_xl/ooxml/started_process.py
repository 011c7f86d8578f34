"""A watched process that is started as a program of its own, for Windows, where none can be forked.

Windows measures it, and ends it with its watcher by a job.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import subprocess
import sys
import tempfile
import time
from typing import IO, TYPE_CHECKING, Any, Final

from vsm_xl.ooxml.limits import Limits, too_much, usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_LIMIT_INFORMATION: Final = 9  # JobObjectExtendedLimitInformation
_KILL_ON_CLOSE: Final = 0x2000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
_TICKS: Final = 1e7
_LOOK: Final = 0.05
#: The new program starts with the path of this one, in which no current folder is left.
_PROGRAM: Final = "import sys; sys.path[:] = {path!r}; {then}"
_ANSWER: Final = "from vsm_xl.ooxml.supervision import answer_given; answer_given()"


class _Memory(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS_EX."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("faults", ctypes.c_uint32),
        *((name, ctypes.c_size_t) for name in (
            "peak_working", "working", "peak_paged", "paged", "peak_nonpaged", "nonpaged", "pagefile",
            "peak_pagefile", "private",
        )),
    )  # fmt: skip


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum", ctypes.c_size_t),
        ("maximum", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _Basic),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process", ctypes.c_size_t),
        ("peak_job", ctypes.c_size_t),
    )


class StartedProcess:
    """A program of Python that is watched.

    Args:
        then: what it does, as a line of Python.
        arguments: its arguments.
        environment: its environment; this process's own unless given.
        given: a file that it reads as its standard input.
        answer: a file that takes its standard output.
    """

    _kernel: Any
    _handle: Any

    def __init__(
        self,
        then: str,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        given: IO[bytes] | None = None,
        answer: IO[bytes] | None = None,
    ) -> None:
        program = _PROGRAM.format(path=[one for one in sys.path if one], then=then)
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-I", "-c", program, *arguments],
            env=environment, stdin=given, stdout=answer,
        )  # fmt: skip
        self._answer = answer
        self.status = 0
        windows: Any = ctypes
        if sys.platform == "win32":
            self._kernel = windows.WinDLL("kernel32")
            self._handle = ctypes.c_void_p(int(getattr(self._process, "_handle", 0)))
            self._job = self._in_a_job()

    def _in_a_job(self) -> Any:
        """End it when this process ends, however that does."""
        self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
        job = ctypes.c_void_p(self._kernel.CreateJobObjectW(None, None))
        told = _Extended()
        told.basic.flags = _KILL_ON_CLOSE
        self._kernel.SetInformationJobObject(
            job, _LIMIT_INFORMATION, ctypes.byref(told), ctypes.sizeof(told)
        )
        self._kernel.AssignProcessToJobObject(job, self._handle)
        return job

    def watch(self, limits: Limits, *, building: Limits | None = None) -> str:
        """Wait until it ends, or end it; return why it was ended, or nothing."""
        del building
        words, before, length = "", 0.0, 0
        while self._process.poll() is None:
            try:
                self._process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                used = self._usage()
                if (
                    used
                    and self._answer
                    and (now := os.fstat(self._answer.fileno()).st_size) > length
                ):
                    # What it may take, it may take for each answer.
                    before, length = used.seconds, now
                if not words and (words := too_much(used, limits, before)):
                    self._process.kill()
            except KeyboardInterrupt:
                # The other process has heard it too, and puts away what it has begun.
                time.sleep(_LOOK)
        self.status = self._process.returncode
        return words

    def _usage(self) -> Limits | None:
        if sys.platform != "win32":
            return usage(self._process.pid)
        times = [ctypes.c_uint64() for _ in range(4)]
        self._kernel.GetProcessTimes(self._handle, *(ctypes.byref(one) for one in times))
        memory = _Memory()
        memory.cb = ctypes.sizeof(memory)
        self._kernel.K32GetProcessMemoryInfo(self._handle, ctypes.byref(memory), memory.cb)
        # The same on Windows; Wine fills in but the one.
        used = max(int(memory.private), int(memory.pagefile))
        return Limits((times[2].value + times[3].value) / _TICKS, used)

    def pass_on(self, number: int, _: object) -> None:
        """Windows sends an interrupt to both processes itself."""


def answered(work: Callable[[], Iterator[Any]], limits: Limits) -> tuple[str, int, bytes]:
    """Let a program of its own do some work.

    Args:
        work: what to do, fit for pickling.
        limits: what it may take.

    Returns:
        Why it was ended, or nothing; its exit code; what it answered.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        pickle.dump(work, given)
        given.seek(0)
        process = StartedProcess(_ANSWER, given=given, answer=answer)
        words = process.watch(limits)
        answer.seek(0)
        return words, process.status, answer.read()
