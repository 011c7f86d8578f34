"""Builds every file of a release into one folder; the bash script beside it makes the environment.

Everything that is built follows from the commit: times are that of the commit, entries of archives
are sorted, and every dependency is named with its hashes in ``requirements/locked.txt``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from packaging.markers import Marker

ROOT: Final = Path(__file__).parents[1]
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
#: What a marker asks about each system, and the tags of the wheels that fit it.
SYSTEMS: Final[dict[str, tuple[dict[str, str], tuple[str, ...]]]] = {
    "windows": (
        {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows",
         "platform_machine": "AMD64"},
        ("win_amd64",),
    ),
    "linux": (
        {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux",
         "platform_machine": "x86_64"},
        ("manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_28_x86_64",
         "manylinux_2_27_x86_64", "manylinux_2_24_x86_64", "manylinux_2_12_x86_64",
         "manylinux1_x86_64", "manylinux2010_x86_64", "linux_x86_64"),
    ),
}  # fmt: skip
COPIED: Final = ("vsm.xlam", "vsm.IntelliSense.xml", "vsm-functions.html")
FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def run(*command: object, **also: Any) -> str:
    ended = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **also
    )
    if ended.returncode:
        sys.exit(
            f"{' '.join(map(str, command))} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}"
        )
    return ended.stdout


def main() -> None:
    out, commit = Path(sys.argv[1]).resolve(), sys.argv[2]
    if out.exists() and any(out.iterdir()):
        sys.exit(f"{out} is not empty: name a new folder.")
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = distributions(out)
        workbooks(out)
        for system in SYSTEMS:
            bundle(out, work, system, wheel)
        runtime = work / "runtime"
        venv.create(runtime, with_pip=True)
        python = runtime / "bin" / "python"
        unpacked = work / "unpacked"
        with zipfile.ZipFile(next(out.glob("*-offline-linux-*.zip"))) as archive:
            archive.extractall(unpacked)
        run(python, "-m", "pip", "install", "--no-index", "--find-links", unpacked / "wheels",
            "--require-hashes", "-r", unpacked / f"requirements-{here()}.txt")  # fmt: skip
        tried(python, work)
        materials(out, python)
        licences(out, python)
    notes(out, commit)
    sums(out)
    for path in sorted(out.iterdir()):
        say(f"{path.stat().st_size:>12,}  {path.name}")
    say(
        f"Built {len(list(out.iterdir()))} files of {commit[:12]} in {time.monotonic() - began:.0f} s."
    )


def here() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def distributions(out: Path) -> Path:
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT)
    return next(out.glob("*.whl"))


def workbooks(out: Path) -> None:
    """Copies what the repository holds built (a test holds it against its sources), and builds the rest."""
    for name in COPIED:
        shutil.copyfile(ROOT / "workbook" / name, out / name)
    for path in sorted((ROOT / "workbook").iterdir()):
        if path.suffix in {".xlsx", ".pdf"}:
            shutil.copyfile(path, out / path.name)
    run(
        vsm_xl(Path(sys.executable)),
        "build",
        "template",
        "--for",
        "lite",
        "-o",
        out / "vsm-annual-return-lite.xlsx",
    )


def vsm_xl(python: Path) -> Path:
    return python.with_name("vsm-xl")


def requirements() -> list[tuple[Requirement, list[str]]]:
    """Returns the locked requirements, each with its hashes; one name may stand for several Pythons."""
    found = []
    text = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words, *hashes = re.split(r"\s+--hash=", line.strip())
        requirement = Requirement(words)
        found.append((requirement, [digest.strip() for digest in hashes]))
    return found


def bundle(out: Path, work: Path, system: str, wheel: Path) -> None:
    """Builds the archive from which an organisation installs without a package index."""
    facts, platforms = SYSTEMS[system]
    folder = work / system
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    shutil.copyfile(wheel, wheels / wheel.name)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    version = wheel.name.split("-")[1]
    for python in PYTHONS:
        wanted = [
            (requirement, hashes)
            for requirement, hashes in requirements()
            if fits(requirement.marker, facts, python)
        ]
        lines = [f"{requirement.name}{requirement.specifier} " + " ".join(f"--hash={one}" for one in hashes)
                 for requirement, hashes in wanted]  # fmt: skip
        target = work / f"{system}-{python}.txt"
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        tags = [word for platform in platforms for word in ("--platform", platform)]
        run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
            "--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags,
            "-d", wheels, "-r", target)  # fmt: skip
        (folder / f"requirements-{python}.txt").write_text(
            f"vsm-xl=={version} --hash=sha256:{digest}\n" + "\n".join(lines) + "\n",
            encoding="utf-8",
        )
    (folder / "README.txt").write_text(
        f"vsm_xl {version} for {system.capitalize()}, 64-bit, Python {', '.join(PYTHONS)}, without the internet.\n"
        "1. Unpack this archive and open a command line in its folder.\n"
        "2. python -m pip install --no-index --find-links wheels --require-hashes -r requirements-3.11.txt "
        "(the file of your Python)\n"
        "3. vsm-xl --version\n",
        encoding="utf-8",
    )
    zipped(folder, out / f"vsm_xl-{version}-offline-{system}-x86_64.zip")


def fits(marker: Marker | None, facts: dict[str, str], python: str) -> bool:
    """Returns whether a requirement applies to a system and a Python."""
    if marker is None:
        return True
    return marker.evaluate(
        {**facts, "python_version": python, "python_full_version": f"{python}.0",
         "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
    )  # fmt: skip


def zipped(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), FIRST_TIME)
                entry.external_attr = 0o644 << 16
                kind = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes(), kind)


def tried(python: Path, work: Path) -> None:
    """Runs the demo with the package as the bundle installed it, from another folder."""
    folder = work / "demo"
    folder.mkdir()
    environment = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
    }
    run(vsm_xl(python), "demo", "--out", ".", cwd=folder, env=environment)
    if not list(folder.glob("*.xlsx")):
        sys.exit("The demo of the installed bundle wrote no workbook.")


def materials(out: Path, python: Path) -> None:
    """Writes the bill of materials of what the bundle installs, by CycloneDX's own tool."""
    target = out / "vsm_xl.cdx.json"
    run(sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--of", "JSON",
        "--pyproject", ROOT / "pyproject.toml", "-o", target, python)  # fmt: skip
    bill = json.loads(target.read_text(encoding="utf-8"))
    # Files of this machine are no part of the bill.
    for component in [*bill.get("components", []), bill.get("metadata", {}).get("component", {})]:
        component.pop("externalReferences", None)
        component.pop("properties", None)
    target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def licences(out: Path, python: Path) -> None:
    listed = json.loads(
        run(
            sys.executable,
            "-m",
            "piplicenses",
            "--python",
            python,
            "--format",
            "json",
            "--order",
            "name",
        )
    )
    lines = [
        "# Licences of what is installed with vsm_xl",
        "",
        "vsm_xl itself: MIT (LICENSE in the package).",
        "",
        "| Package | Version | Licence |",
        "|---|---|---|",
    ]
    lines += [
        f"| {one['Name']} | {one['Version']} | {one['License']} |"
        for one in listed
        if one["Name"] not in {"pip", "setuptools", "vsm-xl"}
    ]
    site = next((python.parents[1] / "lib").glob("python*/site-packages"))
    inside = sorted(
        {
            match
            for text in site.glob("numpy-*.dist-info/**/LICENSE*")
            for match in re.findall(
                r"^Name: (.+)$", text.read_text(encoding="utf-8", errors="replace"), re.MULTILINE
            )
        }
    )
    lines += [
        "",
        "## What the tools do not show",
        "",
        "- **xlwings** is BSD 3-Clause but for its folder `pro`, which is in the same wheel under PolyForm "
        "Noncommercial 1.0.0 or a paid licence. vsm_xl imports nothing of it; `import xlwings` itself tries to and goes "
        "on without.",
        f"- **numpy**'s wheel holds libraries of others: {', '.join(inside) or 'none is named'}; their licences are in "
        "its dist-info folder.",
        "- **lxml**'s wheel holds libxml2 and libxslt (MIT).",
        "",
    ]
    (out / "LICENSES.md").write_text("\n".join(lines), encoding="utf-8")


def notes(out: Path, commit: str) -> None:
    code = out / "lite-main.py"
    said = run(vsm_xl(Path(sys.executable)), "build", "lite-code", "-o", code)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (out / "RELEASE.md").write_text(
        f"# This release\n\nBuilt from commit {commit}.\n\n{said.strip()}\n\nCheck a download: `sha256sum -c SHA256SUMS` "
        "(Windows: `certutil -hashfile FILE SHA256`).\n\n"
        + changes.partition("\n")[2].strip()
        + "\n",
        encoding="utf-8",
    )


def sums(out: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(out.iterdir())
    ]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
