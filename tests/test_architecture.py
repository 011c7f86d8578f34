"""Who may know whom, how long a file may be, and what a declaration must say."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

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


def _path(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def _reaches(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def test_the_core_knows_no_adapter() -> None:
    core = [
        file
        for file in _FILES
        if file != _ENTRY and (file.parent == PACKAGE or file.relative_to(PACKAGE).parts[0] in CORE)
    ]
    # For type checkers; at run time it is loaded when it is asked for.
    late = {"vsm_xl.annual_return.returns", "vsm_xl.annual_return.returns.Return"}

    assert len(core) > len(CORE)
    assert {
        (_path(file), name)
        for file in core
        for name in _imported(file)
        if _reaches(name, OUTSIDE | ADAPTERS)
    } - {("__init__.py", name) for name in late} == set()


class _Room(NamedTuple):
    files: list[str]
    imports: set[str]


def _rooms() -> dict[str, _Room]:
    """Return the table of rooms in docs/architecture.md, in its order."""
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = text.partition("## Rooms")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row[:1] == "|"]
    return {
        name: _Room(re.findall(r"`([^`]+)`", files), set(imports.split(", ")) - {"—"})
        for name, files, imports, _ in cells[2:]
    }


def _room_of(path: str, rooms: dict[str, _Room]) -> str:
    """Return the room whose file or folder fits a path best."""
    fits = [
        (len(place), name)
        for name, room in rooms.items()
        for place in room.files
        if path == place or (place.endswith("/") and path.startswith(place))
    ]
    return max(fits)[1] if fits else f"no room for {path}"


def _modules_imported(file: Path, modules: dict[str, str]) -> set[str]:
    """Return the paths of our modules that a file imports, at its top or later, by any form."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            # A package whose modules alone are imported is not imported for itself.
            found |= parts | (set() if parts <= modules.keys() else {node.module or ""})
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found |= {str(one.value) for one in node.args if isinstance(one, ast.Constant)}
    return {modules[name] for name in found & modules.keys()}


def test_the_rooms_import_each_other_as_the_page_says() -> None:
    rooms = _rooms()
    modules = {
        ".".join(("vsm_xl", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): _path(path)
        for path in _FILES
    }
    found: dict[str, set[str]] = {name: set() for name in rooms}
    lacking = set()
    for file in _FILES:
        own = _room_of(_path(file), rooms)
        for path in _modules_imported(file, modules):
            other = _room_of(path, rooms)
            if other != own and other not in rooms[own].imports:
                lacking.add(f"{own} imports {other}: {_path(file)} imports {path}")
            elif other != own:
                found[own].add(other)

    assert lacking == set()
    assert {name: room.imports - found[name] for name, room in rooms.items()} == {
        name: set() for name in rooms
    }, "the page names what no import needs"
    order = list(rooms)
    assert [
        (name, other)
        for name, room in rooms.items()
        for other in room.imports
        if order.index(other) <= order.index(name)
    ] == [], "an import points upwards"
    places = [place for room in rooms.values() for place in room.files]
    assert [place for place in places if not (PACKAGE / place).exists()] == []


def test_nothing_knows_what_is_built_on_it() -> None:
    for room, unknown in (
        ("framework", {"vsm_xl.rules", "vsm_xl.functions"}),
        ("rules", {"vsm_xl.functions"}),
    ):
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


def test_a_file_fits_in_the_head() -> None:
    lines = {_path(file): file.read_text(encoding="utf-8").count("\n") for file in _FILES}

    assert {file: count for file, count in lines.items() if count > MOST_LINES} == {}


def test_a_class_has_a_name_of_its_own() -> None:
    found: dict[str, list[str]] = {}
    for file in _FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(_path(file))

    assert {name: files for name, files in found.items() if len(files) > 1} == {}


EVERY: list[Any] = [*_EVERY.values()]


def test_a_function_says_what_it_is_for() -> None:
    for function in EVERY:
        assert re.fullmatch(r"VSM_[A-Z0-9_]+", function.name)
        assert function.purpose[0].isupper(), function.name
        assert function.purpose.endswith("."), function.name
        assert len(function.purpose) <= LONGEST_TEXT, function.name
        assert function.returns, function.name
        assert function.category, function.name
        assert function.signature.startswith(function.name + "("), function.name


def test_an_argument_says_what_it_takes() -> None:
    for function in FUNCTIONS.values():
        assert len({arg.name for arg in function.args}) == len(function.args), function.name
        for arg in function.args:
            assert arg.name == arg.name.lower()
            assert len(arg.text) <= LONGEST_TEXT
            assert arg.text.endswith("."), arg.text
            # Permitted words are written as they are typed, some of them small.
            assert arg.text[0].isupper() or arg.text.split(",")[0] in arg.type.text, arg.text


def test_required_arguments_stand_before_optional_ones() -> None:
    for function in FUNCTIONS.values():
        optional = [arg.optional for arg in function.args]
        assert optional == sorted(optional), function.name


def test_the_example_of_a_function_gives_an_answer() -> None:
    for function in EVERY:
        answer = vsm_xl.call(function.name, *function.example)
        assert not isinstance(answer, vsm_xl.XlError), (function.name, answer.message)
        assert answer != "", function.name


def test_what_a_function_cites_can_be_found() -> None:
    names = {row[0] for row in vsm_xl.call("VSM_LIST", "rates")}
    cited = {(function.name, name) for function in FUNCTIONS.values() for name in function.cites}

    assert cited
    assert {(function, name) for function, name in cited if name not in names} == set()


def test_the_functions_are_listed() -> None:
    assert [row[0] for row in vsm_xl.call("VSM_LIST", "functions")] == list(vsm_xl.NAMES)


_IMPURE = {
    "os", "time", "random", "locale", "platform", "socket", "tempfile", "configparser", "pathlib",
}  # fmt: skip
_IMPURE_CALLS = {"today", "now", "utcnow", "environ", "getenv", "open", "input"}


def test_a_result_depends_on_nothing_but_its_arguments_and_the_edition() -> None:
    for file in _FILES:
        if file.relative_to(PACKAGE).parts[0] not in {"rules", "functions"}:
            continue
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        named = {node.id for node in nodes if isinstance(node, ast.Name)}
        assert {name.partition(".")[0] for name in _imported(file)} & _IMPURE == set(), file
        assert (asked | named) & _IMPURE_CALLS == set(), file


def _exists(name: str, module: str) -> bool:
    """Return whether what a docstring of a module names is there, in the module or by its whole name."""
    package = module if hasattr(sys.modules[module], "__path__") else module.rpartition(".")[0]
    for whole in (f"{package}{name}" if name[0] == "." else name, f"{module}.{name}"):
        try:
            return pkgutil.resolve_name(whole) is not None
        except (ImportError, AttributeError, ValueError):
            continue
    return any(hasattr(one, name) for one in vars(sys.modules[module]).values())


def test_whatever_a_docstring_refers_to_exists() -> None:
    wrong = []
    for file in _FILES:
        text = file.read_text(encoding="utf-8")
        names = re.findall(r":(?:mod|func|class|data|meth|attr|exc):`~?([\w.]+)`", text)
        if names:
            module = ".".join(("vsm_xl", *file.relative_to(PACKAGE).with_suffix("").parts))
            module = module.removesuffix(".__init__")
            importlib.import_module(module)
            wrong += [f"{_path(file)}: {name}" for name in names if not _exists(name, module)]
    assert wrong == []
