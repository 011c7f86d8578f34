"""The VBA of the add-in: wrappers and help texts generated from the registry, the rest from files.

Everything is ASCII, because VBA is stored in a code page: other letters are written as ChrW$.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.annual_return.reading.identify import MARK
from vsm_xl.annual_return.template.sheets import checks
from vsm_xl.errors import ERROR_CODES
from vsm_xl.excel import names
from vsm_xl.excel.server import serving
from vsm_xl.functions.registry import ABOUT_CALLS, FUNCTIONS, LONGEST_TEXT
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.functions.registry import Function

#: What VBA keeps for itself ([MS-VBAL] 3.3.5.2), of the words that an argument could have.
RESERVED: Final = frozenset({
    "any", "array", "as", "boolean", "byref", "byte", "byval", "call", "case", "const",
    "currency", "date", "debug", "declare", "dim", "do", "double", "each", "else", "end",
    "erase", "error", "event", "exit", "false", "fix", "for", "friend", "function", "get",
    "global", "if", "implements", "in", "input", "int", "integer", "is", "len", "let",
    "like", "lock", "long", "loop", "lset", "me", "mod", "new", "next", "not", "nothing",
    "null", "object", "on", "open", "option", "optional", "or", "paramarray", "preserve",
    "print", "private", "property", "public", "put", "redim", "rem", "resume", "return",
    "scale", "seek", "select", "set", "sgn", "shared", "single", "spc", "static", "step",
    "stop", "string", "sub", "tab", "then", "to", "true", "type", "unlock", "until",
    "variant", "wend", "while", "with", "write", "xor",
})  # fmt: skip
_ABC: Final = re.compile(r"[ -~]+|[^ -~]+")
_INDENT: Final = " " * 4
_CALL_LIMIT: Final = 60


@dataclass(frozen=True)
class Module:
    """One module of the add-in's project.

    Args:
        name: of the module.
        kind: ``standard``, ``class`` or ``document``.
        source: lines without attributes, ended by line feeds.
    """

    name: str
    kind: str
    source: str


def modules() -> tuple[Module, ...]:
    """Give every module with code, in the project's order.

    >>> [module.name for module in modules()]
    ['ThisWorkbook', 'VsmFunctions', 'VsmHelp', 'VsmRibbon', 'VsmServer', 'VsmCells']
    """
    return (
        Module("ThisWorkbook", "document", _file("ThisWorkbook.cls")),
        Module("VsmFunctions", "standard", "\n".join(_wrappers()) + _file("VsmFunctions.bas")),
        Module("VsmHelp", "standard", "\n".join(_help()) + "\n"),
        Module("VsmRibbon", "standard", _file("VsmRibbon.bas")),
        Module("VsmServer", "class", _file("VsmServer.cls")),
        Module("VsmCells", "class", _file("VsmCells.cls")),
    )


def _file(name: str) -> str:
    text = (resources.files("vsm_xl.excel.addin") / "vba" / name).read_text("utf-8")
    for place, value in _places().items():
        text = text.replace(f"@{place}@", value)
    return text


def literal(text: str) -> str:
    """Write a text as VBA does, other letters than ASCII by their numbers.

    >>> literal('5" or £5')
    '"5"" or " & ChrW$(163) & "5"'
    """
    parts = []
    for run in _ABC.findall(text):
        if run.isascii():
            parts.append('"' + run.replace('"', '""') + '"')
        else:
            # ChrW takes the units of UTF-16.
            units = run.encode("utf-16-le")
            codes = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
            parts += [f"ChrW$({code})" for code in codes]
    return " & ".join(parts) or '""'


def vba_name(name: str) -> str:
    """Spell an argument so that VBA takes it.

    >>> vba_name("date"), vba_name("salary")
    ('date_', 'salary')
    """
    return name + "_" if name.lower() in RESERVED else name


def _wrappers() -> Iterator[str]:
    yield "Option Explicit"
    yield "' The worksheet functions. Written by vsm-xl build addin; changes belong into the registry."
    yield ""
    yield "Public Server As New VsmServer"
    yield "Public CellValues As New VsmCells"
    yield ""
    yield "' The answers of this recalculation, by call."
    yield "Private remembered As Collection"
    yield "Private Const MOST_REMEMBERED As Long = 2048"
    yield ""
    for function in FUNCTIONS.values():
        yield from _wrapper(function)
    for name in ABOUT_CALLS:
        yield f"Public Function {name}(function_ As Variant, ParamArray arguments() As Variant) As Variant"
        yield f"{_INDENT}Dim others As Variant"
        yield f"{_INDENT}others = arguments"
        yield f'{_INDENT}{name} = Asked("{name}", Several(CellValues.Sent(function_), others))'
        yield "End Function\n"


def _wrapper(function: Function) -> Iterator[str]:
    arguments = [vba_name(arg.name) for arg in function.args]
    declared = [
        f"{'Optional ' if arg.optional else ''}{name} As Variant"
        for arg, name in zip(function.args, arguments, strict=True)
    ]
    yield f"Public Function {function.name}({_broken(declared)}) As Variant"
    sent = _broken([f"CellValues.Sent({name})" for name in arguments])
    yield f'{_INDENT}{function.name} = Asked("{function.name}", Array({sent}))'
    yield "End Function\n"


def _broken(parts: list[str]) -> str:
    """Put long lists on lines of their own, three to a line."""
    if sum(map(len, parts)) < _CALL_LIMIT:
        return ", ".join(parts)
    lines = [", ".join(parts[at : at + 3]) for at in range(0, len(parts), 3)]
    return f" _\n{_INDENT * 2}" + f", _\n{_INDENT * 2}".join(lines)


def _help() -> Iterator[str]:
    yield "Option Explicit"
    yield "Option Private Module"
    yield "' What the function wizard shows. Written by vsm-xl build addin."
    yield ""
    everything = described()
    yield "Public Sub DescribeFunctions()"
    for name, _, _ in everything:
        yield f"{_INDENT}Describe_{name}"
    yield "End Sub\n"
    for name, purpose, arguments in everything:
        yield f"Private Sub Describe_{name}()"
        if arguments:
            yield f"{_INDENT}Dim texts(0 To {len(arguments) - 1}) As Variant"
            for at, (_, text) in enumerate(arguments):
                yield f"{_INDENT}texts({at}) = {literal(text)}"
        yield f"{_INDENT}Application.MacroOptions Macro:=Qualified({literal(name)}), _"
        yield f"{_INDENT * 2}Description:={literal(purpose)}, _"
        yield f"{_INDENT * 2}Category:={literal(names.CATEGORY)}" + (
            f", _\n{_INDENT * 2}ArgumentDescriptions:=texts" if arguments else ""
        )
        yield "End Sub\n"
    yield "Private Function Qualified(ByVal task As String) As String"
    yield f'{_INDENT}Qualified = "\'" & ThisWorkbook.Name & "\'!" & task'
    yield "End Function"


def described() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give every function's name, purpose and arguments with their texts, as help shows them.

    Optional arguments are in brackets; no text is longer than Excel keeps.
    """
    told: list[tuple[str, str, list[tuple[str, str]]]] = []
    for function in FUNCTIONS.values():
        arguments = [
            (f"[{arg.name}]" if arg.optional else arg.name, arg.text) for arg in function.args
        ]
        told.append((function.name, function.purpose, arguments))
    told += [
        (about.name, about.purpose, list(serving.ABOUT_ARGUMENTS)) for about in ABOUT_CALLS.values()
    ]
    for name, purpose, arguments in told:
        for text in (purpose, *(text for _, text in arguments)):
            if len(text) > LONGEST_TEXT:
                raise ValueError(f"{name}: Excel cuts texts at {LONGEST_TEXT} letters: {text}")
    return told


