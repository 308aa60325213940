"""The model TOML: what it declares, how layers lie over each other, and errors to the key."""

from pathlib import Path

import pytest

import kamtui.model
from kamtui.model.declaration import read_model
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Bands, ClassThresholds, Direct, Linear, Log, Model, Source

MEASURES = frozenset(
    {
        "revenue_12m",
        "revenue_growth",
        "profit_12m",
        "margin_12m",
        "growth_room",
        "potential_annual",
        "relationship_months",
        "orders_12m",
        "orders_total",
        "days_since_order",
        "lapse",
        "new_groups_90d",
        "wallet_share",
    }
)
DEFAULT = (
    (Path(kamtui.model.__file__).parent / "default.toml").read_text(encoding="utf-8"),
    "default.toml",
)

SCORECARD = """
[scorecards.priority]
title = "Ours"
[[scorecards.priority.criteria]]
id = "sales"
title = "Sales"
weight = 3
measure = "revenue_12m"
scale = { kind = "linear", low = 0, high = 10 }
"""


def read(*texts: str) -> Model:
    layers = [(text, f"layer{i}/model.toml") for i, text in enumerate(texts)]
    return read_model(DEFAULT, *layers, measures=MEASURES)


def refused(text: str) -> ModelError:
    with pytest.raises(ModelError) as error:
        read_model(DEFAULT, (text, "model.toml"), measures=MEASURES)
    return error.value


def test_the_default_model_is_the_five_criteria_of_the_design() -> None:
    priority = read().priority
    assert priority.weights == {
        "sales_volume": 30,
        "profitability": 25,
        "growth_potential": 25,
        "relationship_length": 10,
        "loyalty": 10,
    }
    assert priority.minimum_coverage == 0.5
    assert priority.criteria[1].sources == (
        Source(measure="profit_12m", scale=Log(100, 80000)),
        Source(measure="margin_12m", scale=Log(100, 80000)),
    )
    assert read().classes == ClassThresholds(a=70, b=50, d=50_000, active_months=24)


def test_a_later_layer_replaces_a_scorecard_whole() -> None:
    priority = read(SCORECARD).priority
    assert (priority.title, list(priority.weights)) == ("Ours", ["sales"])


def test_a_later_layer_adds_a_scorecard_and_leaves_the_others() -> None:
    model = read(SCORECARD.replace("priority", "urgency"))
    assert list(model.scorecards) == [*read().scorecards, "urgency"]
    assert model.scorecards["urgency"].id == "urgency"
    assert len(model.priority.criteria) == 5


def test_a_threshold_replaces_itself_alone() -> None:
    model = read("classes = { a = 80 }", "classes = { d = 1e4, active_months = 12 }")
    assert model.classes == ClassThresholds(a=80, b=50, d=10_000, active_months=12)


def test_where_the_anchors_came_from_is_kept_from_the_last_layer_that_says() -> None:
    assert read().calibrated_from == ""
    assert read('calibrated_from = "2025"', "").calibrated_from == "2025"


def test_every_scale_source_and_direction_can_be_declared() -> None:
    text = (
        SCORECARD
        + """
    direction = "less"
    about = "one line"
    otherwise = [
      { assessment = "will", scale = { kind = "direct" } },
      { sql = "lapse * 2", scale = { kind = "bands", edges = [1, 2.5], points = [100, 50, 0] } },
    ]
    """
    )
    criterion = read(text).priority.criteria[0]
    assert (criterion.direction, criterion.about, criterion.weight) == ("less", "one line", 3.0)
    assert criterion.sources == (
        Source(measure="revenue_12m", scale=Linear(0, 10)),
        Source(assessment="will", scale=Direct()),
        Source(sql="lapse * 2", scale=Bands(edges=(1, 2.5), points=(100, 50, 0))),
    )


def test_without_a_priority_scorecard_there_is_no_model() -> None:
    with pytest.raises(ModelError, match="priority"):
        read_model(("", "model.toml"), measures=MEASURES)


