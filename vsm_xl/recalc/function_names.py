r"""How our functions are spelt in files, brought back to their plain names.

A workbook saved with our functions loaded carries where they came from: ``[1]!VSM_AWARD(`` or
``'C:\path\vsm.xlam'!VSM_AWARD(`` for an add-in, ``_xll.VSM_AWARD(`` for a compiled one,
``_xldudf_VSM_AWARD(`` on the web, a dotted service name in LibreOffice.  The engine knows the
plain name only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_STRING: Final = r'"(?:[^"]|"")*"'
_QUOTED: Final = r"'(?:[^']|'')*'"
#: A string, or a called name with what qualifies it, or a quoted sheet name to step over.
_CALL: Final = re.compile(
    rf"{_STRING}"
    rf"|(?P<qualifier>(?:{_QUOTED}|[\w.\\:\[\]]+)!)?(?P<name>[A-Za-z_][\w.]*)(?=\()"
    rf"|{_QUOTED}"
)
_PREFIXES: Final = ("_XLL.", "_XLFN.", "_XLWS.", "_XLUDF.", "_XLDUDF_")
#: Everything before an opening bracket that could be a called name with what qualifies it.
_PLAIN_CALL: Final = re.compile(r"([^\s(),;+\-*/^&=<>\"{}]+)\(")
_QUALIFIED: Final = re.compile(r"[^A-Za-z0-9_]|^_x", re.IGNORECASE)
#: Excel marks functions newer than the file format with these; the engine knows them without.
_NEWER: Final = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
#: Another workbook: 'C:\x\[b.xlsx]S'!, 'C:\x\b.xlsx'!, [1]S!, [1]!  No sheet name can hold
#: these marks; a table's column, Table[Column], is preceded by the table's name.
_EXTERNAL: Final = re.compile(
    rf"{_STRING}|(?P<external>'(?:[^']|'')*[\[\]\\/:](?:[^']|'')*'!"
    rf"|(?<![\w.\[\]])\[[^\[\]@#'\"]+\][^\[\]'\"!(),;&+*/^=<>{{}}]*!)|{_QUOTED}"
)


def respell(formula: str, functions: Collection[str], *, keep_newer: bool = False) -> str:
    """Spell the functions named in ``functions`` plainly; texts in quotes stay as they are.

    Args:
        formula: the formula, without its equals sign.
        functions: our functions.
        keep_newer: keep the marks that Excel puts before functions newer than the file format.

    >>> respell('[1]!VSM_BAND(A1)&"_xll.VSM_BAND("&_xll.vsm_band(A2)', ["VSM_BAND"])
    'VSM_BAND(A1)&"_xll.VSM_BAND("&VSM_BAND(A2)'
    """
    return _respelt(formula, tuple(functions), keep_newer)


@lru_cache(maxsize=1 << 16)
def _respelt(formula: str, known: tuple[str, ...], keep_newer: bool) -> str:  # noqa: FBT001 - the key of a memory
    # A formula is asked for several times on its way into the engine.
    if all(_is_settled(call, known) for call in _PLAIN_CALL.findall(formula)):
        # Nearly every formula: a look at the names costs a fraction of spelling it again.
        return formula
    plain, squeezed = _spellings(known)

    def spelt(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return found[0]
        own = _own(name.upper(), plain, squeezed)
        if own is not None:
            return own
        return found[0] if found["qualifier"] or keep_newer else _NEWER.sub("", name)

    return _CALL.sub(spelt, formula)


@lru_cache(maxsize=4096)
def _is_settled(call: str, functions: tuple[str, ...]) -> bool:
    """Tell whether a called name (or what looks like one) stands in a formula as it should."""
    if _QUALIFIED.search(call):
        return False
    return call in functions or _own(call.upper(), *_spellings(functions)) is None


@cache
def _spellings(functions: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    return (
        {name.upper(): name for name in functions},
        {name.upper().replace("_", ""): name for name in functions},
    )


def _own(name: str, plain: dict[str, str], squeezed: dict[str, str]) -> str | None:
    while prefix := next((one for one in _PREFIXES if name.startswith(one)), ""):
        name = name.removeprefix(prefix)
    if name in plain:
        return plain[name]
    if "." not in name:
        return None
    # VSM.AWARD is Excel on the web with a namespace; ORG.….VSMAWARD is LibreOffice, whose
    # service names have no underscore.
    as_namespace = plain.get(name.replace(".", "_"))
    # There a function has a second name under which it gives rows.
    last = name.rpartition(".")[2].removesuffix("ROWS")
    return as_namespace or plain.get(last) or squeezed.get(last)


def external_reference(formula: str) -> str | None:
    r"""Give the first reference to another workbook in a formula, if there is one.

    >>> external_reference("SUM('C:\\x\\[b.xlsx]S'!A1)"), external_reference("T[a]+S!A1")
    ("'C:\\x\\[b.xlsx]S'!", None)
    """
    for found in _EXTERNAL.finditer(formula):
        if found["external"]:
            return found["external"]
    return None


def called(formula: str) -> set[str]:
    r"""Give the names of the functions that a formula calls, in capitals.

    >>> sorted(called('IF(A1="SUM(",max(1,2),\'My (sheet)\'!A1)'))
    ['IF', 'MAX']
    """
    return {found["name"].upper() for found in _CALL.finditer(formula) if found["name"]}


def used(formula: str, names: tuple[str, ...]) -> set[str]:
    """Give those of the names (of cells, of tables) that a formula uses, in whatever case.

    >>> used('IF(rate>0,"Total",Sales[Total])', ("Rate", "Total", "Sales")) == {"Rate", "Sales"}
    True
    """
    lowered = formula.lower()
    if not any(name in lowered for name in _lowered(names)):
        return set()
    meant = _capitals(names)
    return {
        meant[match["name"].upper()] for match in _use(names).finditer(formula) if match["name"]
    }


@cache
def _capitals(names: tuple[str, ...]) -> dict[str, str]:
    return {name.upper(): name for name in names}


@cache
def _lowered(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)


@cache
def _use(names: tuple[str, ...]) -> re.Pattern[str]:
    one = "|".join(re.escape(name) for name in names)
    return re.compile(
        rf"{_STRING}|{_QUOTED}|(?P<name>(?<![\w.\[\\])(?:{one})(?![\w.(!\]]))", re.IGNORECASE
    )
