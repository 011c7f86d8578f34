"""The commands in xlwings Lite's Run menu.  This file travels inside the workbook.

Each takes the workbook as xlwings' :class:`xlwings.BookAsync` has it, reads only what it needs, and
prints into Lite's output.  Nothing is written but, by one of them, our own formulas once more.
"""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import vsm_xl
from vsm_xl.excel.lite.calls import find_calls
from vsm_xl.excel.lite.runtime import incoming
from vsm_xl.excel.server.explaining import explained

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

#: The spelling that Excel stores for functions of an add-in, seen where the add-in is missing.
_PREFIX: Final = re.compile(r"_xldudf_(?=VSM_)", re.IGNORECASE)
_OURS: Final = re.compile(r"(?<![A-Za-z0-9_.!])VSM_[A-Z_]+\(", re.IGNORECASE)
_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
_SHEET: Final = r"(?P<sheet>'(?:[^']|'')+'|[A-Za-z_][\w.]*)"
_REFERENCE: Final = re.compile(rf"(?:{_SHEET}!)?(?P<cells>{_CELL}(?::{_CELL})?)")
#: A reference without a sheet, in a formula that is to be computed on another sheet.
_UNQUALIFIED: Final = re.compile(
    rf"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!{_CELL}(?::{_CELL})?|[\w.]+!{_CELL}(?::{_CELL})?"
    rf"|(?P<bare>(?<![\w.$!:]){_CELL}(?::{_CELL})?(?![\w(!]))"
)
_PENDING: Final = frozenset(("#BUSY!", "#GETTING_DATA"))
_SCRATCH: Final = "VSM working"
#: How often, and how long apart, a value that Excel is still computing is asked for again.
_TRIES: Final = 100
_PAUSE: Final = 0.1


async def explain_cell(book: Any, say: Callable[[str], None] = print) -> None:
    """Return why each call of our functions in the selected cell returns what it returns.

    Args:
        book: the workbook, as xlwings has it.
        say: takes each line.
    """
    selected = await book.get_selection()
    if selected is None:
        say("Select a cell first.")
        return
    cell = selected[0, 0]
    formula = _PREFIX.sub("", str(await cell.get_formula() or ""))
    calls = find_calls(formula) if formula.startswith("=") else []
    where = f"{cell.sheet.name}!{cell.address.replace('$', '')}"
    say(f"{where}  {formula or '(empty)'}")
    if not calls:
        say("There is no VSM function in this cell. Select a cell with one.")
        return
    reader = _Reader(book, cell.sheet)
    try:
        for name, texts in calls:
            given = [await reader.value(text) for text in texts]
            say("")
            for row in explained(name, 0.0, 0.0, float(len(given)), *incoming(given)):
                say("  ".join(str(part) for part in row if part not in {"", None}))
    finally:
        await reader.close()


