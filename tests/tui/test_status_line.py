"""What the status line says, and what it leaves out first."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kamtui.tui.status import Status
from kamtui.tui.widgets.status_line import status_content

STATUS = Status(
    history="Kuurakivi (made up)",
    is_sample=True,
    as_of=date(2025, 11, 30),
    shown=12,
    of_all=240,
    weight_set="default",
    unsaved=True,
    findings=3,
)


def test_it_says_everything_where_there_is_room() -> None:
    assert status_content(STATUS, 200).plain == (
        "Kuurakivi (made up) │ sample data: a made-up company │ as of 2025-11-30 │ 12 of 240 │ "
        "default * unsaved │ 3 findings"
    )


def test_the_name_of_the_history_gives_way_first_then_words_then_what_is_on_the_right() -> None:
    assert status_content(STATUS, 100).plain.startswith("sample data: a made-up company │")
    assert status_content(STATUS, 78).plain == (
        "sample data: made up │ as of 2025-11-30 │ 12 of 240 │ default * │ 3 findings"
    )
    assert status_content(STATUS, 60).plain.endswith("12 of 240")


@given(st.integers(34, 250), st.text(max_size=40))
def test_it_never_takes_more_than_the_width(width: int, history: str) -> None:
    line = status_content(Status(history, True, STATUS.as_of, 5, 5, "default"), width)
    assert line.cell_length <= width
    assert "\x1b" not in line.plain


def test_all_accounts_need_no_share() -> None:
    assert "1 account" in status_content(Status("H", False, STATUS.as_of, 1, 1), 80).plain


def test_findings_are_left_out_until_they_are_known_and_when_there_are_none() -> None:
    for findings in (None, 0):
        said = status_content(Status("H", False, STATUS.as_of, 1, 1, findings=findings), 80).plain
        assert "finding" not in said


def test_long_work_comes_first() -> None:
    doing = Status("H", False, STATUS.as_of, 1, 1, doing="scoring 2024-01-01 … 3 s, esc cancels")
    assert status_content(doing, 80).plain.startswith("scoring 2024-01-01 … 3 s, esc cancels │")
