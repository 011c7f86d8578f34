"""Every page is linked, every link leads somewhere, and every command on a page exists."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main
from typer.main import get_command

from vsm_xl.cli.app import MODULES, program

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
#: A command as it is typed: a line of a block of its own, or words in the text.
_BLOCK = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_IN_BLOCK = re.compile(r"^ *(?:\$ )?(?:.*&& )?vsm-xl (.+)$", re.MULTILINE)
_IN_TEXT = re.compile(r"`vsm-xl ([^`\n]+)`")
_OPTION = re.compile(r"(?<!\S)(--[a-z][a-z-]*)")


def links(page: Path) -> set[Path]:
    """Return the files of this repository that a page leads to."""
    found = _LINK.findall(page.read_text(encoding="utf-8"))
    return {(page.parent / link).resolve() for link in found if "://" not in link}


def test_every_link_leads_to_a_file() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in links(page)
        if not link.exists()
    ]

    assert broken == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    ahead = [ROOT / "README.md", DOCS / "index.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            ahead += [link for link in links(page) if link.suffix == ".md" and link.exists()]

    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def commands(page: Path) -> list[str]:
    """Return what stands after vsm-xl wherever a page shows a command."""
    text = page.read_text(encoding="utf-8")
    blocks = _BLOCK.findall(text)
    return [words for block in blocks for words in _IN_BLOCK.findall(block)] + _IN_TEXT.findall(
        _BLOCK.sub("", text)
    )


def unknown(words: str) -> str:
    """Return what of a command does not exist; empty where all of it does."""
    command = get_command(program(*MODULES))
    typed = (
        words.split("&&", maxsplit=1)[0].split(";", maxsplit=1)[0].split("#", maxsplit=1)[0].split()
    )
    while typed and isinstance(command, typer.core.TyperGroup):
        if typed[0].startswith("-"):
            break
        name = typed.pop(0).rstrip(",.:)")
        found = command.commands.get(name)
        if found is None:
            return name
        command = found
    options = {option for one in command.params for option in one.opts} | {"--help", "-h"}
    top = {option for one in get_command(program(*MODULES)).params for option in one.opts}
    given = {word.rstrip(",.:)") for word in typed if _OPTION.fullmatch(word.rstrip(",.:)"))}
    return " ".join(sorted(given - options - top))


def test_every_command_on_a_page_exists() -> None:
    wrong = []
    seen = 0
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue
        for words in commands(page):
            seen += 1
            if missing := unknown(words):
                wrong.append(f"{page.relative_to(ROOT)}: vsm-xl {words}: {missing}")

    assert seen > 40
    assert wrong == []


def test_a_command_that_does_not_exist_is_noticed() -> None:
    cases = {
        "check return.xlsx": "", "chek return.xlsx": "chek", "build template --people 5": "",
        "build templat": "templat", "fill a.xlsx --peopel b.csv": "--peopel",
    }  # fmt: skip
    assert {words: unknown(words) for words in cases} == cases