class _Reader:
    """Finds out what an argument of a call in a cell stands for."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet
        self._scratch: Any = None

    async def value(self, text: str) -> Any:
        """Return the value of an argument: one cell bare, a range as rows."""
        if not text:
            return None
        with suppress(ValueError):
            return float(text)
        if text.upper() in {"TRUE", "FALSE"}:
            return text.upper() == "TRUE"
        if _TEXT.fullmatch(text):
            return text[1:-1].replace('""', '"')
        if cells := self._cells(text):
            return _bare(await cells.options(ndim=2, err_to_str=True).get_value())
        return await self._computed(text)

    def _cells(self, text: str) -> Any:
        """Return the range that a reference, or a defined name, stands for."""
        for name in self._book.names:
            if name.name.casefold() == text.casefold():
                text = str(name.refers_to).lstrip("=")
                break
        found = _REFERENCE.fullmatch(text)
        if found is None:
            return None
        sheet = self._sheet
        if found["sheet"]:
            sheet = self._book.sheets[found["sheet"].strip("'").replace("''", "'")]
        return sheet[found["cells"].replace("$", "")]

    async def _computed(self, text: str) -> Any:
        """Let Excel compute an argument that is a formula itself, on a sheet that is removed."""
        if self._scratch is None:
            self._scratch = self._book.sheets.add(_SCRATCH)
        cell = self._scratch["A1"]
        cell.formula = "=" + qualified(text, self._sheet.name)
        value = None
        for _ in range(_TRIES):
            value = await cell.options(err_to_str=True).get_value()
            if value not in _PENDING:
                break
            await asyncio.sleep(_PAUSE)
        return value

    async def close(self) -> None:
        """Remove the sheet on which arguments were computed."""
        if self._scratch is not None:
            self._sheet.activate()
            self._scratch.delete()
            await self._book.flush()


def qualified(formula: str, sheet: str) -> str:
    """Return a formula whose references name the sheet that they meant.

    >>> qualified("IF(A1=0,$B$2:B3,Return!C4+vsm_x)", "Staff pay")
    "IF('Staff pay'!A1=0,'Staff pay'!$B$2:B3,Return!C4+vsm_x)"
    """
    quoted = "'" + sheet.replace("'", "''") + "'!"
    return _UNQUALIFIED.sub(
        lambda found: quoted + found["bare"] if found["bare"] else found[0], formula
    )


def _bare(rows: list[list[Any]]) -> Any:
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


async def outstanding(book: Any, say: Callable[[str], None] = print) -> None:
    """List the checks that do not pass, and go to the first of them.

    Args:
        book: the workbook, as xlwings has it.
        say: takes each line.
    """
    sheet = next((sheet for sheet in book.sheets if sheet.name == "Checks"), None)
    used = None if sheet is None else await sheet.get_used_range()
    rows = [] if used is None else await used.options(ndim=2, err_to_str=True).get_value()
    found = list(_failing(rows))
    if sheet is None or used is None or not any(_is_header(row) for row in rows):
        say("This workbook has no sheet of checks, so it is not an annual return.")
        return
    if not found:
        say("Every check passes: nothing is outstanding.")
        return
    say(f"{len(found)} checks do not pass.")
    for at, check in found:
        where = f" ({check['Where']})" if check.get("Where") else ""
        say(f"{check['Result']}: {check.get('What is checked', '')}{where}")
        say(f"    {check.get('What to do') or ''}  Checks!A{used.row + at}")
    sheet.activate()
    sheet.range((used.row + found[0][0], used.column)).select()


def _is_header(row: list[Any]) -> bool:
    return "Result" in row and "What is checked" in row


def _failing(rows: list[list[Any]]) -> Iterable[tuple[int, dict[str, Any]]]:
    header: list[Any] = []
    for at, row in enumerate(rows):
        if _is_header(row):
            header = row
            continue
        check = dict(zip(header, row, strict=False))
        if header and check.get("What is checked") and check.get("Result") != "Pass":
            yield at, check


async def connect(book: Any, say: Callable[[str], None] = print) -> None:
    """Enter all our formulas once more, so that Excel hands them to the functions in here.

    Excel goes on showing #NAME? in a cell whose formula was read while the functions were not
    there.  Sheets that are protected without a password are opened for it and protected again.

    Args:
        book: the workbook, as xlwings has it.
        say: takes each line.
    """
    entered, locked = 0, []
    for sheet in book.sheets:
        used = await sheet.get_used_range()
        if used is None:
            continue
        rows = await used.options(ndim=2).get_formula()
        runs = list(_runs(rows))
        if not runs:
            continue
        async with _unprotected(sheet.name) as is_locked:
            # Where Excel's objects are out of reach, the attempt shows whether the sheet is locked.
            if is_locked or not await _entered(book, sheet, used, runs):
                locked.append(sheet.name)
            else:
                entered += sum(len(formulas) for _, _, formulas in runs)
    say(f"{entered:,} formulas with VSM functions were entered again.")
    for name in locked:
        say(
            f"The sheet {name} is protected and could not be changed: choose Review, Unprotect "
            f"Sheet, and run this command again."
        )


async def _entered(
    book: Any, sheet: Any, used: Any, runs: Iterable[tuple[int, int, list[str]]]
) -> bool:
    for down, across, formulas in runs:
        first = (used.row + down, used.column + across)
        last = (first[0] + len(formulas) - 1, first[1])
        sheet.range(first, last).formula = [[formula] for formula in formulas]
    try:
        await book.flush()
    except Exception:  # noqa: BLE001 - whatever JavaScript throws, the person is told which sheet it was
        return False
    return True


def _runs(rows: list[list[Any]]) -> Iterable[tuple[int, int, list[str]]]:
    """Find our formulas, those below each other together: row, column and the formulas."""
    for across in range(max(map(len, rows), default=0)):
        run: list[str] = []
        for down, row in enumerate([*rows, []]):
            formula = row[across] if across < len(row) else ""
            ours = isinstance(formula, str) and formula.startswith("=") and is_ours(formula)
            if ours:
                run.append(_PREFIX.sub("", formula))
            elif run:
                yield down - len(run), across, run
                run = []


def is_ours(formula: str) -> bool:
    """Whether a formula calls one of our functions.

    >>> is_ours('=IF(A1="","",VSM_BAND(A1))'), is_ours('="VSM_BAND(" & A1')
    (True, False)
    """
    return _OURS.search(_PREFIX.sub("", _TEXT.sub('""', formula))) is not None


@asynccontextmanager
async def _unprotected(sheet: str) -> AsyncIterator[bool]:
    """Open a protected sheet, and protect it again as it was; yield whether it stays locked."""
    answer = await _in_excel(_UNPROTECT, sheet)
    try:
        yield answer == "locked"
    finally:
        if answer not in {None, "open", "locked"}:
            await _in_excel(_PROTECT, sheet, answer)


async def _in_excel(program: str, *arguments: Any) -> Any:
    """Run JavaScript on Excel's objects; xlwings has nothing for the protection of sheets."""
    if sys.platform != "emscripten":
        return None
    from pyodide.code import run_js  # type: ignore[import-not-found]  # noqa: PLC0415 - in Lite alone

    return await run_js(program)(*arguments)


_UNPROTECT: Final = """
(async (name) => {
  if (typeof Excel === "undefined") return "open";
  try {
    return await Excel.run(async (context) => {
      const protection = context.workbook.worksheets.getItem(name).protection;
      protection.load("protected,options");
      await context.sync();
      if (!protection.protected) return "open";
      const options = JSON.stringify(protection.options);
      protection.unprotect();
      await context.sync();
      return options;
    });
  } catch (problem) { return "locked"; }
})
"""
_PROTECT: Final = """
(async (name, options) => Excel.run(async (context) => {
  context.workbook.worksheets.getItem(name).protection.protect(JSON.parse(options));
  await context.sync();
}))
"""


def about(digest: str, say: Callable[[str], None] = print) -> None:
    """Return which software and data answer here.

    Args:
        digest: of the code that the workbook carries.
        say: takes each line.
    """
    say(f"vsm_xl {vsm_xl.__version__}, in this workbook")
    say(f"Data edition: {vsm_xl.call('VSM_EDITION')}")
    say(f"Digest of the code (SHA-256): {digest}")
    say("Check it: vsm-xl check FILE refuses a workbook whose code was changed.")
    with suppress(Exception):
        import xlwings  # noqa: PLC0415 - its version only

        say(f"xlwings {xlwings.__version__}, Python {sys.version.split()[0]}")
