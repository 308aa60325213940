"""Where the workspace lies and who uses it."""

from __future__ import annotations

import getpass
from pathlib import Path

import platformdirs
import pytest

from kamtui.workspace.location import history_key, who, workspace_folder
from kamtui.workspace.store import open_workspace


def test_the_argument_beats_the_environment_beats_the_platform(tmp_path: Path) -> None:
    environment = {"KAMTUI_WORKSPACE": str(tmp_path / "environment")}
    assert workspace_folder(tmp_path / "flag", environment) == tmp_path / "flag"
    assert workspace_folder(None, environment) == tmp_path / "environment"
    assert workspace_folder(None, {}) == Path(platformdirs.user_data_dir("kamtui", False))


def test_an_empty_value_counts_as_not_given(tmp_path: Path) -> None:
    assert workspace_folder("", {"KAMTUI_WORKSPACE": str(tmp_path)}) == tmp_path
    assert workspace_folder("", {"KAMTUI_WORKSPACE": ""}) == workspace_folder(None, {})


def test_a_relative_folder_stays_where_it_was_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert workspace_folder("desk", {}) == tmp_path / "desk"


def test_asking_and_opening_create_nothing(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "a" / "b", {"KAMTUI_USER": "North desk"})
    assert workspace.who == "North desk"
    assert workspace.weight_sets() == ()
    assert list(tmp_path.iterdir()) == []


def test_who_is_the_environment_then_the_login_then_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "seller-a")
    assert who({"KAMTUI_USER": "  North desk "}) == "North desk"
    assert who({}) == "seller-a"

    def no_such_user() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", no_such_user)
    assert who({}) == "unknown"
    assert who({"KAMTUI_USER": "\x1b\x07"}) == "unknown"


def test_who_carries_no_control_characters_and_has_an_end() -> None:
    assert who({"KAMTUI_USER": "\x1b[31mred\n"}) == "[31mred"
    assert len(who({"KAMTUI_USER": "x" * 500})) == 60


def test_a_history_has_one_key_by_whatever_way_it_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "link").symlink_to("history")
    monkeypatch.chdir(tmp_path)
    assert history_key("link") == history_key(tmp_path / "history") == history_key("./history/")
