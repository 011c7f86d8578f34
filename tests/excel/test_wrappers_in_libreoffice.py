"""The generated VBA, executed by LibreOffice's VBA interpreter, with a stand-in for the COM call.

The stand-in answers with what the library gave for the very same arguments, so a wrapper that
sends anything else gets no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vsm_xl.excel.addin import build, vba
from vsm_xl.excel.addin.vba import Module
from vsm_xl.excel.server import serving
from vsm_xl.functions.registry import EVERY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


pytestmark = pytest.mark.component
PARTS = Path(__file__).parent / "parts"
ERRORS = {text: number for number, text in serving.ERRORS.items()}


class Error(str):
    """An error cell."""

    __slots__ = ()


@dataclass(frozen=True)
class Case:
    """A call as VBA makes it, what the server is sent, and what the cell gets.

    ``recorded`` is None where the server must not be asked.
    """

    label: str
    expression: str
    sent: str
    recorded: Any
    expected: str


def in_vba(cell: Any) -> str:
    if cell is None:
        return "Empty"
    if isinstance(cell, bool):
        return "True" if cell else "False"
    if isinstance(cell, Error):
        return f"CVErr({ERRORS[cell]})"
    if isinstance(cell, str):
        return vba.literal(cell)
    if isinstance(cell, list):
        cells = [one for row in cell for one in row]
        return f"Block({len(cell)}, {len(cell[0])}, {', '.join(map(in_vba, cells))})"
    return f"CDbl({cell!r})"


def written(cell: Any) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return f"b{int(cell)}"
    if isinstance(cell, Error):
        return f"e{ERRORS[cell]}"
    if isinstance(cell, str):
        return f"t{cell}"
    if isinstance(cell, list):
        return "[" + "/".join(",".join(map(written, row)) for row in cell) + "]"
    return f"n{cell:.15g}"


def over_com(cell: Any) -> Any:
    """Give an argument as COM hands it to Python."""
    if isinstance(cell, Error):
        return ERRORS[cell] - 2146828288
    if isinstance(cell, list):
        return tuple(tuple(map(over_com, row)) for row in cell)
    return cell


def seen(rows: list[list[Any]]) -> Any:
    """Give an answer with its errors as errors."""
    marked = [[Error(c) if isinstance(c, str) and c in ERRORS else c for c in row] for row in rows]
    return marked[0][0] if len(rows) == len(rows[0]) == 1 else marked


def case(label: str, name: str, given: tuple[Any, ...], expression: str = "") -> Case:
    cells = [plain(one) for one in given]
    rows = serving.answer(name, [over_com(one) for one in cells])
    recorded = rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    return Case(
        label,
        expression or f"{name}({', '.join(map(in_vba, cells))})",
        f"{name}({';'.join(map(written, cells))})",
        recorded,
        written(seen(rows)),
    )


def plain(given: Any) -> Any:
    if isinstance(given, list):
        rows = given if isinstance(given[0], list | tuple) else [[one] for one in given]
        return [[plain(one) for one in row] for row in rows]
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else given


def examples() -> Iterator[Case]:
    for one in EVERY.values():
        if one.name != "VSM_VERSION":
            yield case(f"the example of {one.name}", one.name, one.example)


def shapes() -> Iterator[Case]:
    year, kind = "2025/26", "Provider"
    start = f'VSM_AWARD(CDbl(150000), "{year}", "{kind}", '
    yield case("a column with a blank and an error", "VSM_AWARD",
               ([[150000.0], [None], [Error("#N/A")], [-1.0]], year, kind, 3.0))  # fmt: skip
    yield case("an error cell", "VSM_AWARD", (Error("#DIV/0!"), year, kind, 3.0))
    yield case("an error that comes of the rule", "VSM_BONUS", (150000.0, 0.5))
    yield case("a word for an amount", "VSM_BONUS", ("150000", 0.1))
    yield case("all optional arguments", "VSM_AWARD",
               (150000.0, year, kind, 5.0, True, None, 0.01))  # fmt: skip
    yield case("optional arguments left out before one that is given", "VSM_AWARD",
               (150000.0, year, kind, 3.0, None, None, "none"),
               start + 'CDbl(3), , , "none")')  # fmt: skip
    yield case("optional arguments left out at the end", "VSM_AWARD",
               (150000.0, year, kind, 3.0), start + "CDbl(3))")  # fmt: skip
    yield case("letters beyond ASCII", "VSM_BAND_MIDPOINT", ("280–285",))
    yield case("arguments left out of VSM_WHY", "VSM_WHY",
               ("VSM_AWARD", 150000.0, None, kind), f'VSM_WHY("VSM_AWARD", CDbl(150000), , "{kind}")')  # fmt: skip
    yield case("a range", "VSM_BAND", ([[10.0], [20.0]],),
               'VSM_BAND(ThisWorkbook.Worksheets("Calls").Range("B1:B2"))')  # fmt: skip
    yield case("a range of one cell", "VSM_BAND", (10.0,),
               'VSM_BAND(ThisWorkbook.Worksheets("Calls").Range("B1"))')  # fmt: skip
    yield Case("a selection in two parts is an error, not its first part",
               'VSM_BAND(ThisWorkbook.Worksheets("Calls").Range("B1:B2,B4:B5"))', "", None, "e2015")  # fmt: skip
    yield Case("a server that cannot be reached", "VSM_VERSION()", "", None, "e2015")


def remembering() -> Iterator[Case]:
    twice = 'AskedBy(Array("Oxford", "Oxford"), False)'
    yield Case("a repeated call is asked once", twice, "", None, "n1")
    yield Case("capital letters are another call",
               'AskedBy(Array("Oxford", "OXFORD"), False)', "", None, "n2")  # fmt: skip
    yield Case("so is a number that prints the same",
               "AskedBy(Array(CDbl(0.3), CDbl(0.1) + CDbl(0.2)), False)", "", None, "n2")  # fmt: skip
    yield Case("a text that looks like the number is another call",
               'AskedBy(Array(CDbl(3), "3", True), False)', "", None, "n3")  # fmt: skip
    yield Case("an error cell is asked once too",
               "AskedBy(Array(CVErr(2042), CVErr(2042), CVErr(2015)), False)", "", None, "n2")  # fmt: skip
    yield Case("after a recalculation it is asked again",
               'AskedBy(Array("Oxford", "Oxford"), True)', "", None, "n2")  # fmt: skip
    yield Case("a call with the same table is asked once",
               "AskedBy(Array(Block(2, 1, 1, 2), Block(2, 1, 1, 2)), False)", "", None, "n1")  # fmt: skip
    yield Case("tables that differ in one cell, its kind or their shape are other calls",
               'AskedBy(Array(Block(2, 1, 1, 2), Block(2, 1, 1, 3), Block(2, 1, 1, "2"), '
               "Block(1, 2, 1, 2)), False)", "", None, "n4")  # fmt: skip


def sheets(before: int) -> list[Case]:
    """Give the cases that depend on the sheet, which has a row for every case."""
    calls = 'ThisWorkbook.Worksheets("Calls")'
    days = "Array(CDbl(12000), CDbl(44286), {}, Null)"
    in_1904 = f'Written(CellValues.Sent({days}, ",1,2,", True))'
    found = [
        Case("days of a workbook that counts from 1904 are days of all others, amounts stay",
             in_1904.format("CDbl(44315)"), "", None, "t(n12000;n45748;n45777)"),
        Case("columns of days too, but for what is no number in them",
             in_1904.format('Block(2, 1, CDbl(44315), "2025-04-30")'), "", None,
             "t(n12000;n45748;[n45777/t2025-04-30])"),
        Case("elsewhere they stay", in_1904.format("CDbl(44315)").replace("True", "False"), "",
             None, "t(n12000;n44286;n44315)"),
        Case("the days of VSM_WHY stand one further", 'DatesOf("VSM_WHY")', "", None, "t,2,3,"),
    ]  # fmt: skip
    rows = before + len(found) + 2
    column = [[10.0 * at] for at in range(1, rows + 1)]
    found.append(case("a whole column ends with the used rows", "VSM_BAND",
                      (column,), f"VSM_BAND({calls}.Columns(2))"))  # fmt: skip
    found.append(case("and so do two of them alike", "VSM_BONUS",
                      (column, [[None]] * rows), f"VSM_BONUS({calls}.Columns(2), {calls}.Columns(9))"))  # fmt: skip
    return found


_FIRST = [*examples(), *shapes(), *remembering()]
CASES = [*_FIRST, *sheets(len(_FIRST))]
_ASKED_BY = """
Private Function DatesOf(ByVal task As String) As String
    DatesOf = CellValues.DatePlaces("VSM_PRORATA", 1)