def _errors() -> str:
    codes = {text: number for number, text in serving.ERRORS.items()}
    value = codes["#VALUE!"]
    lines = [
        f'Case "{text}"\n{_INDENT * 3}ShownCell = CVErr({codes.get(text, value)})'
        for text in ERROR_CODES
    ]
    return "\n".join(_INDENT * 2 + line for line in lines)


def _check_what() -> str:
    """Give how far what is checked stands to the right of its result."""
    table: Any = next(table for table in checks.sheet().tables if table.key == "checks")
    columns = [column.key for column in table.columns]
    return str(columns.index("what") - columns.index("result"))


@cache
def _places() -> dict[str, str]:
    """Give what stands for each @NAME@ of the files."""
    return {
        "ARGUMENTS": literal(names.SERVER_ARGUMENTS),
        "BUNDLED": names.BUNDLED_INTERPRETER,
        "CHECK_WHAT": _check_what(),
        "DOCUMENTATION": names.DOCUMENTATION,
        "ERRORS": _errors(),
        "FUNCTIONS": names.FUNCTIONS_MODULE,
        "HELP_PAGE": names.HELP_PAGE,
        "INTERPRETER": names.INTERPRETER,
        "MARK": MARK,
        "RIBBON": names.RIBBON_MODULE,
        "SETTINGS": names.SETTINGS_SHEET,
        "VERSION": __version__,
        "XLWINGS": names.xlwings_version(),
        "DLL32": names.dll_name(32),
        "DLL64": names.dll_name(64),
    }
