"""Installs the Windows bundle of a release with the Windows Python under Wine, without an index, and asks for an award.

``python .ci/windows_bundle.py RELEASE``: the folder that ``.ci/release`` made.
"""

from __future__ import annotations

import ensurepip
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "wine"))
from windows_python import windows_python  # type: ignore[import-not-found] # noqa: E402

ASKED: Final = ("call", "VSM_AWARD", "277500", "2025/26", "Provider", "3")
ANSWER: Final = "9018.75"
MINUTES: Final = 15 * 60


def main() -> None:
    release = Path(sys.argv[1])
    (bundle,) = release.glob("*-offline-windows-*.zip")
    python = windows_python()
    folder = python.prefix / "drive_c" / "bundle"
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    (pip,) = (Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl")
    shutil.copy(pip, folder / pip.name)
    inside = python.windows_path(folder)
    program = (
        "import sys, os; sys.path.insert(0, sys.argv[1]); os.chdir(sys.argv[2]); "
        "from pip._internal.cli.main import main; sys.exit(main(sys.argv[3:]))"
    )
    installed = python.run(
        "-c", program, f"{inside}\\{pip.name}", inside, "install", "--no-index", "--no-cache-dir",
        "--disable-pip-version-check", "--find-links", "wheels", "--require-hashes", "--no-compile",
        "--target", "site", "-r", "requirements-3.11.txt", timeout=MINUTES,
    )  # fmt: skip
    sys.stdout.write(installed.stdout[-2000:] + installed.stderr[-2000:] + "\n")
    if installed.returncode:
        sys.exit("pip under Wine did not install the bundle.")
    asked = python.run(
        "-S", "-c",
        "import sys; sys.path.insert(0, sys.argv[1]); from vsm_xl.cli import main; sys.exit(main(sys.argv[2:]))",
        f"{inside}\\site", *ASKED, timeout=MINUTES,
    )  # fmt: skip
    sys.stdout.write(asked.stdout + asked.stderr)
    if asked.stdout.strip().replace(",", "") != ANSWER:
        sys.exit(f"vsm-xl {' '.join(ASKED)} answered {asked.stdout!r}, not {ANSWER}.")
    sys.stdout.write(f"{bundle.name}: installed under Wine without an index, and it answers.\n")


if __name__ == "__main__":
    main()
