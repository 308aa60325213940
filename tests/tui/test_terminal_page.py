"""docs/terminal.md names every key there is, as the registry has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kamtui.tui.actions import BY_ID, SCOPES, actions_of
from kamtui.tui.keymap import read_keymap
from kamtui.tui.themes import THEMES
from kamtui.tui.widgets.columns import COLUMNS

ROW = re.compile(r"^\| (?P<keys>`.+`) \| (?P<help>.+) \| `(?P<id>[a-z_.]+)` \|$")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The page."""
    return (root / "docs" / "terminal.md").read_text(encoding="utf-8")


def test_every_action_has_its_row_in_the_order_of_the_help(page: str) -> None:
    rows = [match for line in page.splitlines() if (match := ROW.match(line))]
    in_order = [action for scope in SCOPES for action in actions_of(scope)]
    assert [row["id"] for row in rows] == [action.id for action in in_order]
    for row, action in zip(rows, in_order, strict=True):
        keys = ["," if key == "comma" else key for key in action.keys]
        assert row["keys"] == " ".join(f"`{key}`" for key in keys), action.id
        assert row["help"] == action.help, action.id


def test_every_scope_has_its_heading(page: str) -> None:
    headings = re.findall(r"^### (.+)$", page, re.MULTILINE)
    assert headings == list(SCOPES.values())


def test_the_example_of_a_keymap_is_one(page: str, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.+?)```", page, re.DOTALL)
    assert example is not None
    (tmp_path / "keymap.toml").write_text(example[1], encoding="utf-8")
    keymap = read_keymap(tmp_path)
    assert set(keymap) <= set(BY_ID)
    assert len(keymap) == 3


def test_columns_and_themes_are_named(page: str) -> None:
    for column in COLUMNS:
        assert f"**{column.titles[0].format(currency='EUR')}**" in page, column.id
    for theme in THEMES:
        assert f"`{theme}`" in page
