"""A file that takes more than any return is stopped, whatever in it does so, and the rest goes on."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import hostile_returns as hostile  # type: ignore[import-not-found,unused-ignore]
import pytest

from vsm_xl import programs
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml import limits as file_limits
from vsm_xl.ooxml import supervision
from vsm_xl.ooxml.limits import Limits
from vsm_xl.ooxml.supervision import supervised

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and measured")


def endless() -> None:
    while True:
        pass


def hungry() -> None:
    held = []
    while True:
        held.append(bytearray(2**26))


def hungry_and_content() -> str:
    """Takes whatever there is, and says nothing of what there is not."""
    held = []
    with suppress(MemoryError):
        while True:
            held.append(bytearray(2**22))
    return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**10)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("work", "words"),
    [(endless, "seconds of work"), (hungry, "MB of memory"), (crash, "signal 9")],
)
def test_work_that_takes_too_much_is_ended_and_named(
    work: Callable[[], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_limits, "limits_for", lambda *_, **__: Limits(1.0, 2**28))
    with pytest.raises(UnusableInput, match=rf"^file.xlsx: .*{words}.*nothing was written"):
        supervised(work, 1, "file.xlsx")


def test_memory_has_its_end_while_the_watcher_is_kept_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervision, "too_much", lambda *_: "")
    limits = file_limits.allowed(100_000)
    most = int(supervised(hungry_and_content, 100_000, "file.xlsx"))
    assert limits.memory / 2**20 * 0.7 < most < limits.memory / 2**20 + 60
    with pytest.raises(UnusableInput, match=r"^file.xlsx: .*MB of memory.*nothing was written"):
        supervised(hungry, 100_000, "file.xlsx")


def test_more_time_is_given_when_what_was_received_has_been_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_limits, "_found_slowness", [1.0])
    limits, more = Limits(0.3, 2**30), Limits(2.0, 2**30)
    for reports, least in ((False, 0.3), (True, 2.0)):
        child = supervision.forked(limits)
        if child is None:
            if reports:
                supervision.begin_building()
            endless()
        assert child is not None
        words = child.watch(limits, building=more)
        assert f"more than {least:.0f} seconds" in words


def test_programs_that_work_starts_are_not_held_back() -> None:
    def started() -> str:
        program = "import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0])"
        return subprocess.run(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True,
            preexec_fn=programs.unrestrained(),
        ).stdout.strip()  # fmt: skip

    assert supervised(started, 1, "file.xlsx") == started()
    assert programs.unrestrained() is None


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (endless, "seconds of work"),
        (hungry, "MB of memory"),
        (crash, "signal 9|for want of memory"),
    ],
)
def test_work_is_ended_and_named_where_processes_cannot_be_forked(
    work: Callable[[], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: a program of its own, measured here by Linux."""
    monkeypatch.setattr(supervision, "FORKS", False)
    # The program has to load this module first, which counts as its own work.
    limits = Limits(1.0 if work is endless else 60.0, 2**28)
    monkeypatch.setattr(file_limits, "limits_for", lambda *_, **__: limits)
    with pytest.raises(UnusableInput, match=rf"^file.xlsx: .*({words}).*nothing was written"):
        supervised(work, 1, "file.xlsx")


def refused() -> None:
    raise UnusableInput("why")


def wordy() -> str:
    sys.stdout.write("beside the answer\n")
    return "x" * 300_000


def test_a_program_of_its_own_answers_as_a_fork_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FORKS", False)
    assert supervised(wordy, 1, "file.xlsx") == "x" * 300_000
    with pytest.raises(UnusableInput, match=r"^why$"):
        supervised(refused, 1, "file.xlsx")


