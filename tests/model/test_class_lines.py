"""Lines between the classes: wherever keys take them, they stay lines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bases import bases

from kamtui.model.class_lines import LINES, ClassLines
from kamtui.model.errors import Refusal
from kamtui.model.ranking import classed, rank, with_thresholds
from kamtui.model.scorecard import ClassThresholds

POTENTIAL = np.array([np.nan, 0.0, 12_000.0, 90_000.0, 2_000_000.0])
KEYS = st.lists(st.sampled_from(["-1", "1", "-5", "5", "next", "back"]), max_size=60)


@given(KEYS)
def test_lines_stay_in_order_and_within_their_scale(keys: list[str]) -> None:
    lines = ClassLines.of(ClassThresholds(), POTENTIAL)
    for key in keys:
        before = lines
        try:
            if key == "next":
                lines = lines.next_chosen()
            elif key == "back":
                lines = lines.put_back()
            else:
                lines = lines.moved(int(key))
                assert (lines.value(lines.chosen) > before.value(lines.chosen)) == (int(key) > 0)
        except Refusal:
            continue
        now = lines.current
        assert 0 <= now.b < now.a <= 100
        assert 0 <= now.d <= lines.potential.high
        changed = {line for line in LINES if lines.value(line) != before.value(line)}
        assert changed <= {before.chosen}
    assert lines.is_unsaved == any(map(lines.is_moved, LINES))


def test_a_step_of_the_potential_is_a_round_number() -> None:
    lines = ClassLines.of(ClassThresholds(), POTENTIAL).next_chosen(-1)
    assert lines.chosen == "d"
    assert lines.moved(2).current.d == 80_000
    assert ClassLines.of(ClassThresholds(), np.array([np.nan])).potential.step > 0


def test_lines_over_others_keep_only_what_was_moved() -> None:
    mine = ClassLines.of(ClassThresholds(), POTENTIAL).moved(1)
    theirs = ClassThresholds(a=80, b=60)
    assert mine.over(theirs, POTENTIAL).current == ClassThresholds(a=71, b=60)
    beyond = ClassThresholds(a=80, b=75)
    assert mine.over(beyond, POTENTIAL).current == beyond


@given(bases(), st.integers(1, 100), st.integers(0, 99), st.sampled_from([0.0, 100.0, 5000.0]))
def test_classes_by_other_lines_are_those_of_a_ranking_by_them(
    case: object, a: int, b: int, d: float
) -> None:
    prepared, weights = case  # type: ignore[misc]
    if b >= a:
        with pytest.raises(ValueError, match="below a"):
            ClassThresholds().with_lines(a, b, d)
        return
    moved = with_thresholds(prepared, ClassThresholds().with_lines(a, b, d))
    quick = classed(rank(prepared, weights), moved)
    assert quick.classes.tolist() == rank(moved, weights).classes.tolist()
    assert quick.rank.tolist() == rank(moved, weights).rank.tolist()
