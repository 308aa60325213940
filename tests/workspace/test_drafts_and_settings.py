"""What a lost session leaves behind, and what a user chose once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.errors import WrongUsage
from kamtui.workspace.settings import Json
from kamtui.workspace.store import Workspace


def test_a_draft_is_offered_again_until_it_is_dropped(workspace: Workspace) -> None:
    assert workspace.draft("history") is None
    workspace.keep_draft("history", "growth", 3, {"b": 1, "a": 2}, ["a"])
    draft = workspace.draft("history")
    assert draft is not None
    assert (draft.name, draft.based_on, draft.who) == ("growth", 3, "North desk")
    assert list(draft.weights.items()) == [("b", 1.0), ("a", 2.0)]
    assert draft.locks == {"a"}
    assert draft.kept_at == workspace.now()
    workspace.drop_draft("history")
    assert workspace.draft("history") is None


def test_the_newest_draft_replaces_the_last(workspace: Workspace) -> None:
    for weight in range(1, 6):
        workspace.keep_draft("history", "growth", None, {"a": weight})
    draft = workspace.draft("history")
    assert draft is not None
    assert draft.weights == {"a": 5.0}


def test_drafts_are_apart_by_user_history_and_scorecard(workspace: Workspace) -> None:
    other = Workspace(workspace.folder, "South desk", workspace.now)
    workspace.keep_draft("one", "mine", None, {"a": 1})
    other.keep_draft("one", "theirs", None, {"a": 2})
    workspace.keep_draft("two", "second", None, {"a": 3})
    workspace.keep_draft("one", "value", None, {"a": 4}, scorecard="value")
    workspace.drop_draft("two")
    kept = [workspace.draft("one"), other.draft("one"), workspace.draft("one", scorecard="value")]
    assert [draft and draft.name for draft in kept] == ["mine", "theirs", "value"]
    assert workspace.draft("two") is None


def test_a_draft_is_no_nonsense(workspace: Workspace) -> None:
    with pytest.raises(WrongUsage):
        workspace.keep_draft("history", "growth", None, {"a": float("nan")})


def test_dropping_what_is_not_there_makes_nothing(workspace: Workspace) -> None:
    workspace.drop_draft("history")
    assert not workspace.folder.exists()


def test_a_draft_outlives_a_killed_session(tmp_path: Path) -> None:
    session = (
        "import os, signal, sys; from pathlib import Path\n"
        "from kamtui.workspace.store import Workspace\n"
        "Workspace(Path(sys.argv[1]), 'x').keep_draft('history', 'growth', 1, {'a': 7})\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", session, os.fspath(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    draft = Workspace(tmp_path, "x").draft("history")
    assert draft is not None
    assert draft.weights == {"a": 7.0}


@pytest.mark.parametrize("value", [None, True, 3, 2.5, "Tähti", [1, "a"], {"a": [None]}])
def test_a_setting_comes_back_as_it_was(workspace: Workspace, value: Json) -> None:
    workspace.keep_setting("theme", "other")
    workspace.keep_setting("theme", value)
    assert workspace.setting("theme", "default") == value


def test_a_setting_that_was_never_set_is_its_default(workspace: Workspace) -> None:
    assert workspace.setting("theme", "nord") == "nord"
    workspace.keep_setting("theme", "dark")
    assert Workspace(workspace.folder, "South desk").setting("theme", "nord") == "nord"
