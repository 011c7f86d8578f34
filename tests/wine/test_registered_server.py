"""The registered server under Wine: started by Windows, asked by the macros' own connection."""

from __future__ import annotations

import subprocess
import tempfile
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from vbscript import script  # type: ignore[import-not-found,unused-ignore]

import vsm_xl
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import vba

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.component

_REGISTER = """
import sys
from pathlib import Path
from vsm_xl.excel.desktop import registration
from vsm_xl.excel.desktop.machine import this_machine

keys = registration.entries(Path(sys.executable).with_name("pythonw.exe"), all_users=True)
registration.{verb}(this_machine(), keys)
"""
_F, _R = shared_names.FUNCTIONS_MODULE, shared_names.RIBBON_MODULE
_AWARD = f'Tried(it, "{_F}", "VSM_AWARD", Array(150000.0, "2025/26", "Provider", 3.0))'


@pytest.fixture(scope="module")
def macros(windows: Any) -> Iterator[Callable[..., list[str]]]:
    """Register the server for the computer, where Wine looks; run stories of the macros."""
    done = windows.run("-c", _REGISTER.format(verb="register"))
    assert done.returncode == 0, done
    server = next(module for module in vba.modules() if module.name == "VsmServer")
    scratch = windows.prefix / "drive_c" / "scratch"
    scratch.mkdir(exist_ok=True)

    def tell(story: str, folder: Any = scratch) -> list[str]:
        file = scratch / f"{uuid.uuid4()}.vbs"
        file.write_bytes(script(server, story).encode("ascii"))
        # A file and no pipe: a server that lives on would hold a pipe open.
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen(
                ["wine", "cscript.exe", "//nologo", windows.windows_path(file)],
                env=windows.environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                assert process.wait(240) == 0
            finally:
                process.kill()
            out.seek(0)
            return out.read().decode("cp850", "replace").splitlines()

    yield tell
    assert windows.run("-c", _REGISTER.format(verb="unregister")).returncode == 0


def test_the_macros_ask_windows_for_the_server_and_a_killed_one_is_replaced(
    macros: Callable[..., Any],
) -> None:
    told = macros(
        f"""
Dim about
about = Tried(it, "{_R}", "about", Array())
Say about(0, 1)
Say {_AWARD}
Kill
Say {_AWARD}
Say {_AWARD}
Kill
Say {_AWARD}
Say Starts
"""
    )

    assert told == [vsm_xl.__version__, *["4875"] * 4, "3"]


def test_what_python_reports_keeps_its_words_and_restarts_nothing(
    macros: Callable[..., Any],
) -> None:
    nothing = f'Tried(it, "{_F}", "VSM_NOTHING", Array(1.0))'
    told = macros(f"Say {nothing}\nSay {nothing}\nSay {_AWARD}\nSay Starts")

    assert all("has no attribute 'VSM_NOTHING'" in words for words in told[:2])
    assert told[2:] == ["4875", "1"]


def test_a_file_beside_the_workbook_is_not_imported(
    windows: Any, macros: Callable[..., Any]
) -> None:
    received = windows.prefix / "drive_c" / "received"
    received.mkdir(exist_ok=True)
    for module in ("pickle", "xlwings", "win32api", "encodings"):
        (received / f"{module}.py").write_text("open(r'C:\\received\\ran', 'w').close()\n")

    told = macros(f"Say {_AWARD}", received)

    assert told == ["4875"]
    assert not (received / "ran").exists()


def test_where_nothing_is_registered_the_macros_say_so(
    windows: Any, macros: Callable[..., Any]
) -> None:
    windows.run("-c", _REGISTER.format(verb="unregister"))
    try:
        told = macros(f"Say {_AWARD}\nSay {_AWARD}")
    finally:
        windows.run("-c", _REGISTER.format(verb="register"))

    assert told[0].startswith("error: Windows did not start Python: ")
    assert told[0].endswith("There is no DLL.")
    assert told[1] == told[0]
