"""What judgements in pairs come to: the weights, and how well the judgements agree."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.model.pairwise import PairwiseResult, judgement_text
from kamtui.text import harmless
from kamtui.tui.widgets.key_shown import key_shown
from kamtui.tui.widgets.weights.figures import bar, bar_scale, in_cells

_SHARE_CELLS = 6
_LEAST_BAR = 8


class PairwiseOutcome(Widget):
    """The weights as bars, the consistency ratio, and the judgement to look at first."""

    DEFAULT_CSS = """
    PairwiseOutcome { height: auto; }
    """

    result: reactive[PairwiseResult | None] = reactive(None, layout=True)

    is_complete: reactive[bool] = reactive(False, layout=True)
    """Whether every pair was judged; before that no word on consistency."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """`titles` by criterion id."""
        super().__init__()
        self._titles = titles

    def render(self) -> RenderResult:
        """Return the lines."""
        if self.result is None:
            return Content("")
        return Content("\n").join([*self._weights(self.result), *self._consistency(self.result)])

    def _weights(self, result: PairwiseResult) -> list[Content]:
        width = self.size.width
        title_cells = max(0, width - _SHARE_CELLS - _LEAST_BAR - 1) * 2 // 3
        bar_cells = max(0, width - title_cells - _SHARE_CELLS - 1)
        scale = bar_scale(result.shares)
        return [
            Content("").join(
                [
                    in_cells(harmless(self._titles[item]), title_cells),
                    Content(" "),
                    bar(share, scale, bar_cells),
                    in_cells(f"{100.0 * share:.1f}", _SHARE_CELLS, right=True),
                ]
            )
            for item, share in zip(result.items, result.shares, strict=True)
        ]

    def _consistency(self, result: PairwiseResult) -> list[Content]:
        figures = Content.styled(
            f"λ max {result.lambda_max:.2f} · ratio {result.consistency_ratio:.2f} ",
            "$foreground-muted",
        )
        if not self.is_complete:
            return [Content(""), figures, Content("pairs without a judgement count as equal")]
        if result.is_consistent or result.suspect is None:
            return [Content(""), figures + Content.styled("consistent", "$success")]
        suspect = result.suspect
        key = key_shown(self, "pairwise.look_first")
        return [
            Content(""),
            figures + Content.styled("inconsistent", "bold $error"),
            Content.assemble(
                f"look first ({key}) at ",
                (harmless(self._titles[suspect.item]), "bold"),
                " against ",
                (harmless(self._titles[suspect.other]), "bold"),
                f" (given {judgement_text(suspect.given)},"
                f" suggested {judgement_text(suspect.suggested)})",
            ),
        ]
