"""The other end of :mod:`~vsm_xl.recalc.calc.bridge_process`: runs in LibreOffice's own Python.

It starts LibreOffice, speaks UNO with it over a pipe that only this machine has, and answers
requests, one JSON object a line, on standard output.  When its standard input closes, because
whoever started it is gone for whatever reason, it ends LibreOffice and itself, and removes the
folder with the profile, which is its first argument, and LibreOffice's sockets, its others.

Only the standard library and ``uno`` are there, so nothing of vsm_xl is imported.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

#: As vsm_xl.libreoffice.uno_names has it.
_READER = "org.vsmxl.calc.Reader"
_LONGEST_START = 280
_REMOVE = """
import os, shutil, sys, time
for _ in range(100):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    if not os.path.exists(sys.argv[1]):
        break
    time.sleep(0.1)
for socket in sys.argv[2:]:
    try:
        os.unlink(socket)
    except OSError:
        pass
"""
#: Where LibreOffice puts the sockets of its pipes, whatever folder it is given.
_SOCKETS = ("/tmp", "/var/tmp")  # noqa: S108 - nothing is made there by us
#: What is to be ended when this process ends.
_STARTED: list[subprocess.Popen[Any]] = []


class _Office:
    """LibreOffice without a window, in a profile of its own."""

    def __init__(self, program: str, profile: str, shared: str, pipe: str) -> None:
        import uno  # type: ignore[import-not-found]  # noqa: PLC0415 - only LibreOffice's Python has it

        self._process = _started(program, profile, shared, pipe)
        _STARTED.append(self._process)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self._context = self._connected(resolver, url)

    def _connected(self, resolver: Any, url: str) -> Any:
        last = time.monotonic() + _LONGEST_START
        while True:
            try:
                return resolver.resolve(url)
            except Exception as problem:
                if self._process.poll() is not None:
                    raise RuntimeError(
                        f"LibreOffice ended with code {self._process.returncode} while starting"
                    ) from problem
                if time.monotonic() > last:
                    raise RuntimeError("LibreOffice did not answer after its start") from problem
                time.sleep(0.03)

    def _create(self, service: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)

    def compute(self, path: str, sheets: dict[str, list[list[int]]], *, again: bool) -> Any:
        """Have the reader inside LibreOffice compute a workbook and give the values asked for."""
        given = (
            _named("url", _url(path)),
            _named("asked", json.dumps({"sheets": sheets, "again": again})),
        )
        return json.loads(self._create(_READER).execute(given))

    def lost(self) -> bool:
        """Return whether LibreOffice is gone; a broken connection comes a moment before its end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        return self._process.poll() is not None

    def end(self) -> None:
        with contextlib.suppress(Exception):
            self._create("com.sun.star.frame.Desktop").terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _started(program: str, profile: str, shared: str, pipe: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the program that was found
        [
            program,
            f"-env:UserInstallation={_url(profile)}",
            f"-env:UNO_SHARED_PACKAGES={_url(shared)}",
            "--headless", "--invisible", "--nologo", "--nodefault", "--norestore",
            "--nolockcheck", "--nofirststartwizard",
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _ran(command: list[str]) -> str:
    """Run LibreOffice to its end and return what it said."""
    process = subprocess.Popen(  # noqa: S603 - the program that was found
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    _STARTED.append(process)
    return process.communicate()[0]


def sockets(profile: str, pipe: str) -> list[str]:
    """Name the sockets of a LibreOffice, which it leaves behind where it is ended at once.

    It has one for the pipe that it is told of, and one for its profile, named by the MD5 of the
    profile's address (``CreateMD5FromString`` in desktop/source/app/officeipcthread.cxx).

    Args:
        profile: the folder of its profile.
        pipe: the name of the pipe.
    """
    if not hasattr(os, "getuid"):
        return []
    digest = hashlib.md5(_url(profile).encode("utf-16-le"), usedforsecurity=False).digest()
    # Each byte without a leading zero, as LibreOffice writes them.
    single = f"SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    return [
        f"{folder}/OSL_PIPE_{os.getuid()}_{name}" for folder in _SOCKETS for name in (single, pipe)
    ]


def _url(path: str) -> str:
    return Path(path).absolute().as_uri()


def _named(name: str, value: str) -> Any:
    import uno  # noqa: PLC0415

    entry = uno.createUnoStruct("com.sun.star.beans.NamedValue")
    entry.Name, entry.Value = name, value
    return entry


def _requests() -> queue.Queue[str]:
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        # No one is there any more, and the main thread may hang in LibreOffice.
        for process in _STARTED:
            process.kill()
        # LibreOffice writes into its profile until its very end: the folder is removed by one who
        # outlives them all.
        subprocess.Popen(  # noqa: S603 - this Python
            [sys.executable, "-I", "-c", _REMOVE, *sys.argv[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=hasattr(os, "killpg"),
        )
        if hasattr(os, "killpg"):
            # LibreOffice's own children; this process leads the group, and ends with it.
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _words(problem: Exception) -> str:
    """Return a problem's own words: a fault inside LibreOffice comes with class and traceback.

    >>> _words(RuntimeError("<class 'ValueError'>: no sheet S, traceback follows File 1"))
    'no sheet S'
    """
    said = str(problem).partition(", traceback follows")[0]
    return re.sub(r"^<class '[\w.]+'>: ", "", said) or type(problem).__name__


def main() -> None:
    """Serve until the process group is ended: by the other end, or when the input is at its end."""
    lines = _requests()
    with contextlib.suppress(OSError):
        _serve(lines)
    # Nobody reads the answers any more, or LibreOffice was told to end.  To leave here would end the
    # thread that reads the input before it has ended the group.
    threading.Event().wait()


def _serve(lines: queue.Queue[str]) -> None:
    office = None
    while True:
        asked = json.loads(lines.get())
        try:
            what = asked.pop("do")
            answer: Any = None
            if what == "start":
                office = _Office(**asked)
            elif what == "run":
                answer = _ran(**asked)
            elif office is not None:
                answer = getattr(office, what)(**asked)
            _say({"answer": answer})
            if what == "end":
                return
        except Exception as problem:  # noqa: BLE001 - whatever it is, the other end reports it
            words = _words(problem)
            lost = office is not None and office.lost()
            _say({"problem": words, "lost": lost})


if __name__ == "__main__":
    main()
