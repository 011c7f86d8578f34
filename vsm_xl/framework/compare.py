"""What differs between two editions, in words that a finance reader can check."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from vsm_xl.dates import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vsm_xl.framework.edition import Edition
    from vsm_xl.framework.range_rows import RangeRow
    from vsm_xl.framework.records import Figure, Information, Value

_Record = TypeVar("_Record")


class Difference(NamedTuple):
    """One difference: what it is about, its kind in a word or two, and the words."""

    name: str
    kind: str
    words: str


def differences(old: Edition, new: Edition) -> list[Difference]:
    """Return what differs between two editions: figures, information, ranges, criteria, sources.

    A figure is compared day by day, so a record that was only cut in two is no difference of
    value.

    >>> from vsm_xl.framework.edition import packaged
    >>> found = differences(packaged("2026-11"), packaged("2026-12"))
    >>> [one.words for one in found if one.name == "ni.threshold.annual" and one.kind == "ended"]
    ['from 6 April 2027 to 5 April 2031: £5,000 per year is now pending']
    """
    return [
        *_figures(old, new),
        *_information(old, new),
        *_ranges(old, new),
        *_criteria(old, new),
        *_sources(old, new),
    ]


def _figures(old: Edition, new: Edition) -> Iterator[Difference]:
    for name in sorted({*old.names, *new.names}):
        before = old.dated(name) if name in old.names else ()
        after = new.dated(name) if name in new.names else ()
        yield from _values(name, before, after)
        yield from _grounds(name, (before, after), (old, new))


def _values(name: str, before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[Difference]:
    """Compare the values of one name over time, joining neighbouring days that differ alike."""
    open_: tuple[date, date | None, str, str, str] | None = None
    for first, last in _spans((*before, *after)):
        kind, one, other = _change(_on(before, first), _on(after, first))
        if open_ and (kind, one, other) == open_[2:] and open_[1] == first - timedelta(days=1):
            open_ = (open_[0], last, kind, one, other)
            continue
        if open_ and open_[2]:
            yield _said(name, *open_)
        open_ = (first, last, kind, one, other)
    if open_ and open_[2]:
        yield _said(name, *open_)


def _said(name: str, first: date, last: date | None, kind: str, one: str, other: str) -> Difference:
    days = f"from {day_in_words(first)}" + (f" to {day_in_words(last)}" if last else "")
    words = {
        "added": f"{days}: {other}, where nothing was held",
        "ended": f"{days}: {one} is now {other}",
        "changed": f"{days}: {one} becomes {other}",
    }
    return Difference(name, kind, words[kind])


def _change(one: Figure | None, other: Figure | None) -> tuple[str, str, str]:
    said = _shown(one), _shown(other)
    if said[0] == said[1]:
        return "", "", ""
    if one is None:
        return "added", *said
    if other is None or (other.pending and not one.pending):
        return "ended", *said
    return "changed", *said


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return "not held"
    return in_words(figure)


def in_words(figure: Figure | Information) -> str:
    """Return what a figure is worth as a finance reader writes it.

    >>> from datetime import date
    >>> from vsm_xl.framework.edition import packaged
    >>> edition, day = packaged("2026-12"), date(2025, 10, 1)
    >>> [in_words(edition.figure(name, day)) for name in ("award.percent", "ni.threshold.annual",
    ...     "award.withheld_segments", "award.icb_segmented", "framework.start")]
    ['3.25 % of salary', '£5,000 per year', 'segment 5', 'no', '1 April 2025']
    """
    value = figure.value
    if isinstance(value, date):
        return day_in_words(value)
    if figure.unit in {"segment", "segments"} and value is not None:
        return "no segment" if value == "none" else f"segment {value}"
    if isinstance(value, Decimal):
        return _number(value, figure)
    if value is None:
        return "pending" if figure.status == "pending" else "not known"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _number(value: Decimal, figure: Figure | Information) -> str:
    if figure.unit == "fraction":
        return f"{(value * 100).normalize():f} % of {figure.of or 'the whole'}"
    aside = f" ({figure.of})" if figure.of else ""
    if figure.unit.startswith("GBP"):
        return f"£{value:,}{figure.unit.removeprefix('GBP')}{aside}"
    return f"{value:,}{' persons' if figure.unit == 'persons' else ''}{aside}"


def written(value: Value) -> str:
    """Return a value as a data file writes it.

    >>> written(Decimal("0.0325")), written(True), written(None)
    ('0.0325', 'TRUE', 'not held')
    """
    if value is None:
        return "not held"
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _spans(figures: Sequence[Figure]) -> Iterator[tuple[date, date | None]]:
    """Return the stretches of days within which no record of a name begins or ends."""
    starts = {figure.first_day for figure in figures}
    starts |= {
        figure.last_day + timedelta(days=1) for figure in figures if figure.last_day is not None
    }
    ordered = sorted(starts)
    for at, first in enumerate(ordered):
        yield first, ordered[at + 1] - timedelta(days=1) if at + 1 < len(ordered) else None


def _on(figures: Sequence[Figure], day: date) -> Figure | None:
    return next((figure for figure in figures if figure.holds_on(day)), None)


def _grounds(
    name: str,
    figures: tuple[Sequence[Figure], Sequence[Figure]],
    editions: tuple[Edition, Edition],
) -> Iterator[Difference]:
    """Compare what the values of one name rest on, once for each different pair of grounds."""
    seen = set()
    for first, _ in _spans((*figures[0], *figures[1])):
        one, other = _on(figures[0], first), _on(figures[1], first)
        if one is None or other is None:
            continue
        grounds = (one.status, editions[0].source(one.source).name)
        now = (other.status, editions[1].source(other.source).name)
        if grounds != now and (grounds, now) not in seen:
            seen.add((grounds, now))
            days = f"from {day_in_words(first)}"
            said = f"{', '.join(grounds)} becomes {', '.join(now)}"
            if grounds[1] == now[1]:
                said = f"{grounds[0]} becomes {now[0]} ({now[1]})"
            yield Difference(name, "rests on", f"{days}: {said}")


def _information(old: Edition, new: Edition) -> Iterator[Difference]:
    for key, one, other in _pairs(
        old.information, new.information, lambda one: (one.name, written(one.value))
    ):
        what = in_words(other or one)  # type: ignore[arg-type]
        if one is None and other is not None:
            cited = new.source(other.source).name
            yield Difference(key[0], "information added", f"{what}, {other.days} ({cited})")
        elif other is None and one is not None:
            yield Difference(key[0], "information removed", f"{what}, {one.days}")
        elif one is not None and other is not None:
            pairs = ((one.days, other.days), (one.status, other.status))
            changed = [f"{was} becomes {now}" for was, now in pairs if was != now]
            if changed:
                words = f"{what}: {'; and '.join(changed)}"
                yield Difference(key[0], "information changed", words)


def _ranges(old: Edition, new: Edition) -> Iterator[Difference]:
    for key, one, other in _pairs(old.shipped_ranges().rows, new.shipped_ranges().rows, _key):
        name = "pay range: " + ", ".join(key)
        if one is None and other is not None:
            yield Difference(name, "added", f"{_points(other)}; {other.source}")
        elif other is None and one is not None:
            yield Difference(name, "ended", _points(one))
        elif one is not None and other is not None and _points(one) != _points(other):
            yield Difference(name, "changed", f"{_points(one)} becomes {_points(other)}")


def _key(row: RangeRow) -> tuple[str, ...]:
    return row.org_kind, row.role, row.group, f"from {row.effective_from}"


def _points(row: RangeRow) -> str:
    points = [row.minimum, row.operational_maximum, row.exception_maximum]
    amounts = " / ".join("none" if point is None else f"£{point / 100:,.0f}" for point in points)
    return f"{amounts} until {row.effective_to or 'further notice'} ({row.status})"


def _criteria(old: Edition, new: Edition) -> Iterator[Difference]:
    for code, one, other in _pairs(old.criteria, new.criteria, lambda one: one.code):
        if one == other:
            continue
        kind = "ended" if other is None else "changed" if one else "added"
        words = " becomes ".join(
            f"{each.title} ({each.days}; {each.because})" for each in (one, other) if each
        )
        yield Difference(f"criterion {code} of the attention list", kind, words)


def _sources(old: Edition, new: Edition) -> Iterator[Difference]:
    for code, one, other in _pairs(old.sources, new.sources, lambda one: one.code):
        if one is None and other is not None:
            words = f"read {day_in_words(other.read)}" if other.read else "not read"
            yield Difference(f"source {code}", "added", f"{other.name} ({words})")
        elif other is None and one is not None:
            yield Difference(f"source {code}", "ended", one.name)


def _pairs(
    old: Iterable[_Record], new: Iterable[_Record], key: Callable[[_Record], Any]
) -> list[tuple[Any, _Record | None, _Record | None]]:
    """Return what either has, in the order of their keys: the key, the one and the other."""
    before, after = ({key(one): one for one in held} for held in (old, new))
    return [(each, before.get(each), after.get(each)) for each in sorted({*before, *after})]
