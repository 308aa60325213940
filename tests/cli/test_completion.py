"""Shell completion: the scripts, and what they are answered."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli.completion import SHELLS
from kamtui.cli.main import VERBS
from kamtui.cli.output import FORMATS


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script(shell: str, kamtui: Callable[..., Any], tmp_path: Path) -> None:
    ended = kamtui("completion", shell)
    assert ended.code == 0
    assert "_KAMTUI_COMPLETE" in ended.out
    if program := shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(ended.out)
        subprocess.run([program, "-n", str(script)], check=True, timeout=60)


def completed(kamtui: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, line: str) -> list[str]:
    """Return what bash is offered for the last word of `line`."""
    words = line.split(" ")
    monkeypatch.setenv("_KAMTUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    ended = kamtui()
    assert ended.code == 0
    return [offer.partition(",")[2] for offer in ended.out.splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kamtui qu", ["query"]),
        ("kamtui --as", ["--as-of"]),
        ("kamtui --ver", ["--version"]),
        ("kamtui --history sample qu", ["query"]),
        ("kamtui somewhere --as", ["--as-of"]),
        ("kamtui query prio", ["priorities"]),
        ("kamtui query priorities --format js", ["json", "jsonl"]),
        ("kamtui query priorities --explain --ow", ["--owner"]),
        ("kamtui weights imp", ["import"]),
        ("kamtui completion z", ["zsh"]),
        ("kamtui rep", ["report"]),
        ("kamtui report A1 --format h", ["html"]),
        ("kamtui report A1 --as", ["--as-of"]),
    ],
)
def test_words_are_completed(
    line: str, offered: list[str], kamtui: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed(kamtui, monkeypatch, line) == offered


def test_every_verb_and_every_format_is_offered(
    kamtui: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed(kamtui, monkeypatch, "kamtui ") == list(VERBS)
    line = "kamtui query priorities --format "
    assert completed(kamtui, monkeypatch, line) == list(FORMATS)


def test_weight_sets_are_completed_from_the_workspace(
    kamtui: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    saved = kamtui("weights", "set", "growth", "loyalty=20", "--workspace", desk)
    assert saved.code == 0, saved.err
    line = f"kamtui query priorities --workspace {desk} --weights gr"
    assert completed(kamtui, monkeypatch, line) == ["growth"]
    monkeypatch.setenv("KAMTUI_WORKSPACE", str(desk))
    assert completed(kamtui, monkeypatch, "kamtui query priorities --weights gr") == ["growth"]