End Function

Private Function AskedBy(ByVal given As Variant, ByVal forgetting As Boolean) As Variant
    Dim place As Long, before As Long, unused As Variant
    ForgetAnswers
    before = Server.Asked
    For place = 0 To UBound(given)
        unused = VSM_GROUP(given(place), given(place))
        If forgetting Then ForgetAnswers
    Next place
    AskedBy = CDbl(Server.Asked - before)
End Function
"""


def driver() -> str:
    """Write the module that makes the calls, and the one function that a cell calls."""
    lines = ["Option Explicit", "Public Function CaseResult(number As Variant) As Variant"]
    lines += ["    On Error GoTo Failed", "    Select Case CLng(number)"]
    for number in range(len(CASES)):
        lines.append(f"    Case {number}: CaseResult = Case{number}()")
    lines += ["    End Select", "    Exit Function", "Failed:"]
    lines += ['    CaseResult = "failed: " & Err.Description', "End Function"]
    for number, one in enumerate(CASES):
        lines += [
            f"Private Function Case{number}() As Variant",
            f"    Case{number} = WrittenOne({one.expression})",
            "End Function",
        ]
    return "\n".join(lines) + _ASKED_BY


def recorded() -> str:
    lines = ["Option Explicit", "Public Function Recorded(ByVal sent As String) As Variant"]
    lines += ['    Recorded = "The server was sent " & sent', "    Select Case sent"]
    for one in {one.sent: one for one in CASES if one.sent}.values():
        lines += [f"    Case {vba.literal(one.sent)}", f"        Recorded = {in_vba(one.recorded)}"]
    return "\n".join([*lines, "    End Select", "End Function", ""])


@pytest.fixture(scope="module")
def results(run_in_libreoffice: Callable[[dict[str, Module], int], list[str]]) -> list[str]:
    modules = {module.name: module for module in build.modules()}
    stand_in = (PARTS / "stand_in_server.cls").read_text("utf-8")
    modules["VsmServer"] = replace(modules["VsmServer"], source=stand_in)
    modules["ThisWorkbook"] = replace(modules["ThisWorkbook"], source="")
    for name, source in (("Recordings", recorded()), ("Driver", driver())):
        modules[name] = Module(name, "standard", source)
    return run_in_libreoffice(modules, len(CASES))


def test_a_wrapper_sends_the_arguments_and_gives_the_answer(results: list[str]) -> None:
    wrong = {
        one.label: (result, one.expected)
        for one, result in zip(CASES, results, strict=True)
        if result != one.expected
    }

    assert wrong == {}
