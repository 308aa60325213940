"""The weights editor's state: every key it answers to, what it refuses, and its laws."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.errors import ModelError, Refusal
from kamtui.model.weights import Weights
from kamtui.model.weights_editing import UNDO_STEPS, Difference, TypedEntry, WeightsEditing

SAVED = Weights.of({"sales": 60, "growth": 30, "loyalty": 10})
OPEN = WeightsEditing.of(SAVED, titles={"loyalty": "Loyalty"})


def typing(state: WeightsEditing, criterion: str, characters: str) -> WeightsEditing:
    for character in characters:
        state = state.typed(criterion, character)
    return state


def test_nothing_is_unsaved_until_something_changes() -> None:
    assert not OPEN.is_unsaved
    nudged = OPEN.nudged("growth", 5)
    assert nudged.is_unsaved
    assert nudged.differences() == (Difference("growth", saved=30, current=35),)
    assert not nudged.nudged("growth", -5).is_unsaved


def test_typed_digits_are_set_when_committed_and_not_before() -> None:
    state = typing(OPEN, "growth", "42.5")
    assert state.entry == TypedEntry("growth", "42.5")
    assert state.current == SAVED
    assert state.committed().current["growth"] == 42.5
    assert state.committed().entry is None


def test_a_zero_alone_zeroes_and_within_a_number_is_a_digit() -> None:
    assert OPEN.typed("growth", "0").current["growth"] == 0
    assert typing(OPEN, "growth", "30").committed().current["growth"] == 30
    assert typing(OPEN, "growth", "0,5").committed().current["growth"] == 0.5


def test_an_entry_is_erased_character_by_character() -> None:
    state = typing(OPEN, "growth", "42").erased()
    assert state.entry == TypedEntry("growth", "4")
    assert state.erased().entry is None
    assert state.erased().erased().entry is None


def test_an_abandoned_entry_changes_nothing() -> None:
    assert typing(OPEN, "growth", "42").abandoned() == OPEN


def test_what_comes_next_sets_the_entry_first() -> None:
    typed = typing(OPEN, "growth", "42")
    assert typed.nudged("sales", 1).current == Weights.of(
        {"sales": 61, "growth": 42, "loyalty": 10}
    )
    assert typed.typed("sales", "7").current["growth"] == 42
    assert typed.lock_toggled("sales").current["growth"] == 42


@pytest.mark.parametrize("characters", ["x", "1x", "-", "1..", "1.2.", "1234567890", "٣", "1e"])
def test_characters_that_make_no_weight_are_refused(characters: str) -> None:
    with pytest.raises(Refusal):
        typing(OPEN, "growth", characters)


def test_a_locked_weight_refuses_every_change_and_says_whose() -> None:
    locked = OPEN.lock_toggled("loyalty")
    changes: list[Callable[[], WeightsEditing]] = [
        lambda: locked.nudged("loyalty", 1),
        lambda: locked.typed("loyalty", "3"),
        lambda: locked.zeroed("loyalty"),
        lambda: locked.replaced(Weights.of({"sales": 1, "growth": 1, "loyalty": 1})),
    ]
    for change in changes:
        with pytest.raises(Refusal, match=r"^Loyalty is locked$"):
            change()
    assert locked.lock_toggled("loyalty").nudged("loyalty", 1).current["loyalty"] == 11


def test_setting_all_at_once_may_leave_a_locked_weight_as_it_is() -> None:
    locked = OPEN.lock_toggled("loyalty")
    state = locked.replaced(Weights.of({"sales": 45, "growth": 45, "loyalty": 10}))
    assert state.current["sales"] == 45


def test_all_zero_is_refused_whatever_would_make_it() -> None:
    state = OPEN.zeroed("sales").zeroed("growth")
    changes: list[Callable[[], WeightsEditing]] = [
        lambda: state.zeroed("loyalty"),
        lambda: state.nudged("loyalty", -10),
        lambda: state.typed("loyalty", "0"),
        lambda: state.typed("loyalty", ".").committed(),
    ]
    for change in changes:
        with pytest.raises(Refusal, match="all weights would be zero"):
            change()


def test_scaling_respects_locks() -> None:
    state = OPEN.nudged("sales", 60).lock_toggled("loyalty").scaled_to_100()
    assert state.current.as_mapping() == pytest.approx({"sales": 72, "growth": 18, "loyalty": 10})
    with pytest.raises(Refusal, match="locked weights already make"):
        OPEN.nudged("sales", 60).lock_toggled("sales").scaled_to_100()


def test_a_change_that_changes_nothing_is_no_step_to_undo() -> None:
    state = OPEN.zeroed("growth").nudged("growth", -5)
    assert len(state.undoable) == 1


def test_undo_and_redo_say_when_there_is_nothing() -> None:
    with pytest.raises(Refusal, match="nothing to undo"):
        OPEN.undone()
    with pytest.raises(Refusal, match="nothing to redo"):
        OPEN.nudged("sales", 1).redone()


def test_undo_with_an_entry_in_progress_drops_the_entry() -> None:
    state = typing(OPEN.nudged("sales", 1), "growth", "4").undone()
    assert state == OPEN.nudged("sales", 1)


def test_a_new_change_forgets_what_was_undone() -> None:
    state = OPEN.nudged("sales", 1).undone().nudged("growth", 1)
    with pytest.raises(Refusal, match="nothing to redo"):
        state.redone()


def test_loading_another_set_makes_it_the_saved_one_and_can_be_undone() -> None:
    other = Weights.of({"sales": 1, "growth": 2, "loyalty": 3})
    state = OPEN.lock_toggled("loyalty").nudged("sales", 1).loaded(other)
    assert (state.current, state.saved, state.locks) == (other, other, frozenset())
    assert not state.is_unsaved
    assert state.undone().current["sales"] == 61
    assert state.undone().is_unsaved


def test_after_saving_nothing_is_unsaved() -> None:
    state = OPEN.nudged("sales", 1).after_saving()
    assert not state.is_unsaved
    assert state.undone().is_unsaved


def test_an_unknown_criterion_is_refused_with_its_nearest_spelling() -> None:
    with pytest.raises(ModelError) as refused:
        OPEN.nudged("loyality", 1)
    assert refused.value.hint == "did you mean loyalty?"


def test_old_steps_are_forgotten() -> None:
    state = OPEN
    for _ in range(UNDO_STEPS + 20):
        state = state.nudged("sales", 1)
    assert len(state.undoable) == UNDO_STEPS


criteria = st.sampled_from(list(SAVED))
changes = st.one_of(
    st.builds(
        lambda c, d: lambda s: s.nudged(c, d), criteria, st.sampled_from([-5.0, -1.0, 1.0, 5.0])
    ),
    st.builds(lambda c: lambda s: s.zeroed(c), criteria),
    st.builds(lambda c, t: lambda s: typing(s, c, t), criteria, st.from_regex("[1-9][0-9.]?")),
    st.builds(lambda c: lambda s: s.lock_toggled(c), criteria),
    st.sampled_from(
        [
            WeightsEditing.scaled_to_100,
            WeightsEditing.committed,
            WeightsEditing.undone,
            WeightsEditing.redone,
        ]
    ),
)


def after(made: list[Callable[[WeightsEditing], WeightsEditing]]) -> WeightsEditing:
    state = OPEN
    for change in made:
        try:
            state = change(state)
        except Refusal:
            continue
    return state.committed()


@given(st.lists(changes, max_size=25))
def test_undo_then_redo_is_where_one_was(
    made: list[Callable[[WeightsEditing], WeightsEditing]],
) -> None:
    state = after(made)
    if state.undoable:
        assert state.undone().redone() == state
    if state.redoable:
        assert state.redone().undone() == state


@given(st.lists(changes, max_size=25))
def test_undoing_everything_returns_to_the_beginning_and_redoing_to_the_end(
    made: list[Callable[[WeightsEditing], WeightsEditing]],
) -> None:
    state = begun = after(made)
    while begun.undoable:
        begun = begun.undone()
    assert begun.current == SAVED
    for _ in state.undoable:
        begun = begun.redone()
    assert begun == state


@given(st.lists(changes, max_size=25))
def test_differences_are_exactly_what_separates_current_from_saved(
    made: list[Callable[[WeightsEditing], WeightsEditing]],
) -> None:
    state = after(made)
    changed = {difference.criterion: difference.current for difference in state.differences()}
    assert state.saved.replaced(changed) == state.current
    assert state.is_unsaved == bool(changed)
