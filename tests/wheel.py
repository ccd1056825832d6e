"""`make wheel`: build the wheel as a stranger would, install it into an empty environment, and use it there.

Needs a package index. Everything happens in a temporary folder, so that nothing of the checkout can help.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.terminal import Terminal
from tui import __version__

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 600
"""How long one step lasts at most: a slow package index is no fault of ours."""


def main() -> None:
    with TemporaryDirectory(prefix="broadsheet-wheel-") as made:
        folder = Path(made)
        with timed("built, by way of the source distribution"):
            wheel = build(folder / "dist")
        holds_what_it_needs(wheel)
        with timed("installed into an empty environment"):
            broadsheet = install(wheel, folder / "environment")
        home = folder / "home"
        home.mkdir()
        with timed("broadsheet --version"):
            assert output([broadsheet, "--version"], home) == f"broadsheet {__version__}\n"
        with timed("broadsheet list --json: every bundled story"):
            lists_the_seeds(broadsheet, home)
        first = json.loads(output([broadsheet, "list", "--json", "--limit", "1"], home))["title"][:20]
        fresh = folder / "fresh home"
        fresh.mkdir()
        with timed("the reader's first run: first story painted, q pressed, ended"):
            reads(broadsheet, fresh, first)
    print("The wheel works.")


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


def build(folder: Path) -> Path:
    """The wheel, made from the source distribution, so that this one too is known to be complete."""
    run([sys.executable, "-m", "build", "--outdir", folder, ROOT])
    (wheel,) = folder.glob("*.whl")
    return wheel


def holds_what_it_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("tui/styles/base.tcss", "tui/__main__.py", *(f"tui/seeds/{path.name}" for path in seeds())):
        assert name in names, f"{name} is not in the wheel"
    strangers = {name.partition("/")[0] for name in names} - {"tui", f"broadsheet-{__version__}.dist-info"}
    assert not strangers, f"the wheel also holds {strangers}"


def install(wheel: Path, environment: Path) -> Path:
    run([sys.executable, "-m", "venv", environment])
    run([environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel])
    return environment / "bin" / "broadsheet"


def lists_the_seeds(broadsheet: Path, home: Path) -> None:
    stories = [json.loads(line) for line in output([broadsheet, "list", "--json"], home).splitlines()]
    told = {Path(file).name for story in stories for file in story["files"]}
    assert told <= {path.name for path in seeds()}
    assert stories, "no bundled story was listed"
    for story in stories:
        assert all(Path(file).is_relative_to(broadsheet.parents[1]) for file in story["files"])


def reads(broadsheet: Path, home: Path, title: str) -> None:
    with Terminal([broadsheet], home=home, cwd=home, size=(140, 40)) as terminal:
        terminal.wait(lambda screen: title in screen.text)
        terminal.write("q")
        assert terminal.wait_exit() == 0


def seeds() -> list[Path]:
    return sorted((ROOT / "seeds").glob("*.md"))


def output(argv: Sequence[str | Path], home: Path) -> str:
    """What the command prints, run far from the checkout and from the user's own files."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    done = subprocess.run(argv, cwd=home, env=environ, capture_output=True, check=False, timeout=SECONDS, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(argv: Sequence[str | Path]) -> None:
    done = subprocess.run(argv, capture_output=True, check=False, timeout=SECONDS, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, argv))}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
