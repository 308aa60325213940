"""The nearest right word."""

from kamtui.model.spelling import did_you_mean, nearest

MEASURES = ("revenue_12m", "revenue_prior", "margin_12m", "lapse")


def test_a_slip_of_the_finger_finds_its_word() -> None:
    assert nearest("revenue_21m", MEASURES) == "revenue_12m"
    assert nearest("laspe", MEASURES) == "lapse"


def test_capitals_do_not_count() -> None:
    assert nearest("LAPSE", ["lapse", "margin_12m"]) == "lapse"
    assert nearest("lapse", ["Lapse"]) == "Lapse"


def test_a_beginning_finds_the_whole() -> None:
    assert nearest("relationship", ["relationship_cost_12m_total", "lapse"]) == (
        "relationship_cost_12m_total"
    )


def test_nothing_close_is_none() -> None:
    assert nearest("xyz", MEASURES) is None
    assert nearest("xyz", ()) is None


def test_the_hint_names_the_nearest_or_lists_a_few() -> None:
    assert did_you_mean("marginn_12m", MEASURES) == "did you mean margin_12m?"
    assert did_you_mean("xyz", ("b", "a")) == "choose from: a, b"
    assert did_you_mean("xyz", ()) is None
    assert did_you_mean("xyz", [f"measure_{n}" for n in range(50)]) is None


def test_of_equally_close_ones_the_alphabetically_first_is_meant() -> None:
    assert nearest("cvs", ("ics", "csv")) == "csv"
