"""Writes every generated file: the one place that knows them all.

    python docs/make.py            writes those that are out of date
    python docs/make.py --check    names them, and writes nothing

A test names each file that is out of date, and each file in a folder of generated ones that is not
listed here.  The pictures and the committee paper of the example are drawn by LibreOffice; they are
out of date when the example is not the one that they were drawn from.
"""

from __future__ import annotations

import sys
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
for folder in (HERE, ROOT / "tests" / "annual_return"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import conformance  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import formula_code  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import pictures  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import python_api  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import reference_pages  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import thousand_posts  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import workbooks  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

from vsm_xl.annual_return.export.json_export import schema_text  # noqa: E402
from vsm_xl.annual_return.returns import Return  # noqa: E402
from vsm_xl.excel import shared_names  # noqa: E402
from vsm_xl.excel.addin import build as addin  # noqa: E402
from vsm_xl.excel.addin import help_page, intellisense  # noqa: E402
from vsm_xl.ooxml.package import Package  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

#: Files of text, by path, and what they should hold.
TEXTS: Final[dict[str, Callable[[], str]]] = {
    "docs/reference/traceability.md": reference_pages.traceability_page,
    "docs/reference/functions.md": reference_pages.functions_page,
    "docs/reference/decisions.md": reference_pages.decisions_page,
    "docs/reference/figures.md": reference_pages.figures_page,
    "docs/reference/return.schema.json": schema_text,
    "docs/reference/python.md": python_api.page,
    "docs/reference/conformance.md": conformance.page,
    "vsm_xl/api.pyi": python_api.stub,
    "vsm_xl/annual_return/reading/compiled_formulas.py": formula_code.module,
    "docs/thousand-posts.ipynb": thousand_posts.notebook,
}
#: Files whose bytes are the same wherever they are made.
FILES: Final[dict[str, Callable[[], bytes]]] = {
    f"workbook/{shared_names.ADD_IN}": addin.build,
    f"workbook/{shared_names.INTELLISENSE}": intellisense.xml_file,
    f"workbook/{shared_names.HELP_PAGE}": help_page.page,
}
#: Workbooks: compression differs between machines, so the parts are compared.
WORKBOOKS: Final = (f"workbook/{workbooks.TEMPLATE}", f"workbook/{workbooks.EXAMPLE}")
EXAMPLE: Final = ROOT / "workbook" / workbooks.EXAMPLE
PAPER: Final = EXAMPLE.with_suffix(".pdf")
#: The digest of the example that the pictures and the paper were drawn from.
DRAWN_FROM: Final = ROOT / "docs" / "pictures" / "drawn-from.txt"
DRAWN: Final = (
    *(f"docs/pictures/{name}" for name, _, _ in pictures.PICTURES),
    PAPER.relative_to(ROOT).as_posix(),
    DRAWN_FROM.relative_to(ROOT).as_posix(),
)
ALL: Final = (*WORKBOOKS, *FILES, *TEXTS, *DRAWN)


def stale() -> list[str]:
    """Return the generated files that are missing or out of date, by path."""
    found = [name for name in WORKBOOKS if not _same_parts(name)]
    found += [name for name, made in FILES.items() if _held(name) != made()]
    found += [name for name, made in TEXTS.items() if _held(name) != made().encode()]
    return found + _stale_drawings()


def _stale_drawings() -> list[str]:
    drawn = EXAMPLE.exists() and _held(DRAWN[-1]) == _digest()
    return [name for name in DRAWN if not drawn or _held(name) is None]


def _held(name: str) -> bytes | None:
    path = ROOT / name
    return path.read_bytes() if path.exists() else None


def _same_parts(name: str) -> bool:
    path = ROOT / name
    # As they are read again: texts that were filled in become shared ones when a file is written.
    made = Package.from_bytes(workbooks.workbooks()[path.name].to_bytes(), path.name)
    return path.exists() and dict(Package.open(path).parts) == dict(made.parts)


def _digest() -> bytes:
    parts = Package.open(EXAMPLE).parts
    held = sha256()
    for name in sorted(parts):
        held.update(f"{name} {sha256(parts[name]).hexdigest()}\n".encode())
    return f"{held.hexdigest()}\n".encode()


def _draw() -> None:
    pictures.main()
    Return.open(EXAMPLE).export("pdf", PAPER, replace=True)
    DRAWN_FROM.write_bytes(_digest())


def _write(name: str, made: Callable[[], bytes]) -> None:
    path = ROOT / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made())
    sys.stdout.write(f"written: {name}\n")


def main(arguments: list[str]) -> int:
    """Write or name the files that are out of date; 1 where any is named."""
    old = stale()
    if "--check" in arguments:
        sys.stdout.write("\n".join([*old, f"out of date: {len(old)} of {len(ALL)}", ""]))
        return 1 if old else 0
    for name in old:
        if name in WORKBOOKS:
            _write(name, workbooks.workbooks()[Path(name).name].to_bytes)
        elif name in FILES:
            _write(name, FILES[name])
        elif name in TEXTS:
            _write(name, partial(_encoded, TEXTS[name]))
    if _stale_drawings():
        _draw()
        sys.stdout.write(f"drawn: {', '.join(DRAWN)}\n")
    return 0


def _encoded(made: Callable[[], str]) -> bytes:
    return made().encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
