"""Help by task, the functions explained, what check shows, and what is not written over."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from vsm_xl.annual_return.filling.blank_files import GUIDANCE
from vsm_xl.cli.app import MODULES, asked, program
from vsm_xl.cli.help_page import TASKS
from vsm_xl.cli.output import PrintedColumn, folded_table
from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Longer lines are not taken in at a glance.
LONGEST = 60


def test_every_command_stands_under_its_task_in_one_short_line(run: Callable[..., Any]) -> None:
    commands: Any = get_command(program(*MODULES))
    named = {name: words for task in TASKS.values() for name, (_, words) in task.items()}

    assert set(commands.commands) == set(named)
    assert {name for name, words in named.items() if len(words) > LONGEST} == set()
    lines = run("--help").out.splitlines()
    assert [line for line in lines[1:] if len(line) > 80 or line.endswith("...")] == []
    assert all(f"{task}:" in lines for task in TASKS)
    assert "  Examples:" in lines


def test_a_command_is_loaded_by_its_name_also_after_an_edition() -> None:
    for name in MODULES:
        for words in ([name], ["--edition", "check", name, "x"], ["--edition=check", name]):
            loaded: Any = get_command(asked(words))
            assert name in loaded.commands, words
            assert {MODULES[other] for other in loaded.commands} == {MODULES[name]}, words
    every: Any = get_command(asked(["chekc"]))
    assert set(every.commands) == set(MODULES)


def test_help_of_every_command_is_narrow_and_in_words(run: Callable[..., Any]) -> None:
    found = []

    def look(words: tuple[str, ...], command: Any) -> None:
        for line in run(*words, "--help").out.splitlines():
            # Two of margin, as the settings of help say.
            if len(line) > LONGEST + 2 or (line.startswith("Usage") and len(line) > LONGEST):
                found.append((words, line))
            found.extend((words, line) for word in ("<path>", "<str>", "<list") if word in line)
        for name, below in getattr(command, "commands", {}).items():
            look((*words, name), below)

    look((), get_command(program(*MODULES)))
    assert found == []


def test_the_examples_of_help_are_commands_with_options_that_exist() -> None:
    every: Any = get_command(program(*MODULES))
    texts = [every.epilog, *(command.help or "" for command in every.commands.values())]
    words = [
        line.split()[1:]
        for text in texts
        for line in re.findall(r"^ *(vsm-xl .+)$", text, re.MULTILINE)
    ]
    assert len(words) > 12
    for name, *rest in words:
        command = every.commands[name]
        if hasattr(command, "commands"):
            command = command.commands[rest[0]]
        known = {option for one in command.params for option in one.opts}
        assert {word for word in rest if word.startswith("-")} <= known, (name, rest)


def test_functions_are_listed_and_explained(run: Callable[..., Any]) -> None:
    every = run("functions")
    assert {line.split()[0] for line in every.out.splitlines() if line.startswith("  VSM_")} == set(
        EVERY
    )

    one = run("functions", "award")
    assert one.out.startswith("VSM_AWARD(★salary, ")
    assert "Example: vsm-xl call VSM_AWARD 150000 2025/26 Provider 3\n  4875.00\n" in one.out

    wrong = run("functions", "VSM_AWRD")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Did you mean VSM_AWARD?" in wrong.err


def test_the_example_of_every_function_is_its_call(run: Callable[..., Any]) -> None:
    for name in EVERY:
        assert run("functions", name).code == 0


def test_check_shows_what_is_outstanding_and_all_where_asked(
    run: Callable[..., Any], filled: Path
) -> None:
    some, every = run("check", filled), run("check", filled, "--all")

    assert (some.code, every.code) == (1, 1)
    assert "  Pass  " not in some.out
    assert "  Pass  " in every.out
    shown = json.loads(run("check", filled, "--json").out)
    assert [one["file"] for one in shown] == [str(filled)]
    assert {check["result"] for check in shown[0]["checks"]} <= {"Fail", "Not complete"}
    assert len(json.loads(run("check", filled, "--json", "--all").out)[0]["checks"]) > len(
        shown[0]["checks"]
    )


def test_check_takes_many_files_and_goes_on_after_one_that_cannot_be_read(
    run: Callable[..., Any], filled: Path, blank: Path
) -> None:
    wrong = filled.with_name("wrong.xlsx")
    wrong.write_bytes(b"no workbook")

    ended = run("check", filled, wrong, blank)

    assert ended.code == 2
    assert str(wrong) in ended.err
    assert ended.out.count("Master check: ") == 2
    files = json.loads(run("check", filled, wrong, blank, "--json").out)
    assert [one["master"] for one in files] == ["Fail", None, "Not complete"]
    assert files[1]["problems"]


def test_fill_and_recalc_end_with_one_and_name_the_checks_that_fail(
    run: Callable[..., Any], filled: Path, demo_folder: Path
) -> None:
    out = filled.with_name("again.xlsx")
    for words in (
        ("recalc", filled),
        ("fill", filled, "--organisation", demo_folder / "rr8-organisation.csv",
         "--people", demo_folder / "rr8-people.csv", "-o", out),
    ):  # fmt: skip
        ended = run(*words)
        assert ended.code == 1
        assert any("  Fail  " in line and "illustrative" in line for line in ended.out.splitlines())


def test_recalc_of_many_ends_as_one_does(run: Callable[..., Any], filled: Path) -> None:
    other = filled.with_name("other.xlsx")
    other.write_bytes(filled.read_bytes())
    assert run("recalc", filled, other).code == 1

    other.write_bytes(b"no workbook")
    assert run("recalc", filled, other).code == 2


def _words(command: str, filled: Path, demo_folder: Path, out: Path) -> list[object]:
    return {
        "build template": ["build", "template", "--people", 2, "-o", out],
        "fill": ["fill", filled, "--organisation", demo_folder / "rr8-organisation.csv",
                 "--people", demo_folder / "rr8-people.csv", "-o", out],
        "recalc": ["recalc", filled, "-o", out],
        "export": ["export", filled, "--format", "json", "-o", out],
        "roll-forward": ["roll-forward", filled, "-o", out],
        "repair": ["repair", filled, "-o", out],
    }[command]  # fmt: skip


@pytest.mark.parametrize(
    "command", ["build template", "fill", "recalc", "export", "roll-forward", "repair"]
)
def test_nothing_is_written_over_unless_asked(
    run: Callable[..., Any], filled: Path, demo_folder: Path, command: str
) -> None:
    out = filled.with_name("theirs.xlsx")
    out.write_bytes(b"theirs")
    words = _words(command, filled, demo_folder, out)

    refused = run(*words)
    assert (refused.code, refused.out) == (2, "")
    assert "--replace" in refused.err
    assert out.read_bytes() == b"theirs"

    link = filled.with_name("link.xlsx")
    link.symlink_to(out)
    linked = run(*_words(command, filled, demo_folder, link), "--replace")
    assert linked.code == 2
    assert "is a link to" in linked.err

    replaced = run(*words, "--replace")
    assert replaced.code in {0, 1}
    assert out.read_bytes() != b"theirs"


def test_demo_and_inputs_write_over_nothing(run: Callable[..., Any], tmp_path: Path) -> None:
    made = run("build", "inputs", tmp_path / "in")
    assert made.code == 0
    assert (tmp_path / "in" / GUIDANCE).exists()
    again = run("build", "inputs", tmp_path / "in")
    assert (again.code, again.out) == (2, "")
    assert run("build", "inputs", tmp_path / "in", "--replace").code == 0

    (tmp_path / "rr8-people.csv").write_bytes(b"theirs")
    refused = run("demo", "-o", tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert (tmp_path / "rr8-people.csv").read_bytes() == b"theirs"


def test_the_empty_inputs_fill_a_return(
    run: Callable[..., Any], blank: Path, tmp_path: Path
) -> None:
    run("build", "inputs", tmp_path / "in")

    ended = run(
        "fill", blank, "--organisation", tmp_path / "in" / "organisation.csv",
        "--people", tmp_path / "in" / "people.csv", "-o", tmp_path / "out.xlsx",
    )  # fmt: skip

    assert ended.code == 1
    assert "Wrote" in ended.out


def test_a_table_that_does_not_fit_is_folded_and_loses_nothing() -> None:
    columns = [
        PrintedColumn("No.", right=True),
        PrintedColumn("Result"),
        PrintedColumn("What to do"),
    ]
    rows = [["12", "Fail", "Replace the illustrative ranges with the official ones in force."]]

    found = folded_table(columns, rows, 30)

    assert max(map(len, found)) <= 30
    assert found[:2] == ["12", "  Result: Fail"]
    assert " ".join(" ".join(found).split()).endswith(rows[0][2])


@pytest.mark.skipif(sys.platform == "win32", reason="closed output of POSIX")
def test_closed_output_is_no_traceback(filled: Path) -> None:
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        ended = subprocess.run(
            ["sh", "-c", f'"$0" -m vsm_xl check "$1" {closed}', sys.executable, str(filled)],
            capture_output=True,
            check=False,
        )
        assert ended.returncode == 1
        assert b"Traceback" not in ended.stderr
        assert b"fault" not in ended.stderr


def test_want_of_memory_is_said(
    run: Callable[..., Any], filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("vsm_xl.annual_return.returns.recalculated", greedy)
    ended = run("check", filled)

    assert ended.code == 2
    assert "not enough memory" in ended.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_as_output_is_refused(run: Callable[..., Any], filled: Path) -> None:
    pipe = filled.with_name("pipe.xlsx")
    os.mkfifo(pipe)

    ended = run("recalc", filled, "-o", pipe, "--replace")

    assert ended.code == 2
    assert "is not an ordinary file" in ended.err


def test_what_an_ended_run_left_is_named(run: Callable[..., Any], filled: Path) -> None:
    left = filled.with_name(f".{filled.name}.0123456789ab.part")
    left.write_bytes(b"half")

    ended = run("recalc", filled)

    assert f"note: {left} was left by a run that was ended" in ended.err
    assert left.exists()
