"""What the command line writes: plain text to a pipe, tables and progress on a terminal."""

from __future__ import annotations

import sys
import textwrap
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_GAP: Final = "  "
_NAME: Final = "vsm-xl: "
_LONGEST_WORD: Final = 12
#: Of the results of checks, on a terminal; each is a word too.
_COLOURS: Final = {"Pass": "green", "Fail": "bold red", "Not complete": "yellow"}


class OutputLost(Exception):  # noqa: N818 - named for what it says
    """The output went nowhere: ``reason`` states why; it is empty where the reader went away."""

    def __init__(self, problem: OSError) -> None:
        self.reason = "" if isinstance(problem, BrokenPipeError) else str(problem.strerror)
        super().__init__(self.reason)


class PrintedColumn(NamedTuple):
    """A column of a table; ``right`` for numbers, ``coloured`` for the results of checks."""

    header: str
    right: bool = False
    coloured: bool = False


def printable(text: str) -> str:
    r"""Make text from a file fit for a terminal: on one line, without control characters.

    >>> printable("a\x1b[2Jb\nc")
    'a [2Jb c'
    """
    return "".join(letter if letter.isprintable() else " " for letter in text)


def line(text: str = "") -> None:
    """Write a line of the answer."""
    lines((printable(text),))


def lines(texts: Iterable[str]) -> None:
    """Write many lines of the answer, printable as they are."""
    with _to_output():
        sys.stdout.writelines(f"{text}\n" for text in texts)


def complain(*texts: str) -> None:
    """Write what is wrong, or worth knowing, beside the answer; one message of some lines."""
    with suppress(OSError):
        sys.stdout.flush()
    for at, text in enumerate(texts):
        sys.stderr.write(f"{' ' * len(_NAME) if at else _NAME}{printable(text)}\n")
    sys.stderr.flush()


def finish() -> None:
    """Make sure that what was written has arrived."""
    with _to_output():
        sys.stdout.flush()


def json_object(data: object) -> None:
    """Write one JSON object in UTF-8, whatever the console's own encoding."""
    import json  # noqa: PLC0415 - most answers are not

    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    finish()
    with _to_output():
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.buffer.flush()


@contextmanager
def _to_output() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise OutputLost(problem) from problem


def table(columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]]) -> None:
    """Write a table: fitted to the window on a terminal, whole lines to a pipe."""
    rows = [[printable(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _terminal_table(columns, rows)
        return
    lines(plain_table(columns, rows))


def plain_table(columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay a table out in lines, as wide as its content.

    >>> plain_table([PrintedColumn("post"), PrintedColumn("award", right=True)], [["Finance", "9.00"]])
    ['post     award', 'Finance   9.00']
    """
    all_rows = [[column.header for column in columns], *rows]
    widths = [max(len(row[at]) for row in all_rows) for at in range(len(columns))]
    found = []
    for row in all_rows:
        cells = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        found.append(_GAP.join(cells).rstrip())
    return found


def folded_table(
    columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]], width: int
) -> list[str]:
    """Lay a table out that is wider than the window: each row below the other, a line a cell.

    >>> folded_table([PrintedColumn("Post"), PrintedColumn("Award £", right=True)], [["Finance", "9.00"]], 20)
    ['Finance', '  Award £: 9.00']
    """
    found: list[str] = []
    for row in rows:
        head, *rest = zip(columns, row, strict=True)
        found += textwrap.wrap(head[1], width) or [""]
        for column, cell in rest:
            if cell:
                found += textwrap.wrap(
                    f"{column.header}: {cell}", width, initial_indent="  ", subsequent_indent="    "
                )
    return found


def _terminal_table(columns: Sequence[PrintedColumn], rows: Sequence[Sequence[str]]) -> None:
    # Rich is loaded where a person looks on; a pipe does not wait for it.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    grid = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    least = 0
    for at, column in enumerate(columns):
        words = [word for row in rows for word in row[at].split()]
        longest = max(map(len, words), default=0)
        # A figure is never broken; words are broken between them as long as there is room.
        width = longest if column.right else min(longest, _LONGEST_WORD)
        least += width + 1
        justify: Literal["left", "right"] = "right" if column.right else "left"
        grid.add_column(Text(column.header), justify=justify, min_width=width, overflow="fold")
    if least > console.width:
        # Rich would cut the last columns off.
        lines(folded_table(columns, rows, console.width))
        return
    for row in rows:
        # As Text, because brackets in a post's title are no markup.
        grid.add_row(
            *(
                Text(cell, style=_COLOURS.get(cell, "") if column.coloured else "")
                for cell, column in zip(row, columns, strict=True)
            )
        )
    console.print(grid)


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Show how far a long command has come, on a terminal only.

    Args:
        steps: how many steps there will be.

    Yields:
        A function to call at the beginning of each step, with what the step does.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps)
        begun = False

        def step(what: str) -> None:
            nonlocal begun
            bar.update(task, advance=1 if begun else 0, description=what)
            begun = True

        yield step


def money(value: Any) -> str:
    """Write an amount or a ratio for people; what is not a number as it is.

    >>> money(9018.75), money("#N/A"), money(None)
    ('9,018.75', '#N/A', '')
    """
    return f"{value:,.2f}" if _is_number(value) else shown(value)


def shown(value: Any) -> str:
    """Write what a cell holds.

    >>> shown(3.0), shown(True), shown(None), shown(2124726000.0), shown(0.0325)
    ('3', 'TRUE', '', '2,124,726,000', '0.0325')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if _is_number(value):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value!r}"
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
