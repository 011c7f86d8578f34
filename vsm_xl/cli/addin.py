"""Building the Excel add-in, with the files that belong beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vsm_xl.cli import output
from vsm_xl.errors import UnusableInput
from vsm_xl.excel import shared_names
from vsm_xl.excel.addin import build as addin_build
from vsm_xl.excel.addin import help_page, intellisense
from vsm_xl.ooxml.write import write_file

_ENDING: Final = ".xlam"


def build(out: Path | None) -> None:
    """Write the add-in, the help while typing and the page of documentation.

    Raises:
        UnusableInput: the name does not suit, or nothing can be written there.
    """
    if out is None and Path(shared_names.ADD_IN).exists():
        raise UnusableInput(
            f"{shared_names.ADD_IN} exists already and may hold settings. Give another name with -o, or "
            f"-o {shared_names.ADD_IN} to replace it."
        )
    target = out or Path(shared_names.ADD_IN)
    if target.suffix.lower() != _ENDING:
        raise UnusableInput(
            f"{target}: the name of an add-in ends in {_ENDING}, or Excel will not load it. "
            f"Write {target.name}{_ENDING}, for example."
        )
    help_while_typing = target.with_name(f"{target.stem}.IntelliSense.xml")
    page = target.with_name(shared_names.HELP_PAGE)
    write_file(target, addin_build.build())
    write_file(help_while_typing, intellisense.xml_file())
    write_file(page, help_page.page())
    output.line(f"Wrote {target}: the Excel add-in for xlwings {shared_names.xlwings_version()}.")
    output.line(f"Wrote {help_while_typing} and {page}, which belong beside it.")
