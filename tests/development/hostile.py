"""Each hostile return through each command that reads a workbook: exit code, seconds of work, memory.

    python tests/development/hostile.py [WORD…] [--commands NAME…]

Only files whose name holds one of the words are tried, and only commands of these names, if any are given.  A line for each file and command
that ends with 70, takes over 5 seconds of work or 500 MB, or computes from a file that must be refused.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1] / room) for room in ("cli", "annual_return", "")]

import hostile_returns as hostile  # type: ignore[import-not-found,unused-ignore] # noqa: E402

PROGRAM = (sys.executable, "-I", "-m", "vsm_xl")
SECONDS, MEGABYTES = 5.0, 500.0
#: Every command that reads a workbook; FILE is it, OUT what is written.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "FILE"), ("check", "FILE", "GOOD"), ("recalc", "FILE", "-o", "OUT.xlsx"),
    ("recalc", "FILE", "GOOD", "-o", "OUT"), ("show", "FILE"), ("show", "FILE", "--json"),
    ("fill", "FILE", "--organisation", "CSV/organisation.csv", "--people", "CSV/people.csv",
     "-o", "OUT.xlsx"),
    ("export", "FILE", "--format", "csv", "-o", "OUT"),
    ("export", "FILE", "--format", "json", "-o", "OUT.json"),
    ("export", "FILE", "--format", "pdf", "-o", "OUT.pdf"),
    ("repair", "FILE", "-o", "OUT.xlsx"), ("roll-forward", "FILE", "-o", "OUT.xlsx"),
    ("convert", "FILE", "--for", "lite", "-o", "OUT.xlsx"), ("publish", "FILE", "-o", "OUT.html"),
    ("collate", "FILE", "-o", "OUT"), ("collate", "FILE", "GOOD", "-o", "OUT"),
    ("trace", "FILE", "Return!B12"), ("ranges", "check", "FILE"), ("doctor", "FILE"),
)  # fmt: skip
#: Commands that do not compute, or that carry over what they can.
MAY_READ = {"repair", "convert", "ranges", "doctor", "collate", "trace"}


#: A process counts the memory of the one that started it, up to its own program, as its own: so a small
#: one starts the command, whatever the tests before have taken.
_MEASURING = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


class Ended(NamedTuple):
    """How a command ended: exit code, seconds of work of it and its processes, megabytes, its words."""

    code: int
    seconds: float
    megabytes: float
    words: str


def measured(words: list[str], folder: Path, patience: float = 600) -> Ended:
    """Run the command line, and measure it with every process that it started."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.run(
            [sys.executable, "-I", "-c", _MEASURING, "timeout", str(patience), *PROGRAM, *words],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, check=True,
        )  # fmt: skip
        code, seconds, kilobytes = process.stdout.split()
        said.seek(0)
        err = said.read().decode("utf-8", "replace")
    return Ended(int(code), float(seconds), int(kilobytes) / 1024, err)


def filled(words: tuple[str, ...], **known: Path) -> list[str]:
    """Write the names of files into a command."""
    found = []
    for word in words:
        name = word.partition(".")[0].partition("/")[0]
        found.append(word.replace(name, str(known[name]), 1) if name in known else word)
    return found


def main() -> int:
    """Try every file with every command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--commands", nargs="*")
    given = parser.parse_args()
    asked = given.words
    import sample_return  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415

    sound = hostile.Sound(sample_return.filled().package.to_bytes())
    found = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "good.xlsx").write_bytes(hostile.made(sound, hostile.READ["as it was"]))
        measured(["export", "good.xlsx", "--format", "csv", "-o", "csv"], folder)
        for case, change in (hostile.READ | hostile.REFUSED | hostile.EITHER).items():
            if asked and not any(word in case for word in asked):
                continue
            file = folder / "file.xlsx"
            file.write_bytes(hostile.made(sound, change))
            for at, command in enumerate(COMMANDS):
                if given.commands and command[0] not in given.commands:
                    continue
                out = folder / f"out {case} {at}"
                ended = measured(
                    filled(command, FILE=file, GOOD=folder / "good.xlsx", OUT=out, CSV=folder / "csv"),
                    folder,
                )  # fmt: skip
                wrong = ended.code not in {0, 1, 2} or "fault of vsm_xl" in ended.words
                wrong |= ended.seconds > SECONDS or ended.megabytes > MEGABYTES
                refused = ended.code == 2
                if command[0] not in MAY_READ and case not in hostile.EITHER:
                    wrong |= refused != (case in hostile.REFUSED)
                found += wrong
                if wrong or asked:
                    sys.stdout.write(
                        f"{case}: {' '.join(command)}: exit {ended.code}, {ended.seconds:.1f} s, "
                        f"{ended.megabytes:.0f} MB: {ended.words.strip()[:160]}\n"
                    )
                    sys.stdout.flush()
    sys.stdout.write(f"{found} findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
