"""Weight sets beside the model's own, and their TOML."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.errors import Failed, WrongUsage
from kamtui.portfolio import weights
from kamtui.portfolio.declared import declared_model
from kamtui.portfolio.weights_file import as_toml, read_weights_file
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
SCORECARD = declared_model().priority


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "desk", "North desk", lambda: NOON)


def test_default_follows_the_model_until_it_is_saved(workspace: Workspace) -> None:
    assert weights.weight_set(workspace, SCORECARD).weights == SCORECARD.weights
    weights.save_changes(workspace, SCORECARD, "default", {"loyalty": 99})
    saved = weights.weight_set(workspace, SCORECARD)
    assert (saved.version, saved.based_on, saved.weights["loyalty"]) == (1, None, 99.0)
    assert weights.weight_set(workspace, SCORECARD, "default", 0).weights == SCORECARD.weights
    assert [one.version for one in weights.all_weight_sets(workspace, SCORECARD)] == [1]


def test_what_a_set_does_not_know_counts_nothing(workspace: Workspace) -> None:
    """Another unit: 1 of 2 is half, whatever numbers the model declares for the others."""
    workspace.save_weight_set("two", {"loyalty": 1, "sales_volume": 1}, based_on=None)
    chosen = weights.weight_set(workspace, SCORECARD, "two")
    shares = weights.weights_over(SCORECARD, chosen).shares()
    assert list(shares) == list(SCORECARD.weights)
    assert shares["loyalty"] == shares["sales_volume"] == 0.5


def test_a_set_of_another_model_is_refused_with_the_nearest_criterion(
    workspace: Workspace,
) -> None:
    workspace.save_weight_set("old", {"loyal": 1}, based_on=None)
    with pytest.raises(WrongUsage, match=r"weight set 'old' version 1: .*'loyal'") as refused:
        weights.weights_over(SCORECARD, weights.weight_set(workspace, SCORECARD, "old"))
    assert refused.value.hint.startswith("did you mean loyalty?")
    assert "--weights default@0" in refused.value.hint


def test_shares_sum_to_one(workspace: Workspace) -> None:
    chosen = weights.weight_set(workspace, SCORECARD)
    assert sum(one.share for one in weights.shares(chosen)) == pytest.approx(1)


def test_a_model_toml_in_a_later_folder_lies_on_top(tmp_path: Path) -> None:
    for name, a in (("history", 80), ("desk", 90)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.toml").write_text(f"[classes]\na = {a}\n")
    folders = [tmp_path / "history", tmp_path / "desk", tmp_path / "none"]
    assert declared_model(*folders).classes.a == 90
    assert declared_model(folders[0]).classes.a == 80
    (tmp_path / "history" / "model.toml").write_bytes(b"\xff")
    with pytest.raises(Failed, match=r"model\.toml: cannot be read"):
        declared_model(folders[0])


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    name=any_text,
    note=any_text,
    version=st.integers(min_value=0, max_value=10**12),
    values=st.dictionaries(any_text, st.floats(min_value=0, max_value=1e9), max_size=6),
)
def test_what_is_written_as_toml_is_read_back(
    name: str, note: str, version: int, values: dict[str, float]
) -> None:
    saved = WeightSet("priority", name, version, values, None, "Seller \x1b\n", NOON, note)
    file = read_weights_file(as_toml(saved), "x.toml")
    assert (file.name, file.note, file.version, file.scorecard) == (
        name,
        note,
        version,
        "priority",
    )
    assert list(file.weights.items()) == list(values.items())


@given(any_text)
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with pytest.raises(WrongUsage, match=r"^x\.toml: "):  # 40 characters never make a whole file
        read_weights_file(text, "x.toml")
