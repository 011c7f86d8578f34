"""The code that a workbook carries: small, readable at its head, the same everywhere, self-contained."""

from __future__ import annotations

import ast
import base64
import re
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

from vsm_xl.excel.lite import code
from vsm_xl.functions import NAMES
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

#: xlwings as it is outside Excel: its decorators leave a function as it is.
_STAND_IN = """
__version__ = "0"
class Book: pass
class BookAsync(Book): pass
def func(f): return f
def arg(*_, **__): return lambda f: f
def script(name): return lambda f: f
"""


def test_the_head_says_what_it_is_and_how_to_check_it() -> None:
    head = code.main_py().partition("import base64")[0]

    for words in (__version__, code.digest(), "MIT", "vsm-xl check", "2026-12"):
        assert words in head, words
    assert all(line.startswith("#") or not line for line in head.splitlines())
    assert max(map(len, code.main_py().splitlines())) <= 120
    assert len(code.main_py()) < 250_000


def test_it_asks_for_xlwings_and_the_standard_library_alone() -> None:
    imported = set()
    for node in ast.walk(ast.parse(code.main_py())):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])

    assert imported - set(sys.stdlib_module_names) == {"xlwings", "vsm_xl"}


def test_it_starts_and_answers_with_no_other_package(tmp_path: Path) -> None:
    (tmp_path / "xlwings.py").write_text(_STAND_IN, encoding="utf-8")
    (tmp_path / "main.py").write_text(code.main_py(), encoding="utf-8")
    asked = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import main\n"
        "print(main.VSM_AWARD(150000, '2025/26', 'Provider', 3)[0][0])\n"
        "print(sorted(name for name in vars(main) if name.startswith('VSM_')))\n"
        "print(sys.modules['vsm_xl'].__file__)\n"
        # What the commands load only when they are used is there as well.
        "main._commands.find_calls('=VSM_BAND(A1)'); main._commands.about('x', str)\n"
        "assert main._commands.explained('VSM_BAND', 0.0, 0.0, 1.0, 5000.0)[0][0]\n"
        "print({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", asked],
        capture_output=True, text=True, check=False, env={"TMPDIR": str(tmp_path)},
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    answer, names, file, strangers = ran.stdout.splitlines()
    assert answer == "4875.0"
    assert ast.literal_eval(names) == sorted(NAMES)
    assert file.startswith(str(tmp_path))
    assert ast.literal_eval(strangers) == {"__main__", "main", "vsm_xl", "xlwings"}


def test_it_refuses_to_start_when_the_packed_core_was_changed(tmp_path: Path) -> None:
    (tmp_path / "xlwings.py").write_text(_STAND_IN, encoding="utf-8")
    changed = _with_archive(code.archive().replace(b"class", b"clasp", 1))
    (tmp_path / "main.py").write_text(changed, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import main"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "were changed" in ran.stderr
    assert not code.is_unchanged(changed)


def _with_archive(archive: bytes, level: int = 9) -> str:
    text = base64.b64encode(zlib.compress(archive, level)).decode()
    return re.sub(
        r'CORE = """\n.*?\n"""', f'CORE = """\n{text}\n"""', code.main_py(), flags=re.DOTALL
    )


def test_every_changed_letter_is_noticed() -> None:
    whole = code.main_py()
    core = whole.index('CORE = """')
    places = [
        *range(0, core, 40),
        *range(core + 12, len(whole) - 2000, 7001),
        *range(len(whole) - 1500, len(whole), 40),
    ]
    missed = [
        at
        for at in places
        if code.is_unchanged(whole[:at] + ("~" if whole[at] != "~" else "-") + whole[at + 1 :])
    ]
    further = (whole + "import os\n", "\n" + whole, whole.replace("_unpack()\n", "", 1), _with_archive(b""),
               _with_archive(code.archive() + b"more"), _with_archive(bytes(10_000_000)))  # fmt: skip

    assert missed == []
    assert not any(map(code.is_unchanged, further))


def test_the_same_archive_compressed_by_another_zlib_is_the_same_code() -> None:
    assert code.is_unchanged(_with_archive(code.archive(), level=1))
