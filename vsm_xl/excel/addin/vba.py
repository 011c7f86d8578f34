"""The VBA of the add-in: wrappers and help texts generated from the registry, the rest from files.

Everything is ASCII, because VBA is stored in a code page: other letters are written as ChrW$.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import ERROR_CODES
from vsm_xl.excel import shared_names
from vsm_xl.excel.server import serving
from vsm_xl.excel.vba_words import vba_name
from vsm_xl.functions.registry import EVERY, FUNCTIONS, LONGEST_TEXT
from vsm_xl.functions.types.choices import Day, PayYear
from vsm_xl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.functions.registry import Function

_ABC: Final = re.compile(r"[ -~]+|[^ -~]+")
_INDENT: Final = " " * 4
_CALL_LIMIT: Final = 60
#: An attribute is a plain literal, so other letters than ASCII are spelt out.
_PLAIN: Final = str.maketrans({"£": "GBP ", "–": "-", "’": "'", "…": "..."})


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


def modules(*, with_dll: bool = True) -> tuple[Module, ...]:
    """Return every module with code, in the project's order.

    Args:
        with_dll: whether the add-in may start Python through xlwings' DLL where Windows has no
            registered server; without it no macro calls into a DLL.

    >>> [module.name for module in modules()][:4]
    ['ThisWorkbook', 'VsmFunctions', 'VsmHelp', 'VsmRibbon']
    """
    classes = {
        name: name for name in ("VsmServer", "VsmSettings", "VsmCells", "VsmAnswers", "VsmColumns")
    }
    classes["VsmDll"] = "VsmDll" if with_dll else "VsmNoDll"
    return (
        Module("ThisWorkbook", "document", _file("ThisWorkbook.cls")),
        Module("VsmFunctions", "standard", "\n".join(_wrappers()) + _file("VsmFunctions.bas")),
        Module("VsmHelp", "standard", "\n".join(_help()) + "\n"),
        Module("VsmRibbon", "standard", _file("VsmRibbon.bas")),
        *(Module(name, "class", _file(f"{file}.cls")) for name, file in classes.items()),
    )


def _file(name: str) -> str:
    text = (resources.files("vsm_xl.excel.addin") / "vba" / name).read_text("utf-8")
    for placeholder, value in _placeholders().items():
        text = text.replace(f"@{placeholder}@", value)
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


def _wrappers() -> Iterator[str]:
    yield "Option Explicit"
    yield "' The worksheet functions. Written by vsm-xl build addin; changes belong into the registry."
    yield ""
    yield "Public Server As New VsmServer"
    yield "Public Settings As New VsmSettings"
    yield "Public CellValues As New VsmCells"
    yield "Public Answers As New VsmAnswers"
    yield "Public WholeColumns As New VsmColumns"
    yield ""
    for function in FUNCTIONS.values():
        yield from _wrapper(function)
    for about in EVERY.values():
        if not about.about_calls:
            continue
        name = about.name
        yield f"Public Function {name}(function_ As Variant, ParamArray arguments() As Variant) As Variant"
        yield from _description(name, about.purpose)
        yield f"{_INDENT}Dim others As Variant"
        yield f"{_INDENT}others = arguments"
        yield (
            f'{_INDENT}{name} = Asked("{name}", DatesAbout(function_), '
            "Several(CellValues.Given(function_), others))"
        )
        yield "End Function\n"


def _wrapper(function: Function) -> Iterator[str]:
    arguments = [vba_name(arg.name) for arg in function.args]
    declared = [
        f"{'Optional ' if arg.optional else ''}{name} As Variant"
        for arg, name in zip(function.args, arguments, strict=True)
    ]
    yield f"Public Function {function.name}({_broken(declared)}) As Variant"
    yield from _description(function.name, function.purpose)
    given = _broken([f"CellValues.Given({name})" for name in arguments])
    places = f",{','.join(map(str, dates))}," if (dates := date_places(function)) else ""
    yield f'{_INDENT}{function.name} = Asked("{function.name}", "{places}", Array({given}))'
    yield "End Function\n"


def date_places(function: Function) -> list[int]:
    """Return the places of the arguments that may be days: where 1904 workbooks count otherwise.

    >>> date_places(FUNCTIONS["VSM_PRORATA"])
    [1, 2]
    """
    return [at for at, arg in enumerate(function.args) if isinstance(arg.type, Day | PayYear)]


def _description(name: str, purpose: str) -> Iterator[str]:
    """Yield the attribute that describes a function even where Excel refuses MacroOptions."""
    text = purpose.translate(_PLAIN).replace('"', '""')
    yield f'Attribute {name}.VB_Description = "{text}"'


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
    yield "' How many functions could be described: Excel may refuse one and take the others."
    yield "Public Function DescribeFunctions() As Long"
    yield f"{_INDENT}On Error Resume Next"
    for name, _, _ in everything:
        yield f"{_INDENT}Err.Clear"
        yield f"{_INDENT}Describe_{name}"
        yield f"{_INDENT}If Err.Number = 0 Then DescribeFunctions = DescribeFunctions + 1"
    yield "End Function\n"
    for name, purpose, arguments in everything:
        yield f"Private Sub Describe_{name}()"
        if arguments:
            yield f"{_INDENT}Dim texts(0 To {len(arguments) - 1}) As Variant"
            for at, (_, text) in enumerate(arguments):
                yield f"{_INDENT}texts({at}) = {literal(text)}"
        yield f"{_INDENT}Application.MacroOptions Macro:=Qualified({literal(name)}), _"
        yield f"{_INDENT * 2}Description:={literal(purpose)}, _"
        yield f"{_INDENT * 2}Category:={literal(shared_names.CATEGORY)}" + (
            f", _\n{_INDENT * 2}ArgumentDescriptions:=texts" if arguments else ""
        )
        yield "End Sub\n"
    yield "Private Function Qualified(ByVal task As String) As String"
    yield f'{_INDENT}Qualified = "\'" & ThisWorkbook.Name & "\'!" & task'
    yield "End Function"


def described() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return every function's name, purpose and arguments with their texts, as help shows them.

    Optional arguments are in brackets; no text is longer than Excel keeps.
    """
    described_functions = [
        (
            function.name,
            function.purpose,
            [
                (f"[{arg.name}]" if arg.optional and not arg.repeated else arg.name, arg.text)
                for arg in function.args
            ],
        )
        for function in EVERY.values()
    ]
    for name, purpose, arguments in described_functions:
        for text in (purpose, *(text for _, text in arguments)):
            if len(text) > LONGEST_TEXT:
                raise ValueError(f"{name}: Excel cuts texts at {LONGEST_TEXT} letters: {text}")
    return described_functions


