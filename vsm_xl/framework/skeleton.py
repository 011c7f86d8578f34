"""Begins a new edition: a copy of one that exists, and a list of what to look at.

The list is made from the data: what ends, what is pending, what rests on less than an official
text.  A maintainer changes the copied files with a text editor; nothing is programmed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vsm_xl.dates import day_in_words
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.archive import source_folder
from vsm_xl.framework.compare import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from vsm_xl.framework.edition import Edition
    from vsm_xl.framework.records import Figure

CHECKLIST = "CHECKLIST.md"
_YEARLY = (
    ("award.percent", "The national award of the new pay year, from the award letter."),
    ("award.criteria", "Whether it is settled who receives the award."),
    ("award.withheld_segments", "In which segments, and with which capability ratings, it is withheld."),
    ("award.icb_segmented", "Whether integrated care boards have segments in the year."),
    ("segment.programme", "The segment that an organisation in the programme counts as."),
    ("range.uplift", "By how much the pay ranges rise; the new tables themselves go into ranges/."),
    ("approval.provider_threshold", "The threshold above which a provider's case goes to the centre."),
    ("approval.national_body", "Who decides beyond the limits."),
    ("bonus.limit", "The limit of the bonus."),
    ("premium.limit", "The limit of the temporary premium."),
    ("ni.rate", "Employer National Insurance, from 6 April."),
    ("ni.threshold.annual", "Its threshold, each period by its own published figure."),
    ("pension.employer", "The pension shares, from 1 April."),
    ("levy.rate", "The apprenticeship levy, from 6 April."),
    ("band.width", "Bands and rounding of the accounts manual of the year."),
)  # fmt: skip


def begin(parent: Edition, name: str, day: date, into: Path) -> Path:
    """Write the skeleton of a new edition.

    Args:
        parent: the edition it is copied from.
        name: of the new edition.
        day: its date.
        into: the folder in which its folder is made.

    Returns:
        The new folder, with the copied files and the checklist.

    Raises:
        UnusableInput: the folder exists already, or the name cannot be one.
    """
    if not name.replace("-", "").isalnum() or not name.isascii() or name.strip("-") != name:
        raise UnusableInput(
            f"{name!r} cannot be the name of an edition; use letters, digits and hyphens, such as "
            "2027-05."
        )
    folder = into / name
    if folder.exists():
        raise UnusableInput(f"{folder} exists already. Give another name, or another folder.")
    with source_folder(parent) as source:
        files = [*source.glob("*.toml"), *source.glob("ranges/*.csv")]
        try:
            (folder / "ranges").mkdir(parents=True)
            for file in files:
                if file.name != "edition.toml":
                    (folder / file.relative_to(source)).write_bytes(file.read_bytes())
        except OSError as problem:
            raise UnusableInput(f"{folder} cannot be written: {problem}.") from None
    (folder / "edition.toml").write_text(
        "# The state of knowledge of this edition.  Figures change only with a new edition.\n"
        f'name = "{name}"\ndate = {day.isoformat()}\nformat = {parent.title.format}\n'
        f'based_on = "{parent.name}"\n',
        encoding="utf-8",
        newline="\n",
    )
    text = "\n".join(checklist(parent, name, day))
    (folder / CHECKLIST).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return folder


def checklist(parent: Edition, name: str, day: date) -> Iterator[str]:
    """Return the checklist of a new edition, line by line in Markdown."""
    yield f"# Edition {name}: what to look at"
    yield ""
    yield f"Made from {parent.label}. Tick each line; `vsm-xl edition check` names what is unsound."
    yield from _heading("What changes every year")
    for figure, why in _YEARLY:
        if figure in parent.names:
            yield f"- [ ] `{figure}`: {why} Held now: {_held(parent.dated(figure))}."
    yield "- [ ] `ranges/`: the official tables, with `vsm-xl ranges import FILE -o ranges/NAME.csv`."
    yield "- [ ] `sources.toml`: every document with address, kind and day of reading."
    yield from _unsettled(parent)
    yield from _ending(parent, day + timedelta(days=365))
    yield from _weak(parent)


def _heading(words: str) -> Iterator[str]:
    yield from ("", f"## {words}", "")


def _unsettled(parent: Edition) -> Iterator[str]:
    yield from _heading("What is announced and not settled")
    for pending in parent.figures:
        if pending.pending:
            place = f"{parent.document(pending)}; {pending.section}"
            yield f"- [ ] `{pending.name}`, {pending.days}: {place}"
    for known in parent.information:
        if known.status in {"pending", "not known", "not confirmed"}:
            yield f"- [ ] `{known.name}` (information), {known.days}: {known.section}"


def _ending(parent: Edition, before: date) -> Iterator[str]:
    yield from _heading(f"What ends before {day_in_words(before)}")
    for held in parent.names:
        last = parent.dated(held)[-1]
        if last.last_day is not None and last.last_day < before:
            yield f"- [ ] `{held}` ends on {day_in_words(last.last_day)}: {in_words(last)}."


def _weak(parent: Edition) -> Iterator[str]:
    yield from _heading("What rests on less than an official text")
    for weak in parent.figures:
        if weak.status in {"reported by a secondary source", "assumption"}:
            yield (
                f"- [ ] `{weak.name}`, {weak.days}: {weak.status}; look for "
                f"{parent.document(weak)}, {weak.place}."
            )


def _held(figures: tuple[Figure, ...]) -> str:
    last = figures[-1]
    return f"{in_words(last)}, {last.days}"
