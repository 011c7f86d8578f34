# ruff: noqa: PLC0415 - a command loads what it works with, so that the others need not wait for it
"""The commands ``vsm-xl ranges``: tables of pay ranges."""

from datetime import date as Date  # noqa: N812 - typer reads the annotation
from pathlib import Path
from typing import Annotated, Literal

import typer

from vsm_xl.cli.options import HELP, day

_From = Annotated[
    Date | None,
    typer.Option("--from", parser=day, metavar="DAY", help="First day of the ranges."),
]
_To = Annotated[
    Date | None,
    typer.Option("--to", parser=day, metavar="DAY", help="Last day of the ranges."),
]
_Kind = Annotated[
    Literal["Provider", "ICB"] | None, typer.Option(help="For which kind of organisation.")
]
_Status = Annotated[
    Literal["official", "superseded", "derived", "illustrative"] | None,
    typer.Option(help="What the ranges are; official unless the annex calls itself a draft."),
]
_Scheme = Annotated[str | None, typer.Option(metavar="TEXT", help="The name of the scheme.")]
_Source = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Where the annex was published, for each row.")
]

GROUP = typer.Typer(
    help="Check and import tables of pay ranges.", no_args_is_help=True, context_settings=HELP
)


@GROUP.command("check")
def _ranges_check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, or a workbook with the table.")
    ],
    starts: _From = None,
    ends: _To = None,
    kind: _Kind = None,
    status: _Status = None,
    scheme: _Scheme = None,
    source: _Source = None,
) -> None:
    """Check a table of pay ranges: columns, numbers, overlaps, gaps.

    An annex laid out for people is read too; the options say what it does not say itself.
    """
    from vsm_xl.annual_return.filling.annex import Asked
    from vsm_xl.cli import ranges

    ranges.check(file, Asked(starts, ends, kind, status, scheme, source))


@GROUP.command("import")
def _ranges_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, or a workbook with the table.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="OUT",
            help="The return that takes the table (new if none), or a new .csv file for it.",
        ),
    ],
    starts: _From = None,
    ends: _To = None,
    kind: _Kind = None,
    status: _Status = None,
    scheme: _Scheme = None,
    source: _Source = None,
) -> None:  # fmt: skip
    """Put a table of pay ranges into a return, in place of the ranges there.

    FILE has the columns of the Pay ranges sheet, or is the annex as it was published: blocks, merged
    headers, "up to £200m" in words, £000, footnotes. What was understood is shown; the options
    say what the annex does not say itself. Everything else in the return stays.
    """
    from vsm_xl.annual_return.filling.annex import Asked
    from vsm_xl.cli import ranges

    ranges.import_into(file, out, Asked(starts, ends, kind, status, scheme, source))


@GROUP.command("uplift")
def _ranges_uplift(
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Last year's table: a CSV file, or a workbook.")
    ],
    pay_year: Annotated[
        str, typer.Option("--pay-year", metavar="YEAR", help="The year to raise to, as 2026/27.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="CSV", help="The CSV file to write.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the CSV file if there is one.")
    ] = False,
) -> None:
    """Raise last year's pay ranges by the national uplift.

    Each row is marked derived: the checks of a return fail until the official table replaces it.
    """
    from vsm_xl.cli import ranges

    ranges.uplift_to(file, pay_year, out, replace=replace)


def register(app: typer.Typer) -> None:
    """Enter the group into the program."""
    app.add_typer(GROUP, name="ranges", rich_help_panel=None)
