"""The pages of the reference, written from the registry, the rules and the data."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import vsm_xl
from vsm_xl import rules
from vsm_xl.dates import day_in_words
from vsm_xl.errors import REASONS
from vsm_xl.framework import edition
from vsm_xl.functions.registry import CATEGORIES, EVERY, FUNCTIONS
from vsm_xl.rules.table import DecisionTable

if TYPE_CHECKING:
    from vsm_xl.functions.registry import Arg


def _tables() -> tuple[DecisionTable, ...]:
    """Find the decision tables of all rules, so that none can be forgotten here."""
    modules = [
        importlib.import_module(f"{rules.__name__}.{found.name}")
        for found in pkgutil.iter_modules(rules.__path__)
    ]
    return tuple(
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, DecisionTable)
    )


_TABLES = _tables()
_TRACEABILITY = (
    "For every document: the figures taken from it, where they stand in it, and what rests on "
    "them. A figure on which nothing rests is shown by `VSM_RATE` and `vsm-xl rates` only.\n"
)
_GENERATED = "<!-- Written by docs/make.py; edit the code or the data, not this page. -->\n"


def functions_page() -> str:
    """Return the function reference."""
    lines = [
        _GENERATED,
        "# The worksheet functions\n",
        (
            "★ marks the key argument: where its cell is empty, the answer is empty text. Arguments in "
            "brackets may be left out. Every argument may be one cell or a column; `ranges`, `policy` and "
            "`staff_pay` are taken whole. An error in an argument comes out as that error. "
            "`VSM_WHY` puts any result into words.\n"
        ),
    ]
    for category in CATEGORIES:
        lines.append(f"## {category}\n")
        for function in EVERY.values():
            if function.category == category:
                lines += _function(function)
    lines += _reason_list()
    return "\n".join(lines)


def _function(function: Any) -> list[str]:
    lines = [f"### {function.name}\n", f"`={function.signature}`\n", f"{function.purpose}\n"]
    args = getattr(function, "args", ())
    if args:
        lines += ["| Argument | What it is | Accepts | If blank |", "|---|---|---|---|"]
        lines += [
            f"| {'★ ' if arg.key else ''}`{arg.name}` | {arg.text} | {arg.type.text} | {_blank(arg)} |"
            for arg in args
        ]
        lines.append("")
    lines.append(f"Gives: {function.returns}.\n")
    lines += _example(function)
    cites = getattr(function, "cites", ())
    if cites:
        lines.append("Figures: " + ", ".join(f"`{name}`" for name in cites) + ".\n")
    return lines


def _blank(arg: Arg) -> str:
    if arg.key:
        return "the answer is empty"
    if arg.optional:
        return "its default"
    if arg.needed_for is not None:
        return f"`#N/A`, `MISSING_{arg.name.upper()}`, for {arg.needed_for[1]}"
    if not arg.required:
        return "judged by the rule"
    return f"`#N/A`, `MISSING_{arg.name.upper()}`"


def _example(function: Any) -> list[str]:
    shown = ", ".join(_cell(argument) for argument in function.example)
    answer = vsm_xl.call(function.name, *function.example)
    lines = [f"Example: `={function.name}({shown})`", ""]
    if isinstance(answer, list):
        lines += ["| " + " | ".join(_text(cell) for cell in answer[0]) + " |"]
        lines += ["|" + "---|" * len(answer[0])]
        lines += ["| " + " | ".join(_text(cell) for cell in row) + " |" for row in answer[1:]]
    else:
        lines.append(f"gives `{_text(answer)}`")
    lines.append("")
    if function.name in FUNCTIONS:
        explained = vsm_xl.explain(function.name, *function.example)
        lines += [f"because `{explained.reason}`: {explained.sentence}", ""]
    return lines


def _cell(argument: Any) -> str:
    if isinstance(argument, bool):
        return str(argument).upper()
    if isinstance(argument, list):
        return "{" + ";".join(map(_cell, argument)) + "}"
    return f'"{argument}"' if isinstance(argument, str) else f"{argument}"


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def _reason_list() -> list[str]:
    lines = ["## Reason codes\n", "| Code | In the cell | What, why, what to do |", "|---|---|---|"]
    known = {
        (entry.code, entry.error): entry
        for entry in REASONS
        if entry.code not in {"NONE", "BLANK"}
        # An error is passed on as it came; one line stands for all of them.
        and (entry.code != "ARGUMENT_ERROR" or entry.error == "#N/A")
    }
    lines += [
        f"| `{code}` | {f'`{error}`' if error else 'a value'} | {entry.sentence} {entry.remedy} |"
        for (code, error), entry in sorted(known.items(), key=lambda item: str(item[0]))
    ]
    return [*lines, ""]


def decisions_page() -> str:
    """Return every decision table, and the outcome of every combination of its facts."""
    lines = [
        _GENERATED,
        "# The decision tables\n",
        (
            "Each table is read from the top; the first row that fits decides. A fact that is not named "
            "in a row may have any value. Below each table stands every combination of its facts with "
            "the row that decides it.\n"
        ),
    ]
    for table in _TABLES:
        lines += _decision(table)
    return "\n".join(lines)


def _decision(table: DecisionTable) -> list[str]:
    lines = [
        f"## {table.name}\n",
        "| Row | When | Outcome | Reason | Rests on |",
        "|---|---|---|---|---|",
    ]
    for number, row in enumerate(table.rows, start=1):
        when = "; ".join(
            f"{fact}: {value if isinstance(value, str) else ' or '.join(value)}"
            for fact, value in row.when.items()
        )
        reason = f"`{row.reason.code}`" if row.reason else "of the decision before"
        cites = ", ".join(f"`{name}`" for name in row.cites)
        lines.append(f"| {number} | {when or 'otherwise'} | {row.outcome} | {reason} | {cites} |")
    lines += ["", "<details><summary>Every combination</summary>\n"]
    lines.append("| " + " | ".join(table.facts) + " | Row | Outcome |")
    lines.append("|" + "---|" * (len(table.facts) + 2))
    for case, number in table.walk():
        cells = [*case.values(), str(number + 1), table.rows[number].outcome]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, "\n</details>\n"]


def figures_page() -> str:
    """Return every figure of the data edition with its days, status and source."""
    current = edition.current()
    lines = [
        _GENERATED,
        "# The figures\n",
        (
            f"Data edition {current.label}. A figure is found by date; outside its days the answer is "
            "`#N/A` with the days that are covered.\n"
        ),
        "| Figure | Value | In force | Status | Document | Paragraph | Read in | Link | Note |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_figure_row(current, figure, figure.days) for figure in current.figures]
    lines += [
        "\n## Not dated: shown, never found\n",
        "| Figure | Value | What is known of its days | Status | Document | Paragraph | Read in | Link | Note |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_figure_row(current, known, known.days) for known in current.information]
    return "\n".join([*lines, ""])


def _figure_row(held: Any, record: Any, days: str) -> str:
    value = "—" if record.value is None else f"{record.value} {record.unit}"
    source = held.source(record.source)
    read = day_in_words(source.read) if source.read else "not read"
    link = held.link(record)
    return (
        f"| `{record.name}` | {value} | {days} | {record.status} | {held.document(record)} | "
        f"{record.place} | {source.name}, {read} | {f'<{link}>' if link != 'none' else link} | "
        f"{record.note} |"
    )


def traceability_page() -> str:
    """Return for every source what is taken from it, and which rules and functions rest on it."""
    current = edition.current()
    lines = [_GENERATED, "# From the paragraph to the rule\n", _TRACEABILITY]
    for source in current.sources:
        taken = [
            figure
            for figure in current.figures
            if source.code in (figure.source, *figure.also, figure.rests_on)
        ]
        if not taken:
            continue
        lines.append(f"## {source.title}\n")
        read = f"Read on {day_in_words(source.read)}." if source.read else "Not read."
        lines.append(f"{source.publisher}. {source.link}. {source.note} {read}\n")
        lines += [
            "| Figure | From | To | Place in the document | Rests on it |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| `{figure.name}` | {figure.first_day} | {figure.last_day or 'open'} | {figure.section} "
            f"| {', '.join(_resting_on(figure.name)) or '—'} |"
            for figure in taken
        ]
        lines.append("")
    return "\n".join(lines)


def _resting_on(figure: str) -> list[str]:
    functions = [f"`{name}`" for name, function in FUNCTIONS.items() if figure in function.cites]
    tables = [
        f"table “{table.name}”"
        for table in _TABLES
        if any(figure in row.cites for row in table.rows)
    ]
    return [*functions, *tables]
