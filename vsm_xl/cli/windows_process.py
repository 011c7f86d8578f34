"""A watched process on Windows: started, measured and ended with its watcher by a job."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.ooxml.supervision import Limits, too_much

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIMIT_INFORMATION: Final = 9  # JobObjectExtendedLimitInformation
_KILL_ON_CLOSE: Final = 0x2000  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
_TICKS: Final = 1e7
_LOOK: Final = 0.05
#: The new program starts with the path of this one, in which no current folder is left.
_PROGRAM: Final = (
    "import sys; sys.path[:] = {path!r}; from vsm_xl.cli import main; sys.exit(main())"
)


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


class WindowsChild:
    """The command once more, as a program of its own."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str]) -> None:
        path = [one for one in sys.path if one]
        program = _PROGRAM.format(path=path)
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-I", "-c", program, *arguments], env=environment
        )
        self.status = 0
        windows: Any = ctypes
        self._kernel: Any = windows.WinDLL("kernel32")
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

    def watch(self, limits: Limits, *, building: Limits) -> str:
        """Wait until it ends, or end it; return why it was ended, or nothing."""
        del building
        words = ""
        while self._process.poll() is None:
            try:
                self._process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                if not words and (words := too_much(self._usage(), limits)):
                    self._process.kill()
            except KeyboardInterrupt:
                # The other process has heard it too, and puts away what it has begun.
                time.sleep(_LOOK)
        self.status = self._process.returncode
        return words

    def _usage(self) -> Limits:
        times = [ctypes.c_uint64() for _ in range(4)]
        self._kernel.GetProcessTimes(self._handle, *(ctypes.byref(one) for one in times))
        memory = _Memory()
        memory.cb = ctypes.sizeof(memory)
        self._kernel.K32GetProcessMemoryInfo(self._handle, ctypes.byref(memory), memory.cb)
        return Limits((times[2].value + times[3].value) / _TICKS, int(memory.private))

    def pass_on(self, number: int, _: object) -> None:
        """Windows sends an interrupt to both processes itself."""
