"""The command that follows a number of a return back to the paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsm_xl.annual_return.trace import trace as traced
from vsm_xl.annual_return.trace_page import lines, page
from vsm_xl.cli import output
from vsm_xl.cli.lite import read
from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.write import write_file

if TYPE_CHECKING:
    from pathlib import Path


def trace(file: Path, spot: str, out: Path | None) -> None:
    """Show what a number rests on, or write it as a page."""
    if out is not None and (out.suffix.lower() not in (".html", ".htm") or out.exists()):
        raise UnusableInput(f"{out}: give the name of a new page that ends in .html.")
    with output.progress(2) as step:
        step(f"Reading {file.name}")
        opened = read(file)
        step("Following the number")
        found = traced(opened, spot)
    if out is not None:
        write_file(out, page(found, file.name).encode())
        output.line(f"Wrote {out}: {', '.join(one.start for one in found)}.")
        return
    for number, one in enumerate(found):
        if number:
            output.line()
        for line in lines(one):
            output.line(line)
