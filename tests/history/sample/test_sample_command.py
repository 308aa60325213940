"""kamtui sample, as typed."""

from __future__ import annotations

import inspect
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.cli.sample import sample
from kamtui.history.manifest import read_manifest
from kamtui.history.sample import make_sample

SMALL = ("--accounts", "12", "--years", "1", "--lines", "300", "--seed", "4")


def typed(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kamtui", "sample", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_it_writes_the_history_and_says_so_on_stderr_in_one_line(tmp_path: Path) -> None:
    ended = typed("out", *SMALL, "--until", "2024-02-29", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr.startswith("out: 12 accounts and 300 order lines of a made-up company")
    assert ended.stderr.count("\n") == 1
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None
    assert manifest.newest["order_lines"] == "2024-02-29"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("out", "--accounts", "0"), 2, "--accounts 0"),
        (("out", "--lines", "many"), 2, "--lines"),
        (("out", "--until", "30.11.2025"), 2, "--until"),
        ((), 2, "OUT"),
        (("mine",), 4, "mine"),
    ],
)
def test_what_it_refuses(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    ended = typed(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_terminal_sees_progress(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kamtui", "sample", str(tmp_path / "out"), *SMALL]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while chunk := read_from(ours):
            seen += chunk
        assert process.stdout is not None
        assert process.stdout.read() == b""
    os.close(ours)
    assert process.returncode == 0
    assert b"100%" in seen


def read_from(terminal: int) -> bytes:
    """Return what is next on the terminal; nothing once the other side has closed it."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_asking_for_help_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys, kamtui.cli.sample as verb, click\n"
        "text = verb.sample.get_help(click.Context(verb.sample))\n"
        "assert 'kamtui sample large' in text, text\n"
        "print({'numpy', 'pyarrow', 'duckdb'} & set(sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "set()"


def test_the_options_default_to_what_the_shipped_sample_is_made_with() -> None:
    typed_nothing = sample.make_context("sample", ["out"]).params
    del typed_nothing["out"]
    parameters = inspect.signature(make_sample).parameters
    assert typed_nothing == {name: parameters[name].default for name in typed_nothing}
