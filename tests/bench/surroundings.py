"""Where the measured programs run: the same interpreter, environment and place on both sides."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).resolve().parent / "programs"
SAMPLE_LINES = ROOT / "sample_data" / "order_lines"

_TAKEN_OVER = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "KAMTUI_CI_RUN")


def beside_python(command: str) -> str:
    """Return the path of a command that is installed beside this interpreter."""
    return str(Path(sys.executable).with_name(command))


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment with a home of its own and nothing that changes how Python starts.

    PYTHONDONTWRITEBYTECODE above all: with it, a checkout would be compiled anew in every process
    while installed packages are not.
    """
    taken = {name: os.environ[name] for name in _TAKEN_OVER if name in os.environ}
    return {**taken, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **more}


def compile_package(root: Path = ROOT) -> None:
    """Compile the package's modules, as installing a wheel would have."""
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(root / "kamtui")],
        check=True,
        env=clean_environment(root),
    )


def seconds_of(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return how long a whole process takes, from its start to its end.

    Raises CalledProcessError when it ends with anything but 0.
    """
    begun = time.perf_counter()
    subprocess.run(
        arguments, env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - begun


def made_up_history(folder: Path, *, accounts: int, lines: int) -> Path:
    """Make a history of so many accounts and order lines; return its folder."""
    size = ("--accounts", str(accounts), "--lines", str(lines), "--seed", "7")
    subprocess.run(
        [beside_python("kamtui"), "sample", str(folder), *size],
        env=clean_environment(folder.parent),
        check=True,
        capture_output=True,
    )
    return folder
