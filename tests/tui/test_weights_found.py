"""Weights found by comparing in pairs or from an order of importance, key by key."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from support.weights_host import WeightsHost, hosted, press, scorecard

from kamtui.tui.screens.pairwise import Pairwise
from kamtui.tui.screens.rank_order import RankOrder
from kamtui.workspace.store import Workspace

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
DECLARED = dict(scorecard().weights)


def host_of(folder: Path, *titles: str) -> WeightsHost:
    """Return a host whose criteria have these titles, or the usual ones."""
    card = scorecard(*((each.lower(), each, 10.0, "") for each in titles))
    return WeightsHost(Workspace(folder / "desk", "North desk", lambda: NOON), card)


def seen(host: WeightsHost) -> str:
    """Return what is on the screen with its blanks closed up."""
    return " ".join(host.text().replace("│", " ").split())


def judgement_keys(judgement: Fraction) -> list[str]:
    """The keys that give a judgement: a digit for the left one, turned round for the right."""
    if judgement >= 1:
        return [str(judgement)]
    return [str(1 / judgement), "x"]


# Saaty 2008, relative consumption of drinks; ../shared/cases/pairwise.json.
DRINKS = ("Coffee", "Wine", "Tea", "Beer", "Sodas", "Milk", "Water")
DRINKS_JUDGED = (
    *("9", "5", "2", "1", "1", "1/2"),
    *("1/3", "1/9", "1/9", "1/9", "1/9"),
    *("1/3", "1/4", "1/3", "1/9"),
    *("1/2", "1", "1/3"),
    *("2", "1/2"),
    "1/3",
)
DRINKS_WEIGHTS = (0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327)


async def test_the_drinks_of_saaty_come_to_their_weights_at_the_keyboard(tmp_path: Path) -> None:
    host = host_of(tmp_path, *DRINKS)
    async with hosted(host, "p", size=(120, 40)) as pilot:
        for text in DRINKS_JUDGED[:-1]:
            await pilot.press(*judgement_keys(Fraction(text)), "enter")
        await press(host, pilot, *judgement_keys(Fraction(DRINKS_JUDGED[-1])))
        assert "21 of 21 judged" in seen(host)
        assert "λ max 7.18 · ratio 0.02 consistent" in seen(host)
        assert "Water counts moderately more than Milk" in seen(host)
        await press(host, pilot, "enter")
        assert list(host.weights.values()) == pytest.approx(
            [100 * weight for weight in DRINKS_WEIGHTS], abs=0.1
        )
        assert sum(host.weights.values()) == pytest.approx(100.0)
        await press(host, pilot, "u")
        assert set(host.weights.values()) == {10.0}


async def test_inconsistent_judgements_say_which_to_look_at_and_a_key_goes_there(
    tmp_path: Path,
) -> None:
    # All count the same, but for one pair: only that judgement is out of line with the others.
    host = host_of(tmp_path, "Price", "Service", "Image", "Speed")
    async with hosted(host, "p", "9", "enter", *["1", "enter"] * 4) as pilot:
        assert "inconsistent" not in seen(host)
        assert "pairs without a judgement count as" in seen(host)
        await press(host, pilot, "1")
        assert "inconsistent" in seen(host)
        assert "look first (i) at Price against" in seen(host)
        assert "Service (given 9, suggested 1)" in seen(host)
        await press(host, pilot, "i")
        assert "Price counts extremely more than Service" in seen(host)
        await press(host, pilot, "1")
        assert "ratio 0.00 consistent" in seen(host)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["left"], "Price counts hardly more than Service"),
        (["h", "h"], "Price counts moderately more than Service"),
        (["right"], "Service counts hardly more than Price"),
        (["l", "l", "l", "l"], "Service counts strongly more than Price"),
        (["l", "h"], "Price counts as much as Service"),
        (["l"] * 20, "Service counts extremely more than Price"),
        (["h"] * 20, "Price counts extremely more than Service"),
        (["7"], "Price counts very strongly more than Service"),
        (["7", "x"], "Service counts very strongly more than Price"),
        (["7", "backspace"], "Which counts more"),
        (["7", "down"], "Which counts more"),
        (["7", "j", "k"], "Price counts very strongly more than Service"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
async def test_a_key_judges_a_pair(tmp_path: Path, keys: list[str], said: str) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "p", *keys):
        assert said in seen(host)


async def test_the_pointer_stands_under_the_judgement(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "p", "3", "x"):
        lines = host.text().splitlines()
        pointer = next(line for line in lines if "▲" in line)
        scale = lines[lines.index(pointer) - 1]
        digits = [at for at, character in enumerate(scale) if character == "3"]
        assert digits[1] == pointer.index("▲")


async def test_judgements_stay_when_the_dialog_is_left_and_weights_do_not_change(
    tmp_path: Path,
) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "p", "7", "escape") as pilot:
        assert host.changes == []
        await press(host, pilot, "p")
        assert "1 of 3 judged" in seen(host)
        assert isinstance(host.screen, Pairwise)


async def test_weights_can_be_taken_before_every_pair_is_judged(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "p", "2", "a"):
        assert len(host.screen_stack) == 1
        # With w1 : w2 = 2 and the rest equal, the eigenvector is (2, 1, 2^⅔)^… by hand: the row
        # products 2, ½ and 1, whose cube roots share 100.
        roots = [2 ** (1 / 3), 2 ** (-1 / 3), 1.0]
        expected = [100 * root / sum(roots) for root in roots]
        assert list(host.weights.values()) == pytest.approx(expected)


async def test_locked_weights_stay_and_the_others_share_what_is_left(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "2", "0", "enter", "space", "p", "3", "enter"):
        assert host.weights == pytest.approx({"price": 20.0, "service": 60.0, "image": 20.0})
        assert host.panel.editing.locks == {"price"}


async def test_with_fewer_than_two_free_there_is_nothing_to_compare(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service")
    async with hosted(host, "space", "p") as pilot:
        assert len(host.screen_stack) == 1
        assert "fewer than two criteria are not locked" in seen(host).replace("▏ ", "")
        await press(host, pilot, "c")
        assert len(host.screen_stack) == 1


# ../shared/cases/small_sums.json, rank_order_centroid.
CENTROID_OF_4 = (52.08, 27.08, 14.58, 6.25)


async def test_an_order_of_importance_gives_the_centroid_weights(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image", "Speed")
    keys = ["c", "down", "down", "down", "shift+up", "K", "K"]
    async with hosted(host, *keys) as pilot:
        assert isinstance(host.screen, RankOrder)
        assert "1 Speed" in seen(host)
        assert "52.1" in seen(host)
        await press(host, pilot, "enter")
        weights = host.weights
        in_order = [weights[each] for each in ("speed", "price", "service", "image")]
        assert in_order == pytest.approx(CENTROID_OF_4, abs=0.005)
        await press(host, pilot, "u")
        assert set(host.weights.values()) == {10.0}


async def test_the_order_begins_as_the_weights_stand_and_falls_as_well(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "j", "L", "c") as pilot:
        assert "1 Service" in seen(host)
        await press(host, pilot, "J", "shift+down", "J", "enter")
        weights = host.weights
        assert sorted(weights, key=weights.__getitem__) == ["service", "image", "price"]


async def test_leaving_the_order_changes_nothing(tmp_path: Path) -> None:
    host = host_of(tmp_path, "Price", "Service", "Image")
    async with hosted(host, "c", "J", "escape"):
        assert host.changes == []
