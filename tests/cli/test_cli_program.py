"""The command line as a program: how it ends, what it writes to pipes and odd consoles."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

import vsm_xl
from vsm_xl.cli import FAULT, READER_GONE, output
from vsm_xl.cli.interrupts import STOPPED
from vsm_xl.cli.output import PrintedColumn, plain_table, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")
#: A console that can write nothing but ASCII, as far as Python is told.
ASCII = {
    "PYTHONIOENCODING": "ascii",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_names_every_command(run: Callable[..., Any], word: str) -> None:
    ended = run(word)

    assert ended.code == 0
    for command in (
        "build", "fill", "recalc", "check", "show", "call", "why", "rates", "ranges", "demo",
    ):  # fmt: skip
        assert f"\n  {command} " in ended.out


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from vsm_xl.cli import main; code = main(['--help']); "
        "heavy = {'openpyxl', 'formualizer', 'xlwings', 'pydantic', 'vsm_xl.recalc'}; "
        "rooms = {name for name in sys.modules if name.startswith('vsm_xl.annual_return.')}; "
        "limits = 'vsm_xl.annual_return.template.return_size'; "
        # The room of the limits is a docstring and nothing else.
        "loaded = heavy & set(sys.modules) | rooms - {limits, limits.rpartition('.')[0]}; "
        "print(sorted(loaded), file=sys.stderr); sys.exit(code)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ended.stderr == "[]\n"


def test_the_version_is_that_of_the_package_and_of_its_data(run: Callable[..., Any]) -> None:
    ended = run("--version")

    expected = f"vsm-xl {vsm_xl.__version__}, data edition {vsm_xl.call('VSM_EDITION')}\n"
    assert (ended.code, ended.out, ended.err) == (0, expected, "")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("show",),
        ("show", "a.xlsx", "--nonsense"),
        ("fill", "a.xlsx", "-o", "b.xlsx"),
        ("rates", "--date", "yesterday"),
        ("ranges", "import", "a.csv"),
    ],
)
def test_a_wrong_command_ends_with_two_and_plain_words(
    run: Callable[..., Any], words: tuple[str, ...]
) -> None:
    ended = run(*words)

    assert (ended.code, ended.out) == (2, "")
    assert "Error: " in ended.err
    assert "Traceback" not in ended.err
    assert ended.err.isascii()


def test_rates_lists_every_figure_and_marks_information(run: Callable[..., Any]) -> None:
    ended = run("rates")

    assert ended.code == 0
    named = {line.split()[0] for line in ended.out.splitlines() if "." in line.partition(" ")[0]}
    assert {name for (name,) in vsm_xl.call("VSM_LIST", "rates")} <= named
    assert any("information, " in line for line in ended.out.splitlines())


def test_rates_of_a_day_are_those_in_force(run: Callable[..., Any]) -> None:
    ended = run("rates", "--date", "2024-09-01")

    awards = [line for line in ended.out.splitlines() if line.startswith("award.percent ")]
    assert len(awards) == 1
    assert awards[0].split()[1:2] == ["0.05"]
    assert "2024-04-01 to 2025-03-31" in awards[0]
    assert "bonus.limit " not in ended.out
    assert "information, " not in ended.out


def test_output_to_a_pipe_is_plain_and_uncut(
    spawn: Callable[..., subprocess.CompletedProcess[bytes]], filled: Path
) -> None:
    ended = spawn("show", filled, env={"COLUMNS": "40", "FORCE_COLOR": "1"})

    assert (ended.returncode, ended.stderr) == (1, b"")
    assert b"\x1b" not in ended.stdout
    text = ended.stdout.decode()
    line = next(line for line in text.splitlines() if line.startswith("Director of Human"))
    assert "Director of Human Resources and Organisational Development" in line
    assert line.endswith("NHS England")


def test_a_console_without_a_pound_sign_gets_another_letter(
    spawn: Callable[..., subprocess.CompletedProcess[bytes]], filled: Path
) -> None:
    shown = spawn("show", filled, env=ASCII)
    wrong = spawn("call", "VSM_AWARD", "1", env=ASCII)

    assert shown.returncode == 1
    assert b"Award ?" in shown.stdout
    assert wrong.returncode == 2
    assert b"VSM_AWARD(?salary" in wrong.stderr


def test_json_is_utf_8_whatever_the_console(
    spawn: Callable[..., subprocess.CompletedProcess[bytes]], filled: Path
) -> None:
    ended = spawn("show", filled, "--json", env=ASCII)

    says = json.loads(ended.stdout.decode("utf-8"))
    assert "£" in says["posts"][0]["justification"]
    assert "£".encode() in ended.stdout


@POSIX
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("150000\n" * 100_000, encoding="utf-8")
    words = ["call", "VSM_AWARD", f"@{file}", "2025/26", "Provider", "3"]

    with subprocess.Popen(
        [sys.executable, "-m", "vsm_xl", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == b"4875.00\n"
        program.stdout.close()
        said = program.stderr.read()

    assert (program.returncode, said) == (READER_GONE, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_reported() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ended = subprocess.run(
            [sys.executable, "-m", "vsm_xl", "rates"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert ended.returncode == 2
    assert ended.stderr.startswith(b"vsm-xl: the output cannot be written: ")
    assert b"Traceback" not in ended.stderr


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@POSIX
def test_a_command_can_be_stopped_from_the_keyboard(tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    long.write_text("150000\n" * 50_000, encoding="ascii")

    with subprocess.Popen(
        [sys.executable, "-m", "vsm_xl", "call", "VSM_BAND", f"@{long}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A run in the background hands interrupts down as ignored; a person's shell does not.
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no thread runs here
    ) as program:
        assert program.stdout is not None
        # The answer is longer than a pipe holds, so the command waits until it is read.
        assert program.stdout.read(1) == b"1"
        time.sleep(0.2)
        program.send_signal(signal.SIGINT)
        try:
            _, err = program.communicate(timeout=300)
        finally:
            program.kill()

    assert program.returncode == STOPPED
    assert err.startswith(b"vsm-xl: stopped")
    assert b"Traceback" not in err


@POSIX
def test_a_terminal_gets_a_table_that_fits_and_cuts_nothing(filled: Path) -> None:
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    env = os.environ | {"COLUMNS": "90", "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "vsm_xl", "show", str(filled)],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=env,
    ) as program:
        os.close(theirs)
        found = b""
        while chunk := _read(ours):
            found += chunk
    os.close(ours)

    lines = re.sub(r"\x1b\[[0-9;]*m", "", found.decode()).splitlines()
    table = lines[lines.index("DECISIONS") + 1 :]
    table = table[: next(at for at, line in enumerate(table) if line.startswith("Reason"))]
    assert program.returncode == 1
    assert any("─" in line for line in table)
    assert max(map(len, table)) <= 90
    assert sum("286,518.75" in line for line in table) == 1
    assert sum("NHS England" in line for line in table) == 7


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other side is closed
        return b""


def test_a_fault_of_ours_is_owned_up_to(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("something impossible")

    monkeypatch.setattr("vsm_xl.cli.plain_call.call", break_down)

    quiet = run("call", "VSM_BAND", "1")
    monkeypatch.setenv("VSM_XL_DEBUG", "1")
    loud = run("call", "VSM_BAND", "1")

    assert (quiet.code, loud.code) == (FAULT, FAULT)
    assert "this is a fault of vsm_xl" in quiet.err
    assert "something impossible" in quiet.err
    assert "Traceback" not in quiet.err
    assert "Traceback" in loud.err


def test_letters_that_steer_a_terminal_are_not_passed_on() -> None:
    assert printable("Chief\x1b[2J\nexecutive\u202e\t£") == "Chief [2J executive  £"


def test_a_plain_table_lines_up(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(
        [PrintedColumn("post"), PrintedColumn("£", right=True)],
        [["Finance", "1.00"], ["X", "10.00"]],
    )

    assert capsys.readouterr().out == "post         £\nFinance   1.00\nX        10.00\n"
    assert plain_table([PrintedColumn("only")], []) == ["only"]
