"""The user's keymap file: what it changes, and how its mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.priorities_screen import press, running

from kamtui.errors import WrongUsage
from kamtui.tui.keymap import read_keymap


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keymap.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_every_key_is_its_own(tmp_path: Path) -> None:
    assert read_keymap(tmp_path) == {}


def test_keys_are_one_or_several_and_a_table_spells_the_same(tmp_path: Path) -> None:
    text = '"priorities.filter" = "f"\n[table]\ndown = ["down", "ctrl+n", ","]\nby_rank = "z"\n'
    assert read_keymap(written(tmp_path, text)) == {
        "priorities.filter": ("f",),
        "table.down": ("down", "ctrl+n", "comma"),
        "table.by_rank": ("z",),
    }


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('"priorities.filte" = "f"', "there is no action 'priorities.filte'", "priorities.filter"),
        ('"table.down" = 5', "table.down: expected a key or a list of keys, found 5", ""),
        ('"table.down" = []', "table.down: expected a key or a list of keys, found []", ""),
        ('"table.down" = "pagedwn"', "table.down: there is no key 'pagedwn'", "pagedown"),
        ('"table.down" = "ctl+n"', "table.down: there is no key 'ctl+n'", ""),
        (
            '"priorities.filter" = "w"',
            "w would be the key of both priorities.filter and priorities.weights",
            "another key",
        ),
        ("not toml", "is not TOML", ""),
    ],
)
def test_a_mistake_is_told_with_file_key_and_nearest_spelling(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    folder = written(tmp_path, text)
    with pytest.raises(WrongUsage) as refused:
        read_keymap(folder)
    assert str(folder / "keymap.toml") in refused.value.message
    assert message in refused.value.message
    assert hint in (refused.value.hint or "")


async def test_the_file_changes_the_keys_of_the_screen(tiny_history: Path, tmp_path: Path) -> None:
    workspace = written(tmp_path / "desk", '"priorities.weights" = "v"\n')
    async with running(tiny_history, workspace) as (app, pilot):
        await press(pilot, "w")
        assert not app.priorities.body.shows_weights
        await press(pilot, "v")
        assert app.priorities.body.shows_weights


async def test_a_wrong_file_is_told_and_the_keys_stay(tiny_history: Path, tmp_path: Path) -> None:
    workspace = written(tmp_path / "desk", '"priorities.wights" = "v"\n')
    async with running(tiny_history, workspace) as (app, pilot):
        told = [notification.message for notification in app._notifications]
        assert any("did you mean priorities.weights" in message for message in told)
        await press(pilot, "w")
        assert app.priorities.body.shows_weights
