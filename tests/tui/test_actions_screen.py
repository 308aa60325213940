"""The Actions screen: what there is to do, and what comes of doing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.actions_screen import (
    actions_history,
    ago,
    at_actions,
    lines_of,
    pane_of,
    said,
    screen_of,
    there,
    under_cursor,
    until,
)
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.portfolio.contact_log import hand_over
from kamtui.portfolio.logged import logged_of
from kamtui.portfolio.opening import open_portfolio
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.screens.choose import Choose
from kamtui.tui.screens.export import Export
from kamtui.tui.screens.log_contact import LogContact
from kamtui.tui.screens.snooze import Snooze
from kamtui.tui.widgets.pick import Pick
from kamtui.workspace.log import Logged

SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
STEP, COMPLAINT, CONTACT = ("a", "step"), ("c", "signal:complaint_open"), ("b", "care")
EVERYTHING = [COMPLAINT, STEP, CONTACT]
HOSTILE = "[@click=app.quit]x[/] \x1b]52;c;YQ==\x07"


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Three customers with something to do at each."""
    return actions_history(tmp_path / "history")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder of the workspace."""
    return tmp_path / "desk"


def logged(history: Path, desk: Path) -> list[Logged]:
    """Return what stands in the log."""
    found = logged_of(open_portfolio(history, workspace=desk))
    return [each for each in found if each.stands]


@SIZES
async def test_it_says_what_to_do_and_why(history: Path, desk: Path, size: tuple[int, int]) -> None:
    async with at_actions(history, desk, size) as (app, pilot):
        assert sorted(there(app)) == sorted(EVERYTHING)
        text = "\n".join(lines_of(app))
        assert f"To do on {ago(0)}: 3 · list of everyone" in text
        assert "agreed: Visit" in text
        assert "3 d late" in text
        assert "contact due, every 30 days" in text
        while under_cursor(app) != CONTACT:
            before = under_cursor(app)
            await pilot.press("j")
            await until(pilot, lambda before=before: under_cursor(app) != before)
        await until(pilot, lambda: "Fjord Timber" in pane_of(app))
        assert "list of South desk" in pane_of(app)
        if size[1] == 50:
            await until(pilot, lambda: "call, reached, Prices" in pane_of(app))


async def on(app: KamtuiApp, pilot: Pilot[int], wanted: tuple[str, str]) -> None:
    """Put the cursor on something."""
    screen_of(app).table.choose(f"{wanted[0]}\x00{wanted[1]}")
    await until(pilot, lambda: under_cursor(app) == wanted)


@pytest.mark.parametrize(("key", "reached"), [("r", True), ("n", False)])
async def test_two_keys_log_a_contact(history: Path, desk: Path, key: str, reached: bool) -> None:
    async with at_actions(history, desk) as (app, pilot):
        await on(app, pilot, CONTACT)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LogContact))
        await pilot.press(key)
        # It counts at once: the contact is due no more, and the others stay.
        await until(pilot, lambda: CONTACT not in there(app))
        assert set(there(app)) == {STEP, COMPLAINT}
        assert "Fjord Timber " + ("reached" if reached else "not reached") in said(app)
    [found] = logged(history, desk)
    assert (found.account_id, found.kind, found.said["reached"]) == ("b", "contact", reached)
    assert found.said["channel"] == "call"


async def test_what_came_of_it_and_what_comes_next_are_logged_as_well(
    history: Path, desk: Path
) -> None:
    async with at_actions(history, desk) as (app, pilot):
        await on(app, pilot, STEP)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LogContact))
        dialog = app.screen
        await pilot.press("tab", "l")
        await until(pilot, lambda: dialog.query_one("#channel", Pick).chosen == "visit")
        await pilot.press("down", "l", "l")
        await until(pilot, lambda: dialog.query_one("#outcome", Pick).chosen == "problem")
        await pilot.press("tab", *"Ring", "tab", "x")
        await until(pilot, lambda: dialog.query_one("#day", Input).value == "x")
        await pilot.press("enter")
        await until(pilot, lambda: "not a date" in str(dialog.query_one("#saying").render()))
        await pilot.press("backspace", "5", "enter")
        await until(pilot, lambda: STEP not in there(app))
    [found] = logged(history, desk)
    assert {name: found.said[name] for name in ("channel", "outcome", "next_step", "reached")} == {
        "channel": "visit",
        "outcome": "problem",
        "next_step": "Ring",
        "reached": True,
    }
    assert found.said["next_step_on"] == ago(-5).isoformat()


async def test_escape_logs_nothing(history: Path, desk: Path) -> None:
    async with at_actions(history, desk) as (app, pilot):
        for key, dialog in (("l", LogContact), ("z", Snooze), ("h", Choose)):
            await pilot.press(key)
            await until(pilot, lambda dialog=dialog: isinstance(app.screen, dialog))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen_of(app))
    assert logged(history, desk) == []


async def test_it_is_snoozed_for_some_days_and_that_is_undone(history: Path, desk: Path) -> None:
    async with at_actions(history, desk) as (app, pilot):
        await on(app, pilot, COMPLAINT)
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, Snooze))
        await pilot.press("3")
        await until(pilot, lambda: app.screen.query_one(Input).value == "3")
        await pilot.press("enter")
        await until(pilot, lambda: COMPLAINT not in there(app))
        await pilot.press("s")
        await until(pilot, lambda: there(app) == [COMPLAINT])
        assert f"snoozed until {ago(-3)}" in pane_of(app)
        await pilot.press("u")
        await until(pilot, lambda: there(app) == [])
        await pilot.press("escape")
        await until(pilot, lambda: COMPLAINT in there(app))
    assert logged(history, desk) == []


async def test_done_stays_away_and_the_cursor_goes_to_what_follows(
    history: Path, desk: Path
) -> None:
    async with at_actions(history, desk) as (app, pilot):
        first, second, third = there(app)
        await on(app, pilot, second)
        await pilot.press("d")
        await until(pilot, lambda: there(app) == [first, third])
        assert under_cursor(app) == third
        await pilot.press("s", "s")
        await until(pilot, lambda: there(app) == [second])
        await pilot.press("s")
        await until(pilot, lambda: there(app) == [first, third])
        await pilot.press("u")
        await until(pilot, lambda: there(app) == [first, second, third])
        await pilot.press("u")
        await until(pilot, lambda: "Nothing was logged" in said(app))


async def test_what_is_handed_over_goes_to_the_others_list(history: Path, desk: Path) -> None:
    async with at_actions(history, desk) as (app, pilot):
        await on(app, pilot, STEP)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press(*"south")
        await until(pilot, lambda: app.screen.query_one(Input).value == "south")
        await pilot.press("enter")
        await until(pilot, lambda: "Handed over to South desk" in said(app))
        await until(pilot, lambda: _owner(app, STEP) == "South desk")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press(*"south")
        await until(pilot, lambda: app.screen.query_one(Input).value == "south")
        await pilot.press("enter")
        await until(pilot, lambda: set(there(app)) == {STEP, CONTACT})
        assert "list of South desk" in lines_of(app)[0]


def _owner(app: KamtuiApp, wanted: tuple[str, str]) -> str | None:
    queue = screen_of(app).queue
    assert queue is not None
    return queue.row(queue.ids[f"{wanted[0]}\x00{wanted[1]}"]).owner


async def test_whose_list_is_mine_is_asked_once_and_kept(history: Path, desk: Path) -> None:
    async with at_actions(history, desk) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press(*"north")
        await until(pilot, lambda: app.screen.query_one(Input).value == "north")
        await pilot.press("enter")
        await until(pilot, lambda: there(app) == [STEP])
        await pilot.press("m")
        await until(pilot, lambda: len(there(app)) == 3)
        await pilot.press("m")
        await until(pilot, lambda: there(app) == [STEP])
        await pilot.pause(0.2)
    async with at_actions(history, desk) as (app, _):
        assert there(app) == [STEP]
        assert "list of North desk" in lines_of(app)[0]


async def test_what_another_logs_is_there_when_it_is_read_again(history: Path, desk: Path) -> None:
    async with at_actions(history, desk) as (app, pilot):
        hand_over(open_portfolio(history, workspace=desk), *STEP, "South desk")
        await pilot.press("r")
        await until(pilot, lambda: _owner(app, STEP) == "South desk")


async def test_it_keeps_to_what_priorities_is_filtered_by(history: Path, desk: Path) -> None:
    async with at_actions(history, desk, owner="South desk") as (app, _):
        assert there(app) == [CONTACT]
    async with at_actions(history, desk, segment="Trade") as (app, _):
        assert there(app) == [STEP]


async def test_words_are_found_and_columns_order(history: Path, desk: Path) -> None:
    async with at_actions(history, desk, (120, 40)) as (app, pilot):
        await pilot.press("slash", *"harb late")
        await until(pilot, lambda: there(app) == [COMPLAINT])
        assert "1 of 3" in lines_of(app)[0]
        await pilot.press("enter", "escape")
        await until(pilot, lambda: len(there(app)) == 3)
        in_order = there(app)
        await pilot.press(">")
        await until(pilot, lambda: _column(app) == "class")
        await pilot.press("<", "<")
        await until(pilot, lambda: _column(app) == "name")
        assert [who for who, _ in there(app)] == ["b", "c", "a"]
        await pilot.press("comma")
        await until(pilot, lambda: _column(app) == "position")
        assert there(app) == in_order


def _column(app: KamtuiApp) -> str:
    """What the queue is ordered by."""
    sheet = screen_of(app).table.queue_sheet
    assert sheet is not None
    return sheet.sorting.column


async def test_enter_opens_the_card_and_there_a_contact_is_logged_too(
    history: Path, desk: Path
) -> None:
    async with at_actions(history, desk) as (app, pilot):
        await on(app, pilot, CONTACT)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AccountScreen))
        assert app.screen.account_id == "b"
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, LogContact))
        await pilot.press("r")
        await until(pilot, lambda: "Logged: Fjord Timber reached" in said(app))
        await until(pilot, lambda: CONTACT not in there(app))


async def test_what_is_shown_is_written_and_copied(
    history: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_actions(history, desk) as (app, pilot):
        await on(app, pilot, STEP)
        await pilot.press("y")
        await until(pilot, (desk / "copied.tsv").is_file)
        await until(pilot, lambda: "Copied 1 action" in said(app))
        assert "agreed: Visit" in (desk / "copied.tsv").read_text()
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Export))
        await pilot.press("enter")
        await until(pilot, lambda: "Wrote 3 actions" in said(app))
    lines = (tmp_path / f"actions-{ago(0)}.csv").read_text().splitlines()
    assert lines[0].startswith("position,account_id,name,owner,reason,due_on,urgency,priority")
    assert len(lines) == 4


async def test_a_name_is_never_markup(tmp_path: Path, desk: Path) -> None:
    history = actions_history(tmp_path / "history", {"a": HOSTILE})
    async with at_actions(history, desk, (200, 50)) as (app, pilot):
        await on(app, pilot, STEP)
        spelled = r"[@click=app.quit]x[/] \x1b]52;c;YQ==\x07"
        assert any(spelled[:18] in line for line in lines_of(app))
        assert spelled[:28] in pane_of(app)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LogContact))
        await pilot.press("r")
        await until(pilot, lambda: spelled in said(app))


async def test_another_day_has_another_queue(history: Path, desk: Path) -> None:
    async with at_actions(history, desk, as_of=ago(5)) as (app, pilot):
        # The step was to come then, and c had not been contacted yet.
        everything = {CONTACT, COMPLAINT, ("c", "care")}
        assert set(there(app)) == everything
        await on(app, pilot, COMPLAINT)
        await pilot.press("d")
        await until(pilot, lambda: "counts from today, and this is an earlier day" in said(app))
        assert set(there(app)) == everything
