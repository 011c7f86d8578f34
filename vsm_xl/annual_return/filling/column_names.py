"""The names by which columns and lines of a CSV file are known, and the near one of a slip."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.description import Column
from vsm_xl.csv_reader import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.annual_return.template.description import Line

#: What columns and lines are called elsewhere, beside their key and the label of the sheet.
_ALIASES: Final = {
    "post": ("job title", "title of post", "post title"),
    "decision": ("decision", "type of decision"),
    "fte": ("wte", "whole time equivalent", "working time"),
    "in_post_from": ("start date", "date started", "started", "date appointed"),
    "in_post_to": ("end date", "leaving date", "date left", "last day"),
    "salary": ("annual salary", "basic salary", "current salary", "full time salary"),
    "exempt_grounds": ("grounds of exemption",),
    "premium_grounds": ("grounds of the premium",),
    "other_payments": ("other pay",),
    "expenses": ("taxable benefits", "benefits in kind", "expense payments"),
    "pension_benefit": ("pension related benefits", "all pension related benefits", "pension"),
    "last_total": ("total last year", "last year total"),
    "ods_code": ("ods", "organisation code", "trust code"),
    "organisation": ("trust", "organisation name", "name of organisation"),
    "league_segment": ("segment", "nof segment"),
    "pay": ("annual pay", "full time equivalent pay"),
}
#: How like a known name a slip must be, from 0 to 1.
_NEAR: Final = 0.7


class Names:
    """The names of some columns or lines."""

    def __init__(self, asked: Iterable[Column | Line]) -> None:
        """Collect the names; a name that two share stands for neither."""
        self.keys: dict[str, Column | Line] = {one.key: one for one in asked}
        found: dict[str, set[str]] = {}
        for key, one in self.keys.items():
            label = one.header if isinstance(one, Column) else one.label
            for name in (label, *_ALIASES.get(key, ())):
                found.setdefault(plain_name(name), set()).add(key)
        self._keys = {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}
        # A key is a key, whatever else is called so.
        self._keys |= {plain_name(key): key for key in self.keys}

    def key(self, text: str) -> str:
        """Return the key of a name; empty where it is not known."""
        return self._keys.get(plain_name(text), "")

    def count(self, texts: Iterable[str]) -> int:
        """Count the names that are known."""
        return sum(1 for text in texts if self.key(text))

    def near(self, text: str) -> str:
        """Return the key of the known name that a text is nearest to; empty where none is near."""
        near = get_close_matches(plain_name(text)[:100], self._keys, 1, _NEAR)
        return self._keys[near[0]] if near else ""
