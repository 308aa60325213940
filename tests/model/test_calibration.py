"""Anchors from the base, and a scorecard written back as TOML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.calibration import calibrated, scorecard_as_toml
from kamtui.model.declaration import read_model
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import (
    Bands,
    Criterion,
    Direct,
    Linear,
    Log,
    Scale,
    Scorecard,
    Source,
)


def scorecard(*sources: Source) -> Scorecard:
    return Scorecard("priority", "Priority", (Criterion("sales", "Sales", sources, 1.0),))


def scales(card: Scorecard) -> list[Scale]:
    return [source.scale for criterion in card.criteria for source in criterion.sources]


def test_linear_and_log_anchors_are_taken_and_others_stay() -> None:
    bands = Bands((1,), (0, 100))
    card = scorecard(
        Source(Log(1, 2), measure="revenue_12m"),
        Source(Linear(0, 1), sql="a / b"),
        Source(Linear(0, 1), measure="lapse"),
        Source(bands, measure="revenue_12m"),
        Source(Direct(), assessment="will"),
    )
    quantiles = {"revenue_12m": (-20.0, 900.0), "a / b": (-1.0, 3.0), "will": (1.0, 2.0)}
    assert scales(calibrated(card, quantiles)) == [
        Log(0.0, 900.0),
        Linear(-1.0, 3.0),
        Linear(0, 1),
        bands,
        Direct(),
    ]
    assert scales(card)[0] == Log(1, 2)


@pytest.mark.parametrize("anchors", [(5.0, 5.0), (6.0, 5.0), (-3.0, -1.0), (0.0, float("inf"))])
def test_anchors_without_a_span_are_refused(anchors: tuple[float, float]) -> None:
    card = scorecard(Source(Log(1, 2), measure="revenue_12m"))
    with pytest.raises(ModelError, match="low anchor below the high one"):
        calibrated(card, {"revenue_12m": anchors})


numbers = st.floats(0, 1e6)
some_scales = st.one_of(
    st.just(Direct()),
    st.builds(lambda low, span: Linear(-low, span), numbers, st.floats(1, 1e6)),
    st.builds(lambda low, span: Log(low, low + span), numbers, st.floats(1, 1e6)),
    st.lists(numbers, min_size=1, max_size=4, unique=True).map(
        lambda edges: Bands(tuple(sorted(edges)), (0.0, *(12.5 for _ in edges)))
    ),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
some_sources = st.one_of(
    st.builds(lambda s: Source(s, measure="lapse"), some_scales),
    st.builds(lambda s, text: Source(s, sql=text), some_scales, texts),
    st.builds(lambda s, text: Source(s, assessment=text), some_scales, texts),
)
some_criteria = st.builds(
    Criterion,
    id=st.from_regex(r"\A[a-z][a-z0-9_]{0,39}\Z"),
    title=texts,
    sources=st.lists(some_sources, min_size=1, max_size=3).map(tuple),
    weight=st.floats(1, 100),
    direction=st.sampled_from(["more", "less"]),
    about=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@given(
    st.lists(some_criteria, min_size=1, max_size=3, unique_by=lambda c: c.id),
    st.floats(0, 1),
    texts,
)
def test_a_scorecard_written_as_toml_is_read_back_the_same(
    criteria: list[Criterion], minimum_coverage: float, title: str
) -> None:
    card = Scorecard("priority", title, tuple(criteria), minimum_coverage)
    layer = (scorecard_as_toml(card), "model.toml")
    assert read_model(layer, measures=frozenset({"lapse"})).priority == card
