"""Unsaved weights of an earlier session: what is offered again, and what no longer is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kamtui.model.scorecard import Criterion, Linear, Scorecard, Source
from kamtui.portfolio.drafts import OfferedDraft, offered_draft
from kamtui.workspace.store import Workspace

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
HISTORY = "/histories/harbour"
SOURCE = Source(Linear(0, 1), measure="revenue_12m")
SCORECARD = Scorecard(
    "priority",
    "Priority",
    tuple(Criterion(each, each.title(), (SOURCE,), 50.0) for each in ("sales", "growth")),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "desk", "North desk", lambda: NOON)


def offered(workspace: Workspace) -> OfferedDraft:
    draft = offered_draft(workspace, SCORECARD, HISTORY)
    assert draft is not None
    return draft


def test_nothing_is_offered_where_nothing_was_kept(workspace: Workspace) -> None:
    assert offered_draft(workspace, SCORECARD, HISTORY) is None
    workspace.keep_draft("/histories/other", "default", 0, {"sales": 1.0, "growth": 2.0})
    assert offered_draft(workspace, SCORECARD, HISTORY) is None


def test_a_draft_starts_from_the_version_that_it_was_made_from(workspace: Workspace) -> None:
    workspace.save_weight_set("spring", {"sales": 60.0, "growth": 40.0}, based_on=0)
    workspace.keep_draft(HISTORY, "spring", 1, {"sales": 70.0, "growth": 30.0}, ["growth"])
    workspace.save_weight_set("spring", {"sales": 10.0, "growth": 90.0}, based_on=1)
    draft = offered(workspace)
    assert (draft.base.name, draft.base.version, draft.kept_at) == ("spring", 1, NOON)
    assert draft.editing.saved.as_mapping() == {"sales": 60.0, "growth": 40.0}
    assert draft.editing.current.as_mapping() == {"sales": 70.0, "growth": 30.0}
    assert draft.editing.locks == {"growth"}
    assert draft.editing.undone().current == draft.editing.saved


def test_a_draft_of_the_declared_weights_starts_from_them_after_somebody_saved(
    workspace: Workspace,
) -> None:
    workspace.keep_draft(HISTORY, "default", 0, {"sales": 70.0, "growth": 50.0})
    workspace.save_weight_set("default", {"sales": 1.0, "growth": 1.0}, based_on=0)
    draft = offered(workspace)
    assert draft.base.version == 0
    assert draft.editing.saved.as_mapping() == {"sales": 50.0, "growth": 50.0}


def test_what_was_saved_all_the_same_is_not_offered(workspace: Workspace) -> None:
    workspace.save_weight_set("spring", {"sales": 60.0, "growth": 40.0}, based_on=0)
    workspace.keep_draft(HISTORY, "spring", 1, {"sales": 60.0, "growth": 40.0})
    assert offered_draft(workspace, SCORECARD, HISTORY) is None


def test_a_criterion_that_is_gone_is_left_out_and_named(workspace: Workspace) -> None:
    workspace.keep_draft(
        HISTORY, "default", 0, {"sales": 70.0, "growth": 50.0, "image": 9.0}, ["image", "sales"]
    )
    draft = offered(workspace)
    assert draft.unknown == ("image",)
    assert draft.editing.current.as_mapping() == {"sales": 70.0, "growth": 50.0}
    assert draft.editing.locks == {"sales"}


def test_a_draft_of_nothing_that_is_still_there_is_not_offered(workspace: Workspace) -> None:
    workspace.keep_draft(HISTORY, "default", 0, {"image": 9.0})
    assert offered_draft(workspace, SCORECARD, HISTORY) is None


def test_a_set_that_is_gone_gives_way_to_the_default(workspace: Workspace) -> None:
    workspace.keep_draft(HISTORY, "elsewhere", 7, {"sales": 70.0, "growth": 30.0})
    assert offered(workspace).base.name == "default"
