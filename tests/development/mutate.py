"""Mutated workbooks and a coverage-guided fuzzer, as checks of development bounded in number and time.

    python tests/development/mutate.py [--count 4000] [--seconds 600] [--seed 1]
    python tests/development/mutate.py --csv [--count 2000] [--seconds 600] [--seed 1]
    python tests/development/mutate.py --guided [--seconds 300]

The first changes a filled return in one place each time: bytes, tags, attributes, values, parts.  What comes
back must be a clear refusal, or a return whose every input the engine computes from as it was read.  The
second damages the CSV files of a return and gives them to ``vsm-xl fill``: it must end with 0, 1 or 2.  The
third lets atheris (in the extra ``dev``) find inputs that take new ways through the readers.  Each says how to
make again what it finds.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from vsm_xl.annual_return.integrity.hidden_parts import hidden_things
from vsm_xl.annual_return.integrity.structure import check_structure
from vsm_xl.annual_return.reading.inputs import read_inputs
from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml import Package
from vsm_xl.ooxml.cell_values import contents
from vsm_xl.ooxml.moved_formulas import formula_texts
from vsm_xl.ooxml.outward import reaching_out
from vsm_xl.ooxml.supervision import supervised
from vsm_xl.recalc import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

_RETURNS = Path(__file__).parents[1] / "annual_return"
sys.path[:0] = [str(_RETURNS), str(_RETURNS / "filling"), str(_RETURNS.parent)]

_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"<>]{0,200})"')
_TEXT = re.compile(rb">([^<>]{1,200})<")
ODD = (
    b"", b"0", b"-1", b"1", b"TRUE", b"NaN", b"1e999", b"A0", b"XFE1", b"A1048577", b"A1:XFD1048576",
    b"_xD83D_", b"_x0000_", b"&#xFFFF;", b"&#49;", b"<![CDATA[1]]>", b"<!-- -->", b"<?a b?>", b"&amp;",
    b"999999999999", b"inlineStr", b"shared", b"array", b"dataTable", b"#REF!", b"277500", b"1900-02-29",
    b"2025-04-01T00:00:00Z", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b"[1]S!A1", b"'", b"SUM(A1", b"{1,2;3}",
)  # fmt: skip


@cache
def good() -> tuple[bytes, dict[str, object]]:
    """A filled return, and the value of each of its formulas."""
    from sample_return import filled  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415

    computed = filled()
    results = {
        f"{title}!{ref}": value
        for title, cells in computed.values.items()
        for ref, value in cells.items()
    }
    return computed.package.to_bytes(), results


@cache
def parts() -> dict[str, bytes]:
    """The parts of the filled return."""
    with zipfile.ZipFile(io.BytesIO(good()[0])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(changed: dict[str, bytes]) -> bytes:
    """Write parts to a file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in changed.items():
            archive.writestr(name, data)
    return file.getvalue()


