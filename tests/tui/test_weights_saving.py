"""Saving, loading and drafts in the weights panel: what the workspace holds, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.weights_host import WeightsHost, hosted, press, scorecard

from kamtui.tui.screens.draft_offer import DraftOffer
from kamtui.tui.screens.save_conflict import SaveConflict
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
DECLARED = dict(scorecard().weights)
LOYAL = {**DECLARED, "loyalty": 40.0}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "desk", "North desk", lambda: NOON)


@pytest.fixture
def other(workspace: Workspace) -> Workspace:
    """The same folder, as somebody else sees it."""
    return Workspace(workspace.folder, "South desk", lambda: NOON)


def newest(workspace: Workspace, name: str = "default") -> WeightSet:
    found = workspace.weight_set(name)
    assert found is not None
    return found


def saved_versions(workspace: Workspace, name: str = "default") -> list[Mapping[str, float]]:
    return [one.weights for one in reversed(workspace.versions(name))]


async def test_saving_makes_the_next_version(workspace: Workspace) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L", "s") as pilot:
        assert newest(workspace).weights == {**DECLARED, "sales_volume": 35.0}
        assert "Saved as default, version 1." in host.text()
        assert "unsaved" not in host.text()
        await press(host, pilot, "L", "s")
        assert newest(workspace).version == 2
        assert newest(workspace).based_on == 1
        assert host.changes[-1].weight_set.version == 2
        assert not host.changes[-1].editing.is_unsaved


async def test_what_is_being_typed_is_saved_too(workspace: Workspace) -> None:
    async with hosted(WeightsHost(workspace), "4", "2", "s"):
        assert newest(workspace).weights["sales_volume"] == 42.0


async def test_undo_goes_back_behind_a_save(workspace: Workspace) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L", "s", "u"):
        assert host.weights == DECLARED
        assert "● unsaved" in host.text()


async def test_saving_what_has_not_changed_adds_no_version(workspace: Workspace) -> None:
    workspace.save_weight_set("default", LOYAL, based_on=0)
    host = WeightsHost(workspace)
    async with hosted(host, "s"):
        assert newest(workspace).version == 1
        assert "Nothing has changed since version 1." in in_panel(host)


async def test_saving_under_a_name_keeps_the_note_and_goes_on_with_that_set(
    workspace: Workspace,
) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L", "S", *"spring", "tab", *"new year", "enter") as pilot:
        saved = newest(workspace, "spring")
        assert (saved.version, saved.note) == (1, "new year")
        assert saved.weights["sales_volume"] == 35.0
        assert workspace.weight_set("default") is None
        await press(host, pilot, "L", "s")
        assert newest(workspace, "spring").version == 2


async def test_a_name_that_is_taken_is_said_and_becomes_its_next_version(
    workspace: Workspace, other: Workspace
) -> None:
    other.save_weight_set("spring", LOYAL, based_on=0)
    host = WeightsHost(workspace)
    async with hosted(host, "L", "S", *"spring") as pilot:
        assert "Is there already: version 1, South desk" in host.text()
        await press(host, pilot, "enter")
        assert newest(workspace, "spring").version == 2
        assert saved_versions(workspace, "spring")[0] == LOYAL


async def test_a_name_that_cannot_be_is_refused_and_escape_saves_nothing(
    workspace: Workspace,
) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L", "S", *"n" * 61) as pilot:
        assert "61 characters" in host.text()
        await press(host, pilot, "enter")
        assert len(host.screen_stack) == 2
        await press(host, pilot, "escape")
        assert workspace.weight_sets() == ()
        assert host.weights["sales_volume"] == 35.0


async def test_an_empty_name_is_refused(workspace: Workspace) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "S", "enter"):
        assert "is empty" in host.text()
        assert workspace.weight_sets() == ()


async def in_conflict(host: WeightsHost, other: Workspace, *keys: str) -> None:
    """Change and save while somebody else does, and press the keys in the dialog."""
    async with hosted(host, "L") as pilot:
        other.save_weight_set("default", LOYAL, based_on=1, note="[b]loyal[/b] ones first")
        await press(host, pilot, "s")
        assert isinstance(host.screen, SaveConflict)
        text = " ".join(host.text().split())
        assert "South desk saved version 2 of default" in text
        assert "[b]loyal[/b] ones first" in text
        await press(host, pilot, *keys)


MINE = {**DECLARED, "sales_volume": 35.0}


async def test_theirs_are_taken_over_and_undo_brings_mine_back(
    workspace: Workspace, other: Workspace
) -> None:
    workspace.save_weight_set("default", DECLARED, based_on=0)
    host = WeightsHost(workspace)
    await in_conflict(host, other, "t")
    assert host.weights == LOYAL
    assert host.panel.weight_set.version == 2
    assert host.panel.editing.undone().current.as_mapping() == MINE
    assert saved_versions(workspace) == [DECLARED, LOYAL]


async def test_mine_are_saved_after_theirs(workspace: Workspace, other: Workspace) -> None:
    workspace.save_weight_set("default", DECLARED, based_on=0)
    host = WeightsHost(workspace)
    await in_conflict(host, other, "m")
    assert saved_versions(workspace) == [DECLARED, LOYAL, MINE]
    assert newest(workspace).based_on == 2
    assert host.panel.weight_set.version == 3


async def test_mine_are_saved_under_another_name(workspace: Workspace, other: Workspace) -> None:
    workspace.save_weight_set("default", DECLARED, based_on=0)
    host = WeightsHost(workspace)
    await in_conflict(host, other, "n", *"mine", "enter")
    assert saved_versions(workspace) == [DECLARED, LOYAL]
    assert saved_versions(workspace, "mine") == [MINE]


async def test_left_open_nothing_is_saved_and_nothing_lost(
    workspace: Workspace, other: Workspace
) -> None:
    workspace.save_weight_set("default", DECLARED, based_on=0)
    host = WeightsHost(workspace)
    await in_conflict(host, other, "escape")
    assert host.weights == MINE
    assert host.panel.editing.is_unsaved
    assert saved_versions(workspace) == [DECLARED, LOYAL]


async def test_another_conflict_while_deciding_asks_again(
    workspace: Workspace, other: Workspace
) -> None:
    workspace.save_weight_set("default", DECLARED, based_on=0)
    host = WeightsHost(workspace)
    async with hosted(host, "L") as pilot:
        other.save_weight_set("default", LOYAL, based_on=1)
        await press(host, pilot, "s")
        other.save_weight_set("default", {**LOYAL, "loyalty": 50.0}, based_on=2)
        await press(host, pilot, "m")
        assert "saved version 3" in host.text()
        await press(host, pilot, "m")
        assert newest(workspace).version == 4
        assert newest(workspace).weights == MINE


async def test_loading_another_set_is_one_step_to_undo(
    workspace: Workspace, other: Workspace
) -> None:
    other.save_weight_set("loyal", LOYAL, based_on=0, note="for [i]spring[/i]")
    host = WeightsHost(workspace)
    async with hosted(host, "L", "f", "j") as pilot:
        text = " ".join(host.text().split())
        assert "South desk, 2025-11-30" in text
        assert "for [i]spring[/i]" in text
        await press(host, pilot, "enter")
        assert host.weights == LOYAL
        assert host.panel.weight_set.name == "loyal"
        assert "loyal, version 1" in host.text()
        await press(host, pilot, "u")
        assert host.weights == MINE


async def test_an_earlier_version_can_be_loaded_and_saving_it_meets_the_newest(
    workspace: Workspace,
) -> None:
    workspace.save_weight_set("default", LOYAL, based_on=0)
    workspace.save_weight_set("default", MINE, based_on=1)
    host = WeightsHost(workspace)
    async with hosted(host, "f", "right", "down", "enter") as pilot:
        assert host.weights == LOYAL
        assert host.panel.weight_set.version == 1
        await press(host, pilot, "f", "l", "G", "enter")
        assert host.weights == DECLARED
        assert "default, as declared" in host.text()
        await press(host, pilot, "L", "s")
        assert isinstance(host.screen, SaveConflict)


async def test_leaving_the_versions_goes_back_to_the_sets(workspace: Workspace) -> None:
    workspace.save_weight_set("spring", LOYAL, based_on=0)
    host = WeightsHost(workspace)
    async with hosted(host, "f", "down", "right", "left") as pilot:
        assert "2 weight sets" in host.text()
        await press(host, pilot, "enter")
        assert host.panel.weight_set.name == "spring"


async def test_escape_loads_nothing(workspace: Workspace) -> None:
    workspace.save_weight_set("spring", LOYAL, based_on=0)
    host = WeightsHost(workspace)
    async with hosted(host, "f", "j", "escape"):
        assert host.weights == DECLARED
        assert host.changes == []


async def test_a_set_for_other_criteria_is_refused_when_it_is_loaded(
    workspace: Workspace,
) -> None:
    workspace.save_weight_set("old", {"turnover": 100.0}, based_on=0)
    host = WeightsHost(workspace)
    async with hosted(host, "f", "j") as pilot:
        assert "turnover" in host.text()
        await press(host, pilot, "enter")
        assert "no criterion 'turnover'" in in_panel(host)
        assert host.weights == DECLARED


HOSTILE = ("[/] [@click=app.quit]x[/]", "'; DROP TABLE weight_sets; --", "../../etc", "売上 🙂 أبج")


async def test_names_are_text_wherever_they_are_shown(workspace: Workspace) -> None:
    for name in HOSTILE:
        workspace.save_weight_set(name, LOYAL, based_on=0)
    for name in HOSTILE:
        host = WeightsHost(workspace, name=name)
        async with hosted(host, "f", size=(200, 50)) as pilot:
            assert all(each in host.text() for each in HOSTILE)
            await press(host, pilot, "escape", "L", "s", "S", *"x", "escape")
            assert f"{name}, version 2" in host.text()
            assert newest(workspace, name).version == 2


async def test_a_draft_is_kept_while_weights_are_unsaved_and_dropped_when_saved(
    workspace: Workspace,
) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L", "j", "space") as pilot:
        await draft_written(host)
        draft = workspace.draft(host.history)
        assert draft is not None
        assert dict(draft.weights) == MINE
        assert (draft.name, draft.locks) == ("default", {"profitability"})
        await press(host, pilot, "s")
        await draft_written(host)
        assert workspace.draft(host.history) is None


async def test_going_back_to_the_saved_weights_drops_the_draft(workspace: Workspace) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L") as pilot:
        await draft_written(host)
        assert workspace.draft(host.history) is not None
        await press(host, pilot, "u")
        await draft_written(host)
        assert workspace.draft(host.history) is None


async def test_the_last_draft_is_kept_before_the_program_ends(workspace: Workspace) -> None:
    host = WeightsHost(workspace, draft_after=3600.0)
    async with hosted(host, "L", "j", "9"):
        assert workspace.draft(host.history) is None
        host.panel.keep_draft_now()
        draft = workspace.draft(host.history)
        assert draft is not None
        assert dict(draft.weights) == {**MINE, "profitability": 9.0}


async def test_a_draft_is_offered_and_taken_up(workspace: Workspace) -> None:
    workspace.save_weight_set("spring", LOYAL, based_on=0)
    workspace.keep_draft(
        WeightsHost(workspace).history, "spring", 1, {**LOYAL, "loyalty": 5.0}, ["sales_volume"]
    )
    host = WeightsHost(workspace)
    async with hosted(host) as pilot:
        host.panel.offer_draft()
        await host.settled(pilot)
        assert isinstance(host.screen, DraftOffer)
        text = " ".join(host.text().split())
        assert "2025-11-30" in text
        assert "starting from spring, version 1" in text
        assert "Loyalty 40 5 −35" in text
        await press(host, pilot, "enter")
        assert host.weights["loyalty"] == 5.0
        assert host.panel.editing.locks == {"sales_volume"}
        assert host.panel.weight_set.name == "spring"
        assert host.changes[-1].editing.saved.as_mapping() == LOYAL
        await press(host, pilot, "u")
        assert host.weights == LOYAL


@pytest.mark.parametrize(("key", "stays"), [("x", False), ("escape", True)])
async def test_a_draft_can_be_thrown_away_or_left_for_later(
    workspace: Workspace, key: str, stays: bool
) -> None:
    host = WeightsHost(workspace)
    workspace.keep_draft(host.history, "default", 0, LOYAL)
    async with hosted(host) as pilot:
        host.panel.offer_draft()
        await host.settled(pilot)
        await press(host, pilot, key)
        assert host.weights == DECLARED
        assert (workspace.draft(host.history) is not None) == stays


async def test_nothing_is_offered_where_nothing_was_left(workspace: Workspace) -> None:
    host = WeightsHost(workspace)
    workspace.keep_draft("/elsewhere", "default", 0, LOYAL)
    async with hosted(host) as pilot:
        host.panel.offer_draft()
        await host.settled(pilot)
        assert len(host.screen_stack) == 1


async def test_a_workspace_that_cannot_be_written_is_said_and_work_goes_on(
    workspace: Workspace,
) -> None:
    host = WeightsHost(workspace)
    workspace.database.file.mkdir(parents=True)
    async with hosted(host, "L") as pilot:
        await draft_written(host)
        assert "No draft of unsaved weights can be kept" in in_panel(host)
        await press(host, pilot, "s")
        assert "Not saved: is a folder, and the workspace is a file" in in_panel(host)
        assert str(workspace.folder) not in in_panel(host)
        await press(host, pilot, "L")
        assert host.weights["sales_volume"] == 40.0
        host.panel.keep_draft_now()
        assert host.panel.editing.is_unsaved


def in_panel(host: WeightsHost) -> str:
    """Return the panel's text with its line breaks closed up."""
    return " ".join(line.partition("▏")[2].strip() for line in host.text().splitlines())


async def draft_written(host: WeightsHost) -> None:
    """Wait for the panel's timer and for what it started."""
    timer = host.panel._draft_timer
    assert timer is not None
    if timer._task is not None:
        await timer._task
    await host.workers.wait_for_complete()


async def test_saving_twice_in_one_breath_is_no_conflict_with_oneself(
    workspace: Workspace,
) -> None:
    host = WeightsHost(workspace)
    async with hosted(host, "L") as pilot:
        host.panel.action_save()
        host.panel.action_save()
        await host.settled(pilot)
        assert newest(workspace).version == 1
        assert len(host.screen_stack) == 1
        await press(host, pilot, "s")
        assert newest(workspace).version == 1


async def test_a_dialog_opens_once_however_often_its_key_is_pressed(workspace: Workspace) -> None:
    host = WeightsHost(workspace)
    async with hosted(host) as pilot:
        host.panel.action_pairwise()
        host.panel.action_rank_order()
        await host.settled(pilot)
        assert len(host.screen_stack) == 2
        await press(host, pilot, "escape", "c")
        assert len(host.screen_stack) == 2
