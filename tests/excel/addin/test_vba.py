"""What VBA asks of its source, checked on every module that we generate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from vsm_xl.annual_return.reading.identify import MARK
from vsm_xl.annual_return.template.template import template_layout
from vsm_xl.excel import shared_names, vba_words
from vsm_xl.excel.addin import ribbon_tab, vba
from vsm_xl.functions import NAMES
from vsm_xl.functions.registry import FUNCTIONS

if TYPE_CHECKING:
    from vsm_xl.excel.addin.vba import Module

MODULES = vba.modules()
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
#: Beginnings of blocks with what ends them.
BLOCKS = {
    "Sub": "End Sub", "Function": "End Function", "Property": "End Property", "If": "End If",
    "Select": "End Select", "For": "Next", "Do": "Loop", "With": "End With",
}  # fmt: skip
_PROCEDURE = re.compile(r"(?:Public |Private )?(Sub|Function|Property)\b(?: Get)? (\w+)")


def statements(module: Module) -> list[str]:
    """Give the lines of a module with continuations joined, comments and texts taken out."""
    joined = re.sub(r" _\n\s*", " ", module.source)
    lines = (re.sub(r'"(?:[^"]|"")*"', '""', line) for line in joined.split("\n"))
    return [line.partition("'")[0].strip() for line in lines]


@every_module
def test_the_source_is_ascii_and_within_the_limits_of_vba(module: Module) -> None:
    assert module.source.isascii()
    assert max(map(len, module.source.split("\n"))) <= 1023
    continued = re.findall(r"(?: _\n[^\n]*)+", module.source)
    assert max((text.count(" _\n") for text in continued), default=0) <= 24
    assert re.search(r"@[A-Z]\w+@", module.source) is None
    assert "\t" not in module.source


@every_module
def test_variables_are_declared_and_blocks_are_closed(module: Module) -> None:
    assert module.source.startswith("Option Explicit\n")
    open_blocks: list[str] = []
    for line in statements(module):
        first = re.sub(r"^(Public|Private) ", "", line).partition(" ")[0]
        if open_blocks and (
            line == BLOCKS[open_blocks[-1]] or line.split(" ")[0] == BLOCKS[open_blocks[-1]]
        ):
            open_blocks.pop()
        elif (first in BLOCKS and first != "If") or (first == "If" and line.endswith(" Then")):
            open_blocks.append(first)
        if first in ("Sub", "Function", "Property"):
            assert open_blocks == [first], line
    assert open_blocks == []


@every_module
def test_no_procedure_is_longer_than_vba_compiles(module: Module) -> None:
    bodies = re.split(r"\nEnd (?:Sub|Function|Property)\n", module.source)
    assert max(map(len, bodies)) < 16_000


def test_cells_can_call_the_worksheet_functions_and_nothing_else() -> None:
    callable_ = {
        found[1]
        for module in MODULES
        if module.kind == "standard" and "Option Private Module" not in module.source
        for found in re.finditer(r"^Public Function (\w+)", module.source, re.MULTILINE)
    }

    assert callable_ == set(NAMES)


def test_no_procedure_is_public_without_saying_so() -> None:
    for module in MODULES:
        for line in statements(module):
            assert not re.match(r"(Sub|Function|Property) ", line), line


def test_wrappers_declare_the_arguments_of_the_registry() -> None:
    functions = next(module for module in MODULES if module.name == "VsmFunctions")
    for function in FUNCTIONS.values():
        joined = re.sub(r" _\n\s*", "", functions.source)
        found = re.search(rf"Public Function {function.name}\((.*?)\) As Variant\n", joined)
        assert found is not None, function.name
        declared = [text.strip() for text in found[1].split(",") if text.strip()]
        assert declared == [
            f"{'Optional ' if arg.optional else ''}{vba_words.vba_name(arg.name)} As Variant"
            for arg in function.args
        ]


def test_no_argument_bears_a_word_that_vba_keeps_for_itself() -> None:
    reserved_words_in_use = {
        arg.name for function in FUNCTIONS.values() for arg in function.args
    } & vba_words.RESERVED

    assert reserved_words_in_use == {"date", "to"}
    for function in FUNCTIONS.values():
        spelt = [vba_words.vba_name(arg.name).lower() for arg in function.args]
        assert not set(spelt) & vba_words.RESERVED
        assert len(set(spelt)) == len(spelt)


def test_every_function_is_described_once() -> None:
    help_ = next(module for module in MODULES if module.name == "VsmHelp")

    assert sorted(re.findall(r'Qualified\("(\w+)"\)', help_.source)) == sorted(NAMES)
    assert help_.source.count('Category:="NHS VSM pay"') == len(NAMES)


def test_texts_that_excel_would_cut_stop_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vba, "LONGEST_TEXT", 60)

    with pytest.raises(ValueError, match="Excel cuts texts at 60 letters"):
        vba.described()


def test_the_dll_is_passed_the_command_that_python_knows() -> None:
    dll = next(module for module in MODULES if module.name == "VsmDll")
    written = re.search(r"ARGUMENTS As String = (.*)", dll.source)
    assert written is not None
    parts = [part[1:-1].replace('""', '"') for part in written[1].split(" & ")]

    assert f'"python" {"".join(parts)}' == shared_names.server_command("python")


def test_without_the_dll_no_macro_calls_into_windows() -> None:
    sources = {module.name: module.source for module in vba.modules(with_dll=False)}

    assert list(sources) == [module.name for module in MODULES]
    assert [name for name, source in sources.items() if "Declare " in source] == []
    assert [m.name for m in MODULES if "Declare " in m.source] == ["VsmDll"]


def test_no_macro_uses_what_disturbs_other_macros() -> None:
    for module in MODULES:
        code = "\n".join(statements(module))
        assert not re.search(r"\bDir\$?\s*\(", code), module.name
        assert "Traceback" not in module.source, module.name
    rebuilding = [m.name for m in MODULES if "CalculateFullRebuild" in "\n".join(statements(m))]
    assert rebuilding == ["ThisWorkbook"]


def test_every_function_carries_its_description_in_the_source() -> None:
    functions = next(module for module in MODULES if module.name == "VsmFunctions").source
    found = dict(re.findall(r'^Attribute (\w+)\.VB_Description = "(.*)"$', functions, re.MULTILINE))

    assert sorted(found) == sorted(NAMES)
    for function in FUNCTIONS.values():
        assert found[function.name].replace('""', '"') == function.purpose


def test_the_places_of_days_are_those_of_the_contract() -> None:
    expected = {
        "VSM_AWARD": [1], "VSM_ARREARS": [1, 2], "VSM_PRORATA": [1, 2], "VSM_APPROVAL": [5],
        "VSM_EMPLOYER_NI": [1], "VSM_BAND": [], "VSM_ELIGIBLE": [0], "VSM_RATE": [1],
    }  # fmt: skip

    assert {name: vba.date_places(FUNCTIONS[name]) for name in expected} == expected


def test_every_button_of_the_ribbon_has_its_procedure() -> None:
    ribbon = next(module for module in MODULES if module.name == "VsmRibbon")
    for _, procedure, _, _ in ribbon_tab.BUTTONS:
        assert f"Public Sub {procedure}(control As Object)" in ribbon.source


def test_check_this_return_looks_for_what_the_template_has() -> None:
    table = next(place.table for key, place in template_layout(1).places.items() if key == "checks")

    assert shared_names.CHECKED_HEADER in {
        column.header for column in table.columns if column.key == "what"
    }
    assert shared_names.RETURN_MARK == MARK