@pytest.mark.parametrize("command", ["check", "collate", "recalc"])
def test_several_files_are_each_watched_where_processes_cannot_be_forked(
    tmp_path: Path, filled_bytes: bytes, command: str
) -> None:
    """One that never ends is named, and the other one is done."""
    hurt = hostile.made(hostile.Sound(filled_bytes), hostile.REFUSED["a text repeated"])
    (tmp_path / "hurt.xlsx").write_bytes(hurt)
    (tmp_path / "good.xlsx").write_bytes(filled_bytes)
    program = (
        "import sys\nimport vsm_xl.cli as cli\nfrom vsm_xl.ooxml import supervision\n"
        "supervision.FORKS = False\nif __name__ == '__main__':\n    sys.exit(cli.main())\n"
    )
    (tmp_path / "program.py").write_text(program)
    words = [command, "hurt.xlsx", "good.xlsx", *([] if command == "check" else ["-o", "out"])]
    ended = subprocess.run(
        [sys.executable, "program.py", *words], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr
    said = ended.stdout + ended.stderr
    assert re.search(r"hurt\.xlsx: reading and computing it took more than", said), said
    assert "good.xlsx: reading" not in said
    assert ended.returncode == (0 if command == "collate" else 2)


def test_what_the_work_returns_or_raises_comes_back() -> None:
    assert supervised(lambda: {"a": "x" * 300_000}, 1, "file.xlsx") == {"a": "x" * 300_000}

    def fail() -> None:
        raise ValueError("why")

    with pytest.raises(ValueError, match="why"):
        supervised(fail, 1, "file.xlsx")


def command(tmp_path: Path, work: str) -> subprocess.Popen[str]:
    """The command line with a command in place of ours, given a file."""
    file = tmp_path / "file.xlsx"
    file.write_bytes(b"x")
    program = (
        "import sys, os, time\nimport vsm_xl.cli as cli\nfrom vsm_xl.ooxml import limits\n"
        "limits.SECONDS = 0.3\n"
        f"def work(_):\n    print('begun', os.getpid(), flush=True)\n    {work}\n    return 0\n"
        "cli._run = work\nsys.argv[1:] = ['check', sys.argv[1]]\nsys.exit(cli.main())"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_command_ends_with_what_is_unusable(tmp_path: Path) -> None:
    for work, words in {
        "while True: pass": "seconds of work",
        "os.abort()": "ended the program (signal 6)",
    }.items():
        out, err = (process := command(tmp_path, work)).communicate(timeout=600)
        assert process.returncode == 2, err
        assert out.startswith("begun")
        assert err.startswith(f"vsm-xl: {tmp_path / 'file.xlsx'}: ")
        assert words in err
        assert "Traceback" not in err


def test_what_a_library_writes_of_itself_is_not_shown(tmp_path: Path) -> None:
    """The engine writes a trace of its own where memory ends; what Python writes is shown."""
    work = "os.write(2, b'stack backtrace'); print('words', file=sys.stderr)"
    assert command(tmp_path, work).communicate(timeout=60)[1] == "words\n"


def test_a_command_that_is_done_ends_as_it_says(tmp_path: Path) -> None:
    process = command(tmp_path, "return 7")
    assert process.communicate(timeout=600)[1] == ""
    assert process.returncode == 7


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_watcher_that_is_ended_ends_its_process(tmp_path: Path, number: signal.Signals) -> None:
    process = command(tmp_path, "time.sleep(600)")
    assert process.stdout is not None
    pid = int(process.stdout.readline().split()[1])
    process.send_signal(number)
    process.communicate(timeout=600)

    for _ in range(6000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the process goes on")
    assert process.returncode == (130 if number == signal.SIGINT else -number)


def test_a_slow_computer_gets_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_limits, "_found_slowness", [3.0])
    limits = Limits(2.0, 2**30)
    assert not file_limits.too_much(Limits(5.9, 0), limits)
    assert "6 seconds" in file_limits.too_much(Limits(6.1, 0), limits)
    monkeypatch.setenv(file_limits.SETTING, "60")
    assert file_limits.limits_for(100_000).seconds == 60.0
