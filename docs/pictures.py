"""Draws the pictures of the filled example that README and docs show.

Run by ``python docs/make.py``.

Needs LibreOffice (``soffice``) and poppler (``pdftoppm``, ``pdftotext``): what is shown is what
those who open the workbook see and print.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
EXAMPLE: Final = HERE.parent / "workbook" / "vsm-annual-return-example.xlsx"
FOLDER: Final = HERE / "pictures"
#: Name of the picture, the sheet (as the foot of its pages says), and which of its pages.
PICTURES: Final = (("return.png", "Decisions in brief", 1), ("charts.png", "Charts", 1))
_DOTS_AN_INCH: Final = 110
#: What is left of the height of a page without its foot.
_WITHOUT_FOOT: Final = 0.9
#: Pixels of white left around what is on the page.
_MARGIN: Final = 24


def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        pdf = _pdf(Path(name))
        feet = _feet(pdf)
        for picture, sheet, which in PICTURES:
            pages = [number for number, foot in enumerate(feet, start=1) if foot == sheet]
            _draw(pdf, pages[which - 1], FOLDER / picture)


def _pdf(folder: Path) -> Path:
    _run(
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), str(EXAMPLE),
    )  # fmt: skip
    return folder / f"{EXAMPLE.stem}.pdf"


def _feet(pdf: Path) -> list[str]:
    """Return the sheet's name at the foot of each page."""
    text = _run("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]
    return [page.strip().splitlines()[-1].partition("  ")[0] for page in text]


def _draw(pdf: Path, page: int, picture: Path) -> None:
    # Pillow comes with the tools that draw documentation, not with the package itself.
    from PIL import Image, ImageChops  # noqa: PLC0415

    _run(
        "pdftoppm", "-png", "-singlefile", "-r", str(_DOTS_AN_INCH), "-f", str(page),
        str(pdf), str(picture.with_suffix("")),
    )  # fmt: skip
    with Image.open(picture) as drawn:
        image = drawn.convert("RGB")
    # The foot of the page is left out, then what is empty around the rest.
    image = image.crop((0, 0, image.width, int(image.height * _WITHOUT_FOOT)))
    left, top, right, bottom = ImageChops.difference(
        image, Image.new("RGB", image.size, "white")
    ).getbbox() or (0, 0, *image.size)
    image.crop(
        (
            max(0, left - _MARGIN),
            max(0, top - _MARGIN),
            min(image.width, right + _MARGIN),
            min(image.height, bottom + _MARGIN),
        )
    ).quantize(64).save(picture, optimize=True)


def _run(*words: str) -> str:
    ended = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs, given no shell
    if ended.returncode:
        sys.exit(f"{words[0]} failed: {ended.stderr.strip()}")
    return ended.stdout


if __name__ == "__main__":
    main()
