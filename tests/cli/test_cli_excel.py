"""install and doctor on the command line."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="would install for real")


@pytest.mark.parametrize("words", [("install",), ("install", "--uninstall")])
def test_on_other_systems_install_says_so_and_changes_nothing(
    run: Callable[..., Any], words: tuple[str, ...]
) -> None:
    ended = run(*words)

    assert (ended.code, ended.out) == (2, "")
    assert "is for Excel on Windows" in ended.err


def test_uninstall_takes_no_folder(run: Callable[..., Any]) -> None:
    ended = run("install", "--uninstall", "--folder", "x")

    assert ended.code == 2
    assert "use it on its own" in " ".join(ended.err.split())


def test_the_doctor_says_what_works_without_excel(run: Callable[..., Any]) -> None:
    ended = run("doctor")

    assert ended.code == 0
    assert ended.out.startswith("note   Excel: This is not Windows")
    assert ended.out.endswith("\nAll is well.\n")


def test_the_doctor_gives_it_json(run: Callable[..., Any]) -> None:
    ended = run("doctor", "--json")

    report = json.loads(ended.out)
    assert report["good"] is True
    assert {"subject", "state", "found", "code", "remedy"} == set(report["findings"][0])


def test_a_fault_is_exit_code_1_and_has_its_code(run: Callable[..., Any], tmp_path: Any) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(b"no workbook")

    ended = run("doctor", path)

    assert ended.code == 1
    assert "What to do (RETURN_UNREADABLE)" in ended.out
    assert ended.out.endswith("\n1 fault.\n")


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("out", [False, True])
def test_the_functions_go_into_libreoffice_and_out_for_one_or_for_all(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, *, shared: bool, out: bool
) -> None:
    asked = []
    found = SimpleNamespace(version="25.2", program="soffice")
    monkeypatch.setattr("vsm_xl.libreoffice.installations.find", lambda: found)
    for done in ("install", "uninstall"):
        monkeypatch.setattr(
            f"vsm_xl.cli.libreoffice.{done}",
            lambda _, *, shared, done=done: asked.append((done, shared)),
        )
    options = (["--shared"] if shared else []) + (["--uninstall"] if out else [])

    ended = run("install", "--libreoffice", *options)

    assert (ended.code, asked) == (0, [("uninstall" if out else "install", shared)])
    assert ("everybody on this computer" if shared else "you") in ended.out


@pytest.mark.parametrize(
    "options",
    [
        ["--shared", "--uninstall"],
        ["--libreoffice", "--folder", "x"],
        ["--libreoffice", "--replace"],
    ],
)
def test_options_that_do_not_go_together_are_refused(
    run: Callable[..., Any], options: list[str]
) -> None:
    assert run("install", *options).code == 2
