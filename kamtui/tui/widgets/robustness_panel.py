"""How sure the ranking is, below it: the account under the cursor, and the first ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.ranked.sureness import AccountSure, CriterionTurns, Sureness
from kamtui.tui.widgets.cells import NO_VALUE, bar, fitted, share_text
from kamtui.tui.widgets.key_shown import key_shown
from kamtui.tui.widgets.weights.figures import bar as share_bar
from kamtui.tui.widgets.weights.figures import bar_scale, in_cells, side_by_side

_MUTED = "$foreground-muted"
_BESIDE_FROM = 96
_GAP = 3
_SURE, _VERY_LIKELY, _LIKELY = 0.95, 0.75, 0.5
_TITLE = 24
_BAR_FROM = 80


class RobustnessPanel(Widget):
    """Words and bars on what was found; as many lines as there is room for."""

    DEFAULT_CSS = """
    RobustnessPanel {
        height: 12;
        padding: 0 1;
        border-top: hkey $foreground 30%;
    }
    """

    shown: reactive[Sureness | None] = reactive(None)

    def render(self) -> RenderResult:
        """Return the lines."""
        shown, width, height = self.shown, self.size.width, self.size.height
        if shown is None:
            return Content("")
        lines = [self._heading(shown, width)]
        if width >= _BESIDE_FROM:
            left = width // 2 - _GAP
            account = _account_lines(shown, left)
            first = _first_lines(shown, width - left - _GAP)
            lines += _beside(account, first, left)
        else:
            lines += _account_lines(shown, width)[: height - 2]
            lines.append(_first_in_words(shown, width))
        return Content("\n").join(lines[:height])

    def _heading(self, shown: Sureness, width: int) -> Content:
        around, other = "all weightings", "around today's"
        if shown.is_around_today:
            around, other = "weightings around today's", "all"
        tried = f"{shown.vectors:,} of " if shown.vectors else ""
        key = key_shown(self, "priorities.around")
        left = Content.assemble(
            ("How sure  ", "bold $accent"), (f"{tried}{around}", ""), (f"  {key} {other}", _MUTED)
        )
        return side_by_side(left, Content.styled(_state(shown), _MUTED), width)


def _state(shown: Sureness) -> str:
    is_whole = shown.vectors and (shown.account is None or shown.account.turns is not None)
    return "" if is_whole else "stopped" if shown.is_stopped else "working …"


def _beside(left: Sequence[Content], right: Sequence[Content], width: int) -> list[Content]:
    blank = Content("")
    count = max(len(left), len(right))
    padded = [*left, *[blank] * (count - len(left))], [*right, *[blank] * (count - len(right))]
    return [
        in_cells(one, width) + Content(" " * _GAP) + other
        for one, other in zip(*padded, strict=True)
    ]


# The account under the cursor


def _account_lines(shown: Sureness, width: int) -> list[Content]:
    account = shown.account
    if account is None:
        return [Content.styled("no account is shown", _MUTED)]
    place = f"#{account.rank:,}" if account.rank else "not ranked"
    name = Content.styled(fitted(harmless(account.name), max(1, width - 24)).rstrip(), "bold")
    letter = account.class_letter or NO_VALUE
    lines = [
        in_cells(Content.assemble(name, (f"  {place}  class {letter}", _MUTED)), width),
        _share_line(f"in the top {shown.top}", account.in_top, width),
        in_cells(_classes(account), width),
        in_cells(Content(in_words(account, shown.top)), width),
    ]
    return lines + _turn_lines(account, width)


def _share_line(title: str, share: float, width: int) -> Content:
    figure = f"{title} {share_text(share):>5} "
    return Content.assemble(
        figure, (bar(share, max(0, min(40, width - len(figure)))), "$primary 65%")
    )


def _classes(account: AccountSure) -> Content:
    if not account.is_active:
        return Content.styled(
            f"class {account.class_letter or NO_VALUE}: not active, no weight changes it", _MUTED
        )
    parts = [
        (f"{letter} {share_text(share)}", "bold" if letter == account.class_letter else "")
        for letter, share in zip("ABC", account.in_classes, strict=True)
    ]
    joined = Content.styled(" · ", _MUTED).join([Content.styled(*part) for part in parts])
    return Content("class ") + joined


def in_words(account: AccountSure, top: int) -> str:
    """Return in words how sure it is that an account is, or is not, among the first `top`."""
    share = account.in_top
    if math.isnan(share):
        return ""
    is_in = 0 < account.rank <= top
    stays = share if is_in else 1.0 - share
    there = f"in the top {top}" if is_in else f"not in the top {top}"
    if stays < _LIKELY:
        return f"{there} by these weights; by most others it is{' not' if is_in else ''}"
    likely = "surely" if stays >= _SURE else "very likely" if stays >= _VERY_LIKELY else "likely"
    return f"{likely} {there}"


def _turn_lines(account: AccountSure, width: int) -> list[Content]:
    if account.turns is None:
        return []
    moving = [each for each in account.turns if not math.isnan(each.new_share)]
    scale = bar_scale([share for each in moving for share in (each.share, each.new_share)])
    lines = [_turn_line(each, scale, width) for each in moving]
    still = [each.title for each in account.turns if math.isnan(each.new_share)]
    if still:
        said = "no criterion alone changes anything" if not moving else _alone(still)
        lines.append(in_cells(Content.styled(harmless(said), _MUTED), width))
    return lines


def _alone(titles: Sequence[str]) -> str:
    return f"no effect alone: {', '.join(titles)}"


def _turn_line(turns: CriterionTurns, scale: float, width: int) -> Content:
    title = fitted(harmless(turns.title), min(_TITLE, max(10, width // 3)))
    figures = f"{turns.share:>4.0%} → {turns.new_share:<4.0%}"
    line = Content.assemble(f"{title} ", (figures, "bold"), " ", turns.happens)
    room = width - line.cell_length - 1
    if room >= 10 and width >= _BAR_FROM:
        drawn = share_bar(turns.share, scale, min(30, room), before=turns.new_share)
        return in_cells(line, width - drawn.cell_length) + drawn
    return in_cells(line, width)


# The first ones


def _first_lines(shown: Sureness, width: int) -> list[Content]:
    room = max(10, min(34, width - 24))
    lines = []
    for each in shown.first:
        figures = (
            f"{each.rank:>3} {fitted(harmless(each.name), room)} {share_text(each.in_top):>5} "
        )
        drawn = bar(each.in_top, max(0, min(30, width - room - 11)))
        lines.append(in_cells(Content.assemble(figures, (drawn, "$primary 65%")), width))
    return lines


def _first_in_words(shown: Sureness, width: int) -> Content:
    known = [each for each in shown.first if not math.isnan(each.in_top)]
    if not known:
        return Content("")
    sure = sum(1 for each in known if each.in_top >= _SURE)
    least = min(known, key=lambda each: each.in_top)
    said = f"{sure} of the first {len(known)} are sure; least {harmless(least.name)}"
    return side_by_side(Content(said), Content(share_text(least.in_top)), width)
