"""A workbook printed as PDF by LibreOffice, in a profile of its own in which nothing is run or fetched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.errors import UnusableInput
from vsm_xl.recalc.calc.bridge_process import BridgeProcess, Ended
from vsm_xl.recalc.calc.profile import USER, harden

if TYPE_CHECKING:
    from vsm_xl.libreoffice.installations import Installation


def to_pdf(workbook: bytes, installation: Installation, limit: float) -> bytes:
    """Print the sheets of a workbook that have a print area.

    Args:
        workbook: the .xlsx file; nothing in it is computed again.
        installation: which LibreOffice.
        limit: seconds that it may take.

    Raises:
        UnusableInput: LibreOffice fails, or takes too long.
    """
    program = installation.program
    # Conversion needs nothing of LibreOffice's Python, which may lack what recalculation needs.
    running = BridgeProcess(Path(sys.executable), installation.python)
    try:
        folder = running.folder
        harden(folder)
        source = folder / "paper.xlsx"
        source.write_bytes(workbook)
        command = [
            str(program), "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={(folder / USER).as_uri()}",
            "--convert-to", "pdf:calc_pdf_Export", "--outdir", str(folder), str(source),
        ]  # fmt: skip
        answer = running.ask({"do": "run", "command": command}, limit)
        if problem := answer.get("problem"):
            raise UnusableInput(f"LibreOffice ({program}) cannot be started: {problem}.")
        target = source.with_suffix(".pdf")
        if not target.is_file() or not target.stat().st_size:
            raise UnusableInput(
                f"LibreOffice ({program}) made no PDF: {answer['answer'].strip() or 'it said nothing'}. "
                "Open the return in LibreOffice or Excel and print the sheets after Decisions as PDF."
            )
        return target.read_bytes()
    except TimeoutError:
        raise UnusableInput(
            f"LibreOffice ({program}) did not finish within {limit:g} seconds and was "
            "stopped. Try again; if it happens again, start LibreOffice once by hand."
        ) from None
    except Ended:
        raise UnusableInput(
            f"LibreOffice ({program}) was ended from outside before the PDF was made. Try again."
        ) from None
    finally:
        running.kill()
