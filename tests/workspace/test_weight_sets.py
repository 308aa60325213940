"""Weight sets: saved in versions, never overwritten."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.errors import ChangedMeanwhile, Failed, WrongUsage
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet, WeightSetChanged

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)


def test_a_save_is_found_again_with_who_and_when(workspace: Workspace) -> None:
    saved = workspace.save_weight_set(
        "growth", {"sales_volume": 10, "growth_potential": 62.5}, based_on=None, note="autumn"
    )
    assert saved == WeightSet(
        scorecard="priority",
        name="growth",
        version=1,
        weights={"sales_volume": 10.0, "growth_potential": 62.5},
        based_on=None,
        saved_by="North desk",
        saved_at=NOON,
        note="autumn",
    )
    assert Workspace(workspace.folder, "somebody else").weight_set("growth") == saved


def test_the_order_of_the_criteria_is_kept(workspace: Workspace) -> None:
    workspace.save_weight_set("growth", {"b": 1, "a": 2, "c": 3}, based_on=None)
    found = workspace.weight_set("growth")
    assert found is not None
    assert list(found.weights) == ["b", "a", "c"]


def test_every_version_stays(workspace: Workspace) -> None:
    for version in range(3):
        workspace.save_weight_set("growth", {"a": version + 1}, based_on=version)
    assert [one.version for one in workspace.versions("growth")] == [3, 2, 1]
    assert [one.based_on for one in workspace.versions("growth")] == [2, 1, None]
    first = workspace.weight_set("growth", 1)
    assert first is not None
    assert first.weights == {"a": 1.0}
    assert [(one.name, one.version) for one in workspace.weight_sets()] == [("growth", 3)]


def test_nothing_in_the_file_can_change_or_remove_a_version(workspace: Workspace) -> None:
    workspace.save_weight_set("growth", {"a": 1}, based_on=None)
    connection = sqlite3.connect(workspace.database.file)
    for statement in ("UPDATE weight_sets SET note = 'x'", "DELETE FROM weight_sets"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)
    connection.close()


def test_sets_of_another_scorecard_and_name_are_apart(workspace: Workspace) -> None:
    workspace.save_weight_set("growth", {"a": 1}, based_on=None)
    workspace.save_weight_set("growth", {"x": 2}, based_on=None, scorecard="value")
    workspace.save_weight_set("care", {"a": 3}, based_on=None)
    assert [(s.name, s.version) for s in workspace.weight_sets()] == [("care", 1), ("growth", 1)]
    assert [s.weights for s in workspace.weight_sets("value")] == [{"x": 2.0}]


def test_a_save_that_started_from_an_older_version_is_refused_and_shows_theirs(
    workspace: Workspace,
) -> None:
    workspace.save_weight_set("growth", {"a": 1}, based_on=None)
    other = Workspace(workspace.folder, "South desk", workspace.now)
    other.save_weight_set("growth", {"a": 2}, based_on=1)
    with pytest.raises(WeightSetChanged) as refused:
        workspace.save_weight_set("growth", {"a": 3}, based_on=1)
    assert isinstance(refused.value, ChangedMeanwhile)
    assert refused.value.theirs.weights == {"a": 2.0}
    assert refused.value.theirs.saved_by == "South desk"
    assert refused.value.base is not None
    assert refused.value.base.weights == {"a": 1.0}
    assert "South desk saved version 2" in refused.value.message
    assert [one.version for one in workspace.versions("growth")] == [2, 1]


@pytest.mark.parametrize("nothing_saved", [None, 0])
def test_a_first_save_is_refused_where_the_name_exists(
    workspace: Workspace, nothing_saved: int | None
) -> None:
    workspace.save_weight_set("growth", {"a": 1}, based_on=nothing_saved)
    with pytest.raises(WeightSetChanged) as refused:
        workspace.save_weight_set("growth", {"a": 1}, based_on=nothing_saved)
    assert refused.value.base is None


@pytest.mark.parametrize("version", [-1, 2, 10**6])
def test_a_base_that_was_never_saved_is_wrong_usage(workspace: Workspace, version: int) -> None:
    workspace.save_weight_set("growth", {"a": 1}, based_on=None)
    with pytest.raises(WrongUsage, match=f"no version {version}"):
        workspace.save_weight_set("growth", {"a": 2}, based_on=version)
    with pytest.raises(WrongUsage, match="no version"):
        workspace.save_weight_set("unheard of", {"a": 2}, based_on=version)


def test_saving_what_is_saved_already_adds_nothing(workspace: Workspace) -> None:
    first = workspace.save_weight_set("growth", {"a": 1, "b": 2}, based_on=None, note="autumn")
    assert workspace.save_weight_set("growth", {"a": 1, "b": 2}, based_on=1) == first
    assert workspace.save_weight_set("growth", {"a": 1, "b": 2}, based_on=1, note="autumn") == first
    assert len(workspace.versions("growth")) == 1
    again = workspace.save_weight_set("growth", {"a": 1, "b": 2}, based_on=1, note="still so")
    assert again.version == 2


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "empty"), ("   ", "empty"), ("x" * 61, "61 characters"), ("a\x1bb", "control")],
)
def test_a_name_is_1_to_60_printable_characters(workspace: Workspace, name: str, why: str) -> None:
    with pytest.raises(WrongUsage, match=why):
        workspace.save_weight_set(name, {"a": 1}, based_on=None)
    assert not workspace.folder.exists()


def test_a_name_is_trimmed_and_one_however_it_was_typed(workspace: Workspace) -> None:
    workspace.save_weight_set("  Ta\u0308hti  ", {"a": 1}, based_on=None)
    found = workspace.weight_set("T\u00e4hti")
    assert found is not None
    assert found.name == "T\u00e4hti"
    assert workspace.save_weight_set("x" * 60, {"a": 1}, based_on=None).version == 1


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        ({"a": -1.0}, "a: .*found -1"),
        ({"a": float("nan")}, "a: .*found nan"),
        ({"a": float("inf")}, "a: .*found inf"),
        ({"a": 0.0, "b": 0.0}, "all weights would be zero"),
        ({}, "all weights would be zero"),
    ],
)
def test_weights_that_cannot_be_are_refused(
    workspace: Workspace, weights: dict[str, float], why: str
) -> None:
    with pytest.raises(WrongUsage, match=why):
        workspace.save_weight_set("growth", weights, based_on=None)
    assert not workspace.folder.exists()


def test_a_note_is_one_line_without_control_characters(workspace: Workspace) -> None:
    assert workspace.save_weight_set("a", {"a": 1}, based_on=None, note=" x\n y ").note == "x y"
    with pytest.raises(WrongUsage, match="1001 characters"):
        workspace.save_weight_set("b", {"a": 1}, based_on=None, note="n" * 1001)
    with pytest.raises(WrongUsage, match="control"):
        workspace.save_weight_set("b", {"a": 1}, based_on=None, note="\x1b]52;c;\x07")


def test_when_is_kept_in_utc_whatever_the_clock_shows(tmp_path: Path) -> None:
    helsinki = timezone(timedelta(hours=2))
    clock = datetime(2025, 11, 30, 14, 0, 0, 999, tzinfo=helsinki)
    saved = Workspace(tmp_path, "x", lambda: clock).save_weight_set("a", {"a": 1}, based_on=None)
    assert saved.saved_at == NOON
    assert saved.saved_at.utcoffset() == timedelta(0)


def test_a_version_damaged_by_hand_is_an_error_and_not_a_guess(workspace: Workspace) -> None:
    workspace.save_weight_set("growth", {"a": 1}, based_on=None)
    connection = sqlite3.connect(workspace.database.file)
    connection.execute("DROP TRIGGER weight_sets_are_never_changed")
    connection.execute("UPDATE weight_sets SET weights = '[1'")
    connection.commit()
    connection.close()
    with pytest.raises(Failed, match="cannot be read"):
        workspace.weight_set("growth")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weights=st.dictionaries(
        st.text(min_size=1, max_size=20),
        st.floats(min_value=0, max_value=1e9),
        min_size=1,
    ).filter(lambda weights: any(weights.values())),
    name=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20),
)
def test_any_weights_come_back_bit_for_bit(
    tmp_path_factory: pytest.TempPathFactory, weights: dict[str, float], name: str
) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("any"), "x", lambda: NOON)
    workspace.save_weight_set(name, weights, based_on=None)
    found = workspace.weight_set(name)
    assert found is not None
    assert list(found.weights.items()) == list(weights.items())
