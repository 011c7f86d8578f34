"""Who may know whom, how long a file may be, and what a declaration must say."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import vsm_xl
from vsm_xl.functions.registry import EVERY as _EVERY
from vsm_xl.functions.registry import FUNCTIONS, LONGEST_TEXT

PACKAGE = Path(vsm_xl.__file__).parent
CORE = ("framework", "rules", "functions")
MOST_LINES = 400
OUTSIDE = {"xlwings", "openpyxl", "formualizer", "typer", "rich"}
ADAPTERS = {
    f"vsm_xl.{room}" for room in ("excel", "annual_return", "recalc", "cli", "ooxml", "national")
}
_FILES = sorted(PACKAGE.rglob("*.py"))
#: The way into the command line, which is no part of the core.
_ENTRY = PACKAGE / "__main__.py"


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _reaches(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize(
    "file",
    [
        file
        for file in _FILES
        if file != _ENTRY and (file.parent == PACKAGE or file.relative_to(PACKAGE).parts[0] in CORE)
    ],
    ids=lambda file: file.relative_to(PACKAGE).as_posix(),
)
def test_the_core_knows_no_adapter(file: Path) -> None:
    wrong = {name for name in _imported(file) if _reaches(name, OUTSIDE | ADAPTERS)}
    if file == PACKAGE / "__init__.py":
        # For type checkers; at run time it is loaded when it is asked for.
        wrong -= {"vsm_xl.annual_return.returns", "vsm_xl.annual_return.returns.Return"}

    assert wrong == set()


@pytest.mark.parametrize(
    ("room", "unknown"),
    [("framework", {"vsm_xl.rules", "vsm_xl.functions"}), ("rules", {"vsm_xl.functions"})],
)
def test_nothing_knows_what_is_built_on_it(room: str, unknown: set[str]) -> None:
    for file in (PACKAGE / room).rglob("*.py"):
        assert {name for name in _imported(file) if _reaches(name, unknown)} == set(), file


def test_the_library_is_imported_without_what_only_adapters_need() -> None:
    program = "import sys, vsm_xl; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    shown = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    ).stdout.split()

    assert OUTSIDE & set(shown) == set()


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_file_fits_in_the_head(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


EVERY: list[Any] = [*_EVERY.values()]


@pytest.mark.parametrize("function", EVERY, ids=lambda function: function.name)
def test_a_function_says_what_it_is_for(function: Any) -> None:
    assert function.name == function.name.upper()
    assert function.name.startswith("VSM_")
    assert function.purpose[0].isupper()
    assert function.purpose.endswith(".")
    assert len(function.purpose) <= LONGEST_TEXT
    assert function.returns
    assert function.category
    assert function.signature.startswith(function.name + "(")


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_an_argument_says_what_it_takes(function: Any) -> None:
    assert len({arg.name for arg in function.args}) == len(function.args)
    for arg in function.args:
        assert arg.name == arg.name.lower()
        assert len(arg.text) <= LONGEST_TEXT
        assert arg.text.endswith("."), arg.text
        # Permitted words are written as they are typed, some of them small.
        assert arg.text[0].isupper() or arg.text.split(",")[0] in arg.type.text, arg.text


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_required_arguments_stand_before_optional_ones(function: Any) -> None:
    optional = [arg.optional for arg in function.args]

    assert optional == sorted(optional)


@pytest.mark.parametrize("function", EVERY, ids=lambda function: function.name)
def test_the_example_of_a_function_gives_an_answer(function: Any) -> None:
    answer = vsm_xl.call(function.name, *function.example)

    assert not isinstance(answer, vsm_xl.XlError), answer.message
    assert answer != ""


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_what_a_function_cites_can_be_found(function: Any) -> None:
    names = {row[0] for row in vsm_xl.call("VSM_LIST", "rates")}

    assert set(function.cites) <= names


def test_the_functions_are_listed() -> None:
    assert [row[0] for row in vsm_xl.call("VSM_LIST", "functions")] == list(vsm_xl.NAMES)


_IMPURE = {
    "os",
    "time",
    "random",
    "locale",
    "platform",
    "socket",
    "tempfile",
    "configparser",
    "pathlib",
}


@pytest.mark.parametrize(
    "file",
    [file for file in _FILES if file.relative_to(PACKAGE).parts[0] in {"rules", "functions"}],
    ids=lambda file: file.relative_to(PACKAGE).as_posix(),
)
def test_a_result_depends_on_nothing_but_its_arguments_and_the_edition(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    assert {name.partition(".")[0] for name in _imported(file)} & _IMPURE == set()
    assert (asked | named) & {
        "today",
        "now",
        "utcnow",
        "environ",
        "getenv",
        "open",
        "input",
    } == set()
