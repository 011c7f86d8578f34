"""A return for xlwings Lite made of one for the add-in, and back; nothing else is changed."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.excel.lite.code import is_ours, is_unchanged, main_py, version_of
from vsm_xl.excel.lite.parts import REQUIREMENTS, carried, with_code, without_code
from vsm_xl.functions import NAMES
from vsm_xl.ooxml.formulas import respell
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsm_xl.excel.lite.parts import Route
    from vsm_xl.ooxml.package import Package

#: What the functions of an add-in from the store are called in a file.
PREFIX: Final = "_xldudf_"
_FORMULA: Final = re.compile(rb"(<(?:\w+:)?f(?:\s[^>]*)?>)([^<]+)(</(?:\w+:)?f>)")
_CALL: Final = re.compile(
    r""""(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.!\]])(?P<name>VSM_[A-Z_]+)(?=\()""", re.IGNORECASE
)
#: What xlwings Lite has been seen to require by itself.
_REQUIRED: Final = frozenset(("xlwings", "python-dotenv", "pyodide-http", "black"))
_PACKAGE_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def to_lite(package: Package) -> Package:
    """Return a workbook whose functions are inside it, for xlwings Lite.

    Args:
        package: a workbook with our functions in its formulas; one that is for Lite already gets
            the code of this version.

    Raises:
        UnusableInput: it carries code for Lite that is not ours.
    """
    found = carried(package)
    if found is not None and not is_ours(found.code):
        raise UnusableInput(
            f"{package.name} carries other code for xlwings Lite, and a workbook has room for one. "
            f"Remove that code in xlwings Lite, or copy the return into another workbook."
        )
    bare = without_code(package)
    names = [f"{PREFIX}{name}" for name in sorted(NAMES)]
    return with_code(_spelt(bare, _for_lite), main_py(), names)


def to_add_in(package: Package) -> Package:
    """Return a workbook for the add-in: plain formulas, and nothing of xlwings Lite in it."""
    found = carried(package)
    bare = without_code(package) if found is None or is_ours(found.code) else package
    return _spelt(bare, _plain)


def converted(package: Package, route: Route) -> Package:
    """Return a workbook for one of the two routes."""
    return to_lite(package) if route == "lite" else to_add_in(package)


def is_for_lite(package: Package) -> bool:
    """Whether the formulas of a workbook are spelt for xlwings Lite."""
    mark = PREFIX.encode().lower()
    return any(mark in package.parts[part].lower() for part in package.sheets().values())


def has_lost_its_code(package: Package) -> bool:
    """Whether another program has saved a workbook for Lite and left the code out."""
    return is_for_lite(package) and carried(package) is None


def check_code(package: Package) -> None:
    """Refuse a workbook whose code for xlwings Lite is not, to the last letter, that of the release.

    Code that does not pretend to be ours is not judged: it is the user's own.

    Raises:
        UnusableInput: the code was changed, is of another version, or is not alone.
    """
    found = carried(package)
    if found is None or not (is_ours(found.code) or is_for_lite(package)):
        return
    remedy = (
        f"Do not run it: choose Don't Trust where Excel asks. vsm-xl convert {package.name} --for "
        f"add-in -o NEW.xlsx makes a workbook without it, and --for lite one with the true code."
    )
    if not is_unchanged(found.code):
        version = version_of(found.code)
        if version and version != __version__:
            raise UnusableInput(
                f"{package.name} carries the functions of vsm_xl {version}, which this is not "
                f"({__version__}), so they cannot be checked here. Check it with that version."
            )
        raise UnusableInput(
            f"{package.name} carries code for xlwings Lite that was changed: it is not that of "
            f"vsm_xl {__version__}. {remedy}"
        )
    further = [name for name in found.properties if name.endswith(".py") and name != "main.py"]
    further += [name for name in _required(found.properties) if name not in _REQUIRED]
    if further:
        raise UnusableInput(
            f"{package.name} carries more code for xlwings Lite than the functions: "
            f"{', '.join(sorted(further))}. {remedy}"
        )


def _required(properties: dict[str, object]) -> list[str]:
    """Return the packages that the workbook makes Lite install."""
    names = []
    for key in (REQUIREMENTS, "requirements-pinned.txt"):
        for line in str(properties.get(key, "")).splitlines():
            text = line.partition("#")[0].strip()
            found = _PACKAGE_NAME.match(text)
            if key == REQUIREMENTS and text:
                plain = found and not re.search(r"[@:/]|^-", text)
                names.append(found[0].lower() if found and plain else text)
            elif text and re.search(r"[@/]|^-", text):
                # What Lite has pinned is what the line above made it fetch, with versions.
                names.append(text)
    return names


def _spelt(package: Package, spelling: Callable[[str], str]) -> Package:
    """Return a workbook whose formulas are spelt in another way."""

    def one(found: re.Match[bytes]) -> bytes:
        if b"VSM_" not in found[2].upper():
            return found[0]
        formula = unescape(found[2].decode())
        spelt = spelling(formula)
        if spelt == formula:
            return found[0]
        return found[1] + escape(spelt, quote=False).encode() + found[3]

    parts = dict(package.parts)
    for part in package.sheets().values():
        parts[part] = _FORMULA.sub(one, parts[part])
    return replace(package, parts=parts)


def _plain(formula: str) -> str:
    """Spell our functions by their bare names, and leave everything else as it is."""
    return respell(formula, NAMES, keep_newer=True)


def _for_lite(formula: str) -> str:
    """Spell our functions as those of an add-in from the store.

    >>> _for_lite('IF(A1="VSM_BAND(",VSM_BAND(A1,5),SUM(1))')
    'IF(A1="VSM_BAND(",_xldudf_VSM_BAND(A1,5),SUM(1))'
    """
    return _CALL.sub(
        lambda found: (
            PREFIX + found["name"].upper()
            if found["name"] and found["name"].upper() in NAMES
            else found[0]
        ),
        _plain(formula),
    )