def of_tag(spin: random.Random, data: bytes) -> bytes:
    """Take out, double or move a tag."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    one = spin.choice(tags)
    text = spin.choice((b"", one[0] * 2, one[0].replace(b"<", b"<x:", 1), spin.choice(tags)[0]))
    return data[: one.start()] + text + data[one.end() :]


def of_attribute(spin: random.Random, data: bytes) -> bytes:
    """Give an attribute another value."""
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return data
    one = spin.choice(found)
    value = spin.choice((*ODD, spin.choice(found)[2]))
    return data[: one.start(2)] + value.replace(b"<", b"&lt;") + data[one.end(2) :]


def of_text(spin: random.Random, data: bytes) -> bytes:
    """Change the text of an element."""
    found = list(_TEXT.finditer(data))
    if not found:
        return data
    one = spin.choice(found)
    cut = spin.randint(one.start(1), one.end(1))
    value = spin.choice((*ODD, spin.choice(found)[1]))
    if spin.random() < 0.5:
        return data[:cut] + value + data[cut:]
    return data[: one.start(1)] + value + data[one.end(1) :]


def of_bytes(spin: random.Random, data: bytes) -> bytes:
    """Change, take out or put in some bytes."""
    if not data:
        return data
    at = spin.randrange(len(data))
    length = spin.choice((0, 1, 1, 2, 8, 64))
    return data[:at] + spin.randbytes(spin.choice((0, 1, 2))) + data[at + length :]


CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    of_tag, of_attribute, of_attribute, of_text, of_text, of_bytes,
)  # fmt: skip


def mutated(seed: int) -> bytes:
    """The filled return with one change, which depends on the seed alone."""
    spin = random.Random(seed)  # noqa: S311 - no secret
    if spin.random() < 0.03:
        return of_bytes(spin, good()[0])
    changed = dict(parts())
    sheets = [name for name in changed if "/worksheets/sheet" in name and name.endswith(".xml")]
    name = spin.choice(sheets if spin.random() < 0.7 else list(changed))
    if spin.random() < 0.03:
        del changed[name]
    else:
        changed[name] = spin.choice(CHANGES)(spin, changed[name])
    return zipped(changed)


def judged(data: bytes) -> str:
    """Read and compute a file as the commands do; return why it is refused, or nothing.

    Raises:
        AssertionError: the engine computed from something else than what was read.
    """
    try:
        package = Package.from_bytes(data, "mutated.xlsx")
        layout = check_structure(package)
        read_inputs(package, layout)
        hidden_things(package)
        reaching_out(package)
        computed = recalculate(package)
        again = Package.from_bytes(computed.package.to_bytes(), "again.xlsx")
        _same(package, computed.value)
        assert contents(again) == contents(package), "what was written is not what was read"
    except UnusableInput as refused:
        return str(refused) or "refused without a word"
    return ""


def _same(package: Package, value: Callable[[str, str], object]) -> None:
    for title, cells in contents(package).items():
        formulas = formula_texts(package.sheet(package.sheets()[title]))
        for ref, held in cells.items():
            if ref in formulas or not isinstance(held, int | float | bool):
                continue
            found = value(title, ref)
            assert found == held or isinstance(found, XlError), (
                f"{title}!{ref}: {held!r}, {found!r}"
            )


def say(words: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def many(count: int, seconds: float, seed: int) -> int:
    """Judge mutated workbooks; return the number of faults."""
    begun, refused, sound, faults = time.monotonic(), 0, 0, 0
    for at in range(seed * 1_000_000, seed * 1_000_000 + count):
        if time.monotonic() - begun > seconds:
            break
        data = mutated(at)
        start = time.monotonic()
        try:
            words = supervised(lambda data=data: judged(data), len(data), f"seed {at}")  # type: ignore[misc]
        except UnusableInput as ended:
            words = str(ended)
            if "ended the program" in words:
                faults += 1
                say(f"seed {at}: {words}")
        except Exception as fault:  # noqa: BLE001 - what is looked for
            faults += 1
            say(f"seed {at}: {type(fault).__name__}: {fault}")
            continue
        if time.monotonic() - start > 5:
            say(f"seed {at}: {time.monotonic() - start:.1f} s")
        refused, sound = refused + bool(words), sound + (not words)
    say(f"{refused + sound} mutated workbooks: {refused} refused, {sound} sound, {faults} faults")
    return faults


def filled_from(seed: int, folder: Path) -> int:
    """Fill a return from CSV files with one of them damaged; return the exit code of the command."""
    from test_csv_mutated import mutated as damaged  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415

    from vsm_xl.cli import main as command  # noqa: PLC0415
    from vsm_xl.examples import demo  # noqa: PLC0415

    spin = random.Random(seed)  # noqa: S311 - no secret
    files = demo.input_files()
    hurt = spin.choice(list(files))
    for name, text in files.items():
        (folder / name).write_text(damaged(text, spin) if name == hurt else text, "utf-8")
    words = ["fill", folder / "blank.xlsx", "-o", folder / "out.xlsx", "--replace"]
    for option, name in (
        ("--organisation", demo.ORGANISATION_CSV),
        ("--people", demo.PEOPLE_CSV),
        ("--ranges", demo.RANGES_CSV),
    ):
        words += [option, folder / name]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
        code = command([str(word) for word in words])
    if code not in {0, 1, 2}:
        raise RuntimeError(f"exit {code}: {said.getvalue()}")
    return code


def many_csv(count: int, seconds: float, seed: int) -> int:
    """Fill returns from damaged CSV files; return the number of faults."""
    from vsm_xl.annual_return.build.workbook import build_template  # noqa: PLC0415

    begun, codes, faults = time.monotonic(), Counter[int](), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "blank.xlsx").write_bytes(build_template(10))
        for at in range(seed * 1_000_000, seed * 1_000_000 + count):
            if time.monotonic() - begun > seconds:
                break
            try:
                codes[supervised(lambda at=at: filled_from(at, folder), 10**6, f"seed {at}")] += 1  # type: ignore[misc]
            except Exception as fault:  # noqa: BLE001 - what is looked for
                faults += 1
                say(f"seed {at}: {type(fault).__name__}: {fault}")
    say(f"{codes.total()} damaged CSV files: exit codes {dict(codes)}, {faults} faults")
    return faults


def guided(seconds: int) -> None:
    """Let atheris look for ways through the readers; it does not return."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - for this check alone

    with atheris.instrument_imports(include=["vsm_xl.ooxml", "vsm_xl.recalc"]):
        for name in [
            name for name in sys.modules if name.startswith(("vsm_xl.ooxml", "vsm_xl.recalc"))
        ]:
            del sys.modules[name]
        import vsm_xl.ooxml.cell_values as values  # noqa: PLC0415
        from vsm_xl.errors import UnusableInput as Refused  # noqa: PLC0415
        from vsm_xl.ooxml.formulas import UnreadableFormulaError, read, respell  # noqa: PLC0415
        from vsm_xl.ooxml.moved_formulas import moved  # noqa: PLC0415
        from vsm_xl.ooxml.sheet_reader import read_sheet  # noqa: PLC0415

    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )

    def one(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        if given.ConsumeBool():
            text = given.ConsumeUnicodeNoSurrogates(200)
            read(text)
            respell(text, ("VSM_AWARD",))
            try:
                moved(text, given.ConsumeIntInRange(-9, 9), given.ConsumeIntInRange(-9, 9))
            except UnreadableFormulaError:
                return
        try:
            sheet = read_sheet(head + given.ConsumeBytes(4_000) + b"</sheetData></worksheet>")
            formula_texts(sheet)
            for cell in sheet.cells().values():
                values.constant(cell, ["a"])
        except Refused:
            return

    words = [
        b'<row r="1">',
        b"</row>",
        b'<c r="A1" t="s">',
        b"</c>",
        b"<f>",
        b"</f>",
        b"<v>",
        b"</v>",
        *ODD,
    ]
    corpus = Path(__file__).parent / "__pycache__" / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for at, word in enumerate(words):
        (corpus / f"{at}").write_bytes(b"\x00" + b"".join(words[:8]) + word)
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", str(corpus)], one)
    atheris.Fuzz()


def main() -> None:
    """Run one of the checks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=4_000)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--csv", action="store_true")
    parser.add_argument("--guided", action="store_true")
    given = parser.parse_args()
    if given.guided:
        guided(given.seconds)
    work = many_csv if given.csv else many
    sys.exit(1 if work(given.count, given.seconds, given.seed) else 0)


if __name__ == "__main__":
    main()
