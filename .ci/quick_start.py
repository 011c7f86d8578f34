"""Prints one of the two quick-start lines of the README, so that CI runs what people type."""

import re
import sys
from pathlib import Path

readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
section = readme.split("\n## Quick start\n", 1)[1].split("\n## ", 1)[0]
blocks = re.findall(r"```[a-z]*\n(.*?)\n```", section, re.DOTALL)
if [len(block.splitlines()) for block in blocks] != [1, 1]:
    sys.exit("README: Quick start must hold exactly two code blocks of one line each")
print(blocks[int(sys.argv[1]) - 1])  # noqa: T201 - printing is what it is for