LOG = 'scale = { kind = "log", low = 1, high = 2 }'
BANDS = 'scale = { kind = "bands", edges = [1, 2], points = [0, 50, 100] }'
SCALE = 'scale = { kind = "linear", low = 0, high = 10 }'
AT = "scorecards.priority.criteria[0]"


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        (SCALE, LOG.replace("1", '"abc"'), ".scale.low", 'a number ≥ 0, found "abc"'),
        (SCALE, LOG.replace("1", "-1"), ".scale.low", "a number ≥ 0, found -1"),
        (SCALE, LOG.replace("2", "1"), ".scale.high", "more than low (1), found 1"),
        (SCALE, LOG.replace("log", "lg"), ".scale.kind", '"bands" or "direct", found "lg"'),
        (SCALE, "scale = {}", ".scale.kind", "found nothing"),
        (SCALE, "scale = 3", ".scale", "a table with a kind"),
        (SCALE, "", ".scale", "found nothing"),
        (SCALE, SCALE.replace("0,", "nan,"), ".scale.low", "a finite number, found nan"),
        (SCALE, SCALE.replace("0,", "true,"), ".scale.low", "a number, found true"),
        (SCALE, BANDS.replace("2]", "1]"), ".scale.edges[1]", "edge before it (1), found 1"),
        (SCALE, BANDS.replace("0, 50,", "0,"), ".scale.points", "3 numbers, one more than edges"),
        (SCALE, BANDS.replace("50", "101"), ".scale.points[1]", "from 0 to 100, found 101"),
        (SCALE, BANDS.replace("[1, 2]", "1"), ".scale.edges", "a list of rising numbers, found 1"),
        ("weight = 3", "weight = -3", ".weight", "a number from 0 to 1,000,000,000, found -3"),
        ("weight = 3", "weight = inf", ".weight", "a finite number, found inf"),
        ("weight = 3", "", ".weight", "found nothing"),
        ('id = "sales"', 'id = "Sales"', ".id", "lower-case letters"),
        ('id = "sales"', f'id = "{"s" * 41}"', ".id", "1-40"),
        ('id = "sales"', 'id = "sales\\n"', ".id", 'found "sales\\n"'),
        ('title = "Sales"', 'title = ""', ".title", 'found ""'),
        ("weight = 3", 'weight = 3\ndirection = "up"', ".direction", '"more" or "less"'),
        ('measure = "revenue_12m"', "", "", "one of measure, assessment and sql, found none"),
        ("weight = 3", 'weight = 3\nsql = "1"', "", "found measure and sql"),
        ("weight = 3", "weight = 3\notherwise = [3]", ".otherwise[0]", "a table, found 3"),
    ],
)
def test_a_wrong_value_is_named_to_the_key(old: str, new: str, key: str, message: str) -> None:
    assert old in SCORECARD
    error = refused(SCORECARD.replace(old, new))
    assert error.file == "model.toml"
    assert error.key == AT + key
    assert message in error.message
    assert str(error).startswith(f"model.toml: {AT}{key}: expected ")


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        (SCORECARD.replace("weight", "weigth"), f"{AT}.weigth", "did you mean weight?"),
        (SCORECARD.replace("low", "lowest"), f"{AT}.scale.lowest", "did you mean low?"),
        (SCORECARD.replace("12m", "12n"), f"{AT}.measure", "did you mean revenue_12m?"),
        (SCORECARD.replace("scorecards", "scorecard"), "scorecard", "did you mean scorecards?"),
        ("[classes]\nc = 3", "classes.c", "choose from: a, active_months, b, d, money"),
    ],
)
def test_a_slip_gets_the_nearest_spelling(text: str, key: str, hint: str) -> None:
    error = refused(text)
    assert (error.key, error.hint) == (key, hint)


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("classes = { b = 80 }", "classes.b", "less than a (70), found 80"),
        ("classes = { a = 50 }", "classes.a", "more than b (50), found 50"),
        ("classes = { active_months = 1.5 }", "classes.active_months", "a whole number of months"),
        ("classes = 3", "classes", "a table, found 3"),
        ("scorecards = []", "scorecards", "a table of scorecards, found an empty list"),
        ("scorecards.x = 3", "scorecards.x", "a table, found 3"),
        ('scorecards.x = { title = "X" }', "scorecards.x.criteria", "at least one table"),
        ("scorecards.X = {}", "scorecards.X", "lower-case letters"),
        (r'scorecards."a\u001bb" = {}', r'scorecards."a\x1bb"', "lower-case letters"),
    ],
)
def test_a_wrong_table_is_named_to_the_key(text: str, key: str, message: str) -> None:
    error = refused(text)
    assert (error.file, error.key) == ("model.toml", key)
    assert message in error.message


def test_an_id_used_twice_names_both_places() -> None:
    second = SCORECARD[SCORECARD.index("[[") :]
    error = refused(SCORECARD + second)
    assert error.key == "scorecards.priority.criteria[1].id"
    assert 'found "sales" of [0]' in error.message


def test_weights_may_not_all_be_zero() -> None:
    error = refused(SCORECARD.replace("weight = 3", "weight = 0"))
    assert error.key == "scorecards.priority.criteria"


@pytest.mark.parametrize("text", ["a = ", "x = " + "[" * 5000])
def test_what_is_not_toml_names_the_file(text: str) -> None:
    error = refused(text)
    assert (error.file, error.key) == ("model.toml", None)


def test_the_error_names_the_layer_it_came_from() -> None:
    with pytest.raises(ModelError) as error:
        read(SCORECARD, "classes = { b = 99 }")
    assert error.value.file == "layer1/model.toml"
