"""The command that follows a number of a return back to the paragraph."""

from pathlib import Path
from typing import Annotated

import typer

from vsm_xl.annual_return.trace import trace as traced
from vsm_xl.annual_return.trace_page import lines, page
from vsm_xl.cli import output
from vsm_xl.cli.lite import read
from vsm_xl.cli.options import argument, out
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.write import write_file

COMMANDS = typer.Typer()


@COMMANDS.command()
def trace(
    file: Annotated[Path, argument("RETURN", "An annual return (.xlsx).")],
    cell: Annotated[
        str,
        argument(
            "CELL",
            "Such as Return!B12, a range of cells, or a defined name such as vsm_total_award.",
        ),
    ],
    target: Annotated[Path | None, out("PAGE", "Write a page to print (.html) instead.")] = None,
) -> None:
    """Follow a number of a return back to the paragraph it rests on.

    Shows its formula, the cells that the formula uses down to the entries, the rule and the row
    of its decision table, and each figure with status, document, paragraph, link and day of reading.
    """
    if target is not None and (target.suffix.lower() not in (".html", ".htm") or target.exists()):
        raise UnusableInput(f"{target}: give the name of a new page that ends in .html.")
    with output.progress(2) as step:
        step(f"Reading {file.name}")
        opened = read(file)
        step("Following the number")
        found = traced(opened, cell)
    if target is not None:
        write_file(target, page(found, file.name).encode())
        output.line(f"Wrote {target}: {', '.join(one.start for one in found)}.")
        return
    for number, one in enumerate(found):
        if number:
            output.line()
        for line in lines(one):
            output.line(line)