def _errors() -> str:
    codes = {text: number for number, text in serving.ERRORS.items()}
    value = codes["#VALUE!"]
    lines = [
        f'Case "{text}"\n{_INDENT * 3}ShownCell = CVErr({codes.get(text, value)})'
        for text in ERROR_CODES
    ]
    return "\n".join(_INDENT * 2 + line for line in lines)


def _dates() -> str:
    lines = [
        f'Case "{function.name}"\n{_INDENT * 3}places = "{",".join(map(str, places))}"'
        for function in FUNCTIONS.values()
        if (places := date_places(function))
    ]
    return "\n".join(_INDENT * 2 + line for line in lines)


@cache
def _placeholders() -> dict[str, str]:
    """Return what stands for each @NAME@ of the files."""
    return {
        "ARGUMENTS": literal(
            shared_names.SERVER_ARGUMENTS.replace("{clsid}", shared_names.DLL_CLASS_ID)
        ),
        "BUNDLED": shared_names.BUNDLED_INTERPRETER,
        "CHECKED": shared_names.CHECKED_HEADER,
        "CLASS": shared_names.SERVER_CLASS,
        "CLASSES": str(shared_names.SERVER_CLASSES),
        "DATES": _dates(),
        "DOCUMENTATION": shared_names.DOCUMENTATION,
        "ERRORS": _errors(),
        "FUNCTIONS": shared_names.FUNCTIONS_MODULE,
        "HELP_PAGE": shared_names.HELP_PAGE,
        "INTERPRETER": shared_names.INTERPRETER,
        "MARK": shared_names.RETURN_MARK,
        "RIBBON": shared_names.RIBBON_MODULE,
        "SETTINGS": shared_names.SETTINGS_SHEET,
        "VERSION": __version__,
        "XLWINGS": shared_names.xlwings_version(),
        "DLL32": shared_names.dll_name(32),
        "DLL64": shared_names.dll_name(64),
    }
