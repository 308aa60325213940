"""`kamtui weights`, through the command that users type."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli.main import run
from kamtui.workspace.store import Workspace

CRITERIA = [
    "sales_volume",
    "profitability",
    "growth_potential",
    "relationship_length",
    "loyalty",
]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        assert self.code == 0, self.err
        return list(csv.DictReader(io.StringIO(self.out)))


Weights = Callable[..., Ended]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAMTUI_WORKSPACE", str(tmp_path / "desk"))
    monkeypatch.setenv("KAMTUI_USER", "North desk")
    monkeypatch.delenv("KAMTUI_HISTORY", raising=False)
    return tmp_path / "desk"


@pytest.fixture
def weights(desk: Path, capfd: pytest.CaptureFixture[str]) -> Weights:
    def ran(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            run(["weights", *arguments])
        captured = capfd.readouterr()
        return Ended(int(ended.value.code or 0), captured.out, captured.err)

    return ran


def by_criterion(ended: Ended, column: str) -> dict[str, float]:
    return {row["criterion"]: float(row[column]) for row in ended.rows}


# -- list and show ---------------------------------------------------------------------------


def test_default_is_there_before_anything_was_saved(weights: Weights, desk: Path) -> None:
    assert weights("list").out.splitlines() == [
        "name,version,saved_by,saved_at,note",
        "default,0,,,declared by the model",
    ]
    shown = weights("show", "default")
    assert by_criterion(shown, "weight") == dict(
        zip(CRITERIA, [30.0, 25.0, 25.0, 10.0, 10.0], strict=True)
    )
    assert by_criterion(shown, "share")["sales_volume"] == 0.3
    assert not desk.exists()


def test_a_set_is_listed_with_who_and_when(weights: Weights) -> None:
    weights("set", "growth", "growth_potential=60", "--note", "autumn")
    (default, growth) = weights("list").rows
    assert default["name"] == "default"
    assert (growth["name"], growth["version"], growth["saved_by"], growth["note"]) == (
        "growth",
        "1",
        "North desk",
        "autumn",
    )
    assert growth["saved_at"].endswith("+00:00")


def test_every_format_holds_the_same(weights: Weights) -> None:
    weights("set", "growth", "growth_potential=60")
    as_csv = [{**row, "weight": float(row["weight"])} for row in weights("show", "growth").rows]
    as_json = json.loads(weights("show", "growth", "--format", "json").out)
    as_lines = [
        json.loads(line) for line in weights("show", "growth", "--format", "jsonl").out.splitlines()
    ]
    assert as_json == as_lines
    assert [(row["criterion"], row["weight"]) for row in as_json] == [
        (row["criterion"], row["weight"]) for row in as_csv
    ]
    assert "growth_potential" in weights("show", "growth", "--format", "table").out
    assert weights("show", "growth", "--format", "md").out.startswith("| criterion | weight |")


def test_a_listing_can_be_read_as_parquet(weights: Weights, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    assert weights("list", "--output", str(tmp_path / "list.parquet")).code == 0
    table = pq.read_table(tmp_path / "list.parquet")
    assert table.schema.field("saved_at").type == pa.timestamp("us", "UTC")
    assert table.to_pylist()[0]["version"] == 0


def test_an_earlier_version_is_shown_by_option_or_spelling(weights: Weights) -> None:
    weights("set", "growth", "loyalty=11")
    weights("set", "growth", "loyalty=22")
    assert by_criterion(weights("show", "growth"), "weight")["loyalty"] == 22
    for spelled in (["growth", "--version", "1"], ["growth@1"]):
        assert by_criterion(weights("show", *spelled), "weight")["loyalty"] == 11


def test_a_name_with_an_at_sign_is_found_as_it_is_spelled(weights: Weights) -> None:
    weights("set", "plan", "loyalty=11")
    weights("set", "plan@1", "loyalty=33")
    assert by_criterion(weights("show", "plan@1"), "weight")["loyalty"] == 33
    assert by_criterion(weights("show", "plan@1@1"), "weight")["loyalty"] == 33


def test_what_is_not_there_ends_with_2_and_the_nearest(weights: Weights) -> None:
    weights("set", "growth", "loyalty=11")
    unknown = weights("show", "grwth")
    assert unknown.code == 2
    assert unknown.err == ("kamtui: there is no weight set 'grwth'\n  did you mean growth?\n")
    for spelled in (["growth", "--version", "7"], ["growth@7"]):
        missing = weights("show", *spelled)
        assert missing.code == 2
        assert "has no version 7" in missing.err
        assert "newest is version 1" in missing.err


# -- set -------------------------------------------------------------------------------------


def test_set_changes_what_is_named_and_keeps_the_rest(weights: Weights) -> None:
    assert weights("set", "growth", "growth_potential=60", "loyalty=0").rows[0]["version"] == "1"
    assert weights("set", "growth", "loyalty=2.5").rows[0]["version"] == "2"
    assert by_criterion(weights("show", "growth"), "weight") == dict(
        zip(CRITERIA, [30.0, 25.0, 60.0, 10.0, 2.5], strict=True)
    )


def test_saving_as_default_lays_a_version_over_the_models_own(weights: Weights) -> None:
    assert weights("set", "default", "loyalty=40").rows[0]["version"] == "1"
    assert by_criterion(weights("show", "default"), "weight")["loyalty"] == 40
    assert by_criterion(weights("show", "default@0"), "weight")["loyalty"] == 10
    assert by_criterion(weights("diff", "default@0", "default"), "change")["loyalty"] == 30
    weights("set", "new", "sales_volume=1")
    assert by_criterion(weights("show", "new"), "weight")["loyalty"] == 40


def test_two_that_started_from_the_same_version_both_keep_their_work(weights: Weights) -> None:
    weights("set", "growth", "loyalty=1")
    assert weights("set", "growth", "loyalty=2", "--based-on", "1").code == 0
    late = weights("set", "growth", "loyalty=3", "--based-on", "1")
    assert late.code == 5
    assert late.out == ""
    assert "North desk saved version 2 meanwhile; your change started from version 1" in late.err
    assert by_criterion(weights("show", "growth"), "weight")["loyalty"] == 2
    assert weights("set", "growth", "loyalty=3", "--based-on", "2").code == 0


def test_a_set_based_on_an_older_version_keeps_that_versions_other_weights(
    weights: Weights,
) -> None:
    """Refused, and not mixed: version 1's other weights never meet version 2's."""
    weights("set", "growth", "sales_volume=1")
    weights("set", "growth", "sales_volume=2")
    assert weights("set", "growth", "loyalty=9", "--based-on", "1").code == 5
    assert weights("set", "growth", "loyalty=9", "--based-on", "0").code == 5
    assert weights("set", "growth", "loyalty=9", "--based-on", "3").code == 2
    assert weights("set", "other", "loyalty=9", "--based-on", "1").code == 2
    assert weights("set", "other", "loyalty=9", "--based-on", "0").code == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("loyalt=5", "did you mean loyalty?"),
        ("loyalty=-5", "found -5"),
        ("loyalty=nan", "found nan"),
        ("loyalty=inf", "found inf"),
        ("loyalty=much", "found 'much'"),
        ("loyalty=", "found ''"),
        ("loyalty", "expected CRITERION=WEIGHT"),
        ("=5", "expected CRITERION=WEIGHT"),
    ],
)
def test_weights_that_cannot_be_end_with_2(
    weights: Weights, desk: Path, change: str, says: str
) -> None:
    refused = weights("set", "growth", change)
    assert refused.code == 2
    assert says in refused.err
    assert not desk.exists()


def test_all_zero_and_a_criterion_given_twice_end_with_2(weights: Weights) -> None:
    assert weights("set", "growth", *(f"{one}=0" for one in CRITERIA)).code == 2
    twice = weights("set", "growth", "loyalty=1", "loyalty=2")
    assert twice.code == 2
    assert "loyalty was given twice" in twice.err


def test_processes_that_save_at_once_lose_nothing(weights: Weights, desk: Path) -> None:
    weights("set", "growth", "loyalty=1")
    command = [sys.executable, "-m", "kamtui", "weights", "set", "growth", "--based-on", "1"]
    started = [
        subprocess.Popen(
            [*command, f"loyalty={n}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "KAMTUI_USER": f"Seller {n}"},
        )
        for n in range(2, 8)
    ]
    codes = [process.wait(timeout=60) for process in started]
    assert sorted(codes) == [0, 5, 5, 5, 5, 5]
    newest = Workspace(desk, "x").weight_set("growth")
    assert newest is not None
    assert newest.version == 2
    assert newest.saved_by == f"Seller {codes.index(0) + 2}"


def test_a_read_only_workspace_is_shown_and_saving_ends_with_4(
    weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("KAMTUI_WORKSPACE", folder)
        weights("set", "growth", "loyalty=5")
        Path(folder, "workspace.sqlite").chmod(0o644)
        Path(folder).chmod(0o555)
        was = os.geteuid()
        if was == 0:  # root may write anywhere
            os.seteuid(65534)
        try:
            shown, refused = weights("show", "growth"), weights("set", "growth", "loyalty=6")
        finally:
            os.seteuid(was)
            Path(folder).chmod(0o700)
    assert by_criterion(shown, "weight")["loyalty"] == 5
    assert refused.code == 4
    assert "read-only, so nothing can be saved" in refused.err
    assert "--workspace" in refused.err


# -- diff ------------------------------------------------------------------------------------


def test_diff_shows_before_after_and_change(weights: Weights) -> None:
    weights("set", "growth", "loyalty=4.5")
    rows = weights("diff", "default", "growth").rows
    assert [row["criterion"] for row in rows] == CRITERIA
    assert rows[-1] == {"criterion": "loyalty", "before": "10.0", "after": "4.5", "change": "-5.5"}
    assert {row["change"] for row in rows[:-1]} == {"0.0"}


def test_diff_has_nulls_where_a_set_does_not_know_a_criterion(weights: Weights, desk: Path) -> None:
    Workspace(desk, "x").save_weight_set("old", {"loyalty": 1, "prestige": 2}, based_on=None)
    rows = json.loads(weights("diff", "old", "default", "--format", "json").out)
    found = {row["criterion"]: (row["before"], row["after"], row["change"]) for row in rows}
    assert found["prestige"] == (2.0, None, None)
    assert found["loyalty"] == (1.0, 10.0, 9.0)
    assert found["sales_volume"] == (None, 30.0, None)


# -- export and import -----------------------------------------------------------------------


def test_what_is_exported_is_imported_as_it_was(
    weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights("set", "growth", "loyalty=0.1", "sales_volume=33.333333333333336", "--note", "a = 'b'")
    first = weights("export", "growth").out
    assert weights("export", "growth", "--output", str(tmp_path / "growth.toml")).out == ""
    assert (tmp_path / "growth.toml").read_text() == first
    monkeypatch.setenv("KAMTUI_WORKSPACE", str(tmp_path / "another"))
    assert weights("import", str(tmp_path / "growth.toml")).rows[0]["version"] == "1"
    before, after = tomllib.loads(first), tomllib.loads(weights("export", "growth").out)
    del before["saved_at"], after["saved_at"]
    assert before == after


def test_importing_what_is_the_newest_already_adds_nothing(weights: Weights, desk: Path) -> None:
    weights("set", "growth", "loyalty=1", "--note", "autumn")
    file = desk.parent / "growth.toml"
    weights("export", "growth", "--output", str(file))
    assert weights("import", str(file)).rows[0]["version"] == "1"
    assert weights("show", "growth@2").code == 2


def test_an_exported_file_that_was_edited_becomes_the_next_version(
    weights: Weights, tmp_path: Path
) -> None:
    weights("set", "growth", "loyalty=1")
    file = tmp_path / "growth.toml"
    weights("export", "growth", "--output", str(file))
    file.write_text(file.read_text().replace("loyalty = 1.0", "loyalty = 77"))
    assert weights("import", str(file)).rows[0]["version"] == "2"
    assert by_criterion(weights("show", "growth"), "weight")["loyalty"] == 77
    file.write_text(file.read_text().replace("loyalty = 77", "loyalty = 78"))
    late = weights("import", str(file))
    assert late.code == 5
    assert "your change started from version 1" in late.err
    assert weights("import", str(file), "--based-on", "2").rows[0]["version"] == "3"
    assert weights("import", str(file), "--name", "mine").rows[0]["name"] == "mine"


def test_a_file_from_elsewhere_never_lands_on_a_set_of_the_same_name(
    weights: Weights, tmp_path: Path
) -> None:
    file = tmp_path / "growth.toml"
    file.write_text('name = "growth"\nversion = 9\n[weights]\nloyalty = 1\n')
    weights("set", "growth", "loyalty=1")
    assert weights("import", str(file)).code == 5
    assert weights("import", str(file), "--based-on", "1").rows[0]["version"] == "2"


def test_a_criterion_that_a_file_does_not_name_counts_0_and_is_said(
    weights: Weights, tmp_path: Path
) -> None:
    (tmp_path / "two.toml").write_text('name = "two"\n[weights]\nsales_volume = 60\nloyalty = 40\n')
    imported = weights("import", str(tmp_path / "two.toml"))
    assert imported.code == 0
    assert "profitability, growth_potential, relationship_length" in imported.err
    assert by_criterion(weights("show", "two"), "weight") == dict(
        zip(CRITERIA, [60.0, 0.0, 0.0, 0.0, 40.0], strict=True)
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "x"\n[weights]\nloyalt = 1\n', "did you mean loyalty?"),
        ('name = "x"\n[weights]\nloyalty = -1\n', "found -1"),
        ('name = "x"\n[weights]\nloyalty = nan\n', "found nan"),
        ('name = "x"\n[weights]\nloyalty = inf\n', "found inf"),
        ('name = "x"\n[weights]\nloyalty = "40"\n', "found '40'"),
        ('name = "x"\n[weights]\nloyalty = true\n', "found True"),
        ('name = "x"\n[weights]\nloyalty = 0\n', "all weights would be zero"),
        ('name = "x"\n[weights]\n', "all weights would be zero"),
        ('name = "x"\n[wieghts]\nloyalty = 1\n', "did you mean weights?"),
        ('name = "x"\nweights = 3\n', "weights: expected a table"),
        ("name = 3\n[weights]\nloyalty = 1\n", "name: expected text"),
        ('name = ""\n[weights]\nloyalty = 1\n', "is empty"),
        ('name = "\\u001b"\n[weights]\nloyalty = 1\n', "control characters"),
        ('name = "x"\nversion = 1.5\n[weights]\nloyalty = 1\n', "version: expected a whole"),
        ('name = "x"\nversion = true\n[weights]\nloyalty = 1\n', "version: expected a whole"),
        ('name = "x"\nscorecard = "value"\n[weights]\nloyalty = 1\n', "expected 'priority'"),
        ("[weights]\nloyalty = 1\n", "name is missing"),
        ('name = "x"\n', "weights is missing"),
        ("name = \n", "is not TOML"),
    ],
)
def test_a_file_that_cannot_be_ends_with_2_and_says_where(
    weights: Weights, desk: Path, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    refused = weights("import", str(tmp_path / "bad.toml"))
    assert refused.code == 2
    assert says in refused.err
    assert len(refused.err.splitlines()) <= 2
    assert "\x1b" not in refused.err
    assert not desk.exists()


def test_a_file_that_is_not_there_or_not_text_ends_with_2(weights: Weights, tmp_path: Path) -> None:
    assert weights("import", str(tmp_path / "none.toml")).code == 2
    assert weights("import", str(tmp_path)).code == 2
    (tmp_path / "bytes.toml").write_bytes(b"name = '\xff'")
    refused = weights("import", str(tmp_path / "bytes.toml"))
    assert refused.code == 2
    assert "is not UTF-8 text (byte 8)" in refused.err


def test_export_and_import_meet_in_a_pipe(
    weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights("set", "growth", "loyalty=1")
    exported = io.TextIOWrapper(io.BytesIO(weights("export", "growth@1").out.encode()))
    monkeypatch.setattr(sys, "stdin", exported)
    assert weights("import", "-", "--name", "copy").rows[0]["name"] == "copy"


# -- the model of a history ------------------------------------------------------------------


def test_the_criteria_are_those_of_the_historys_own_model(weights: Weights, tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_text(
        '[scorecards.priority]\ntitle = "P"\n'
        '[[scorecards.priority.criteria]]\nid = "size"\ntitle = "Size"\nweight = 3\n'
        'measure = "revenue_12m"\nscale = { kind = "log", low = 1, high = 10 }\n'
        '[[scorecards.priority.criteria]]\nid = "orders"\ntitle = "Orders"\nweight = 1\n'
        'measure = "orders_12m"\nscale = { kind = "linear", low = 0, high = 10 }\n'
    )
    place = ["--history", str(tmp_path)]
    assert by_criterion(weights("show", "default", *place), "share") == {
        "size": 0.75,
        "orders": 0.25,
    }
    assert weights("set", "ours", "size=1", *place).code == 0
    assert weights("set", "ours", "loyalty=1", *place).code == 2
    foreign = weights("set", "ours", "loyalty=1")
    assert foreign.code == 2
    assert "there is no criterion 'size'" in foreign.err


def test_a_saved_set_that_the_model_does_not_know_says_the_way_out(
    kamtui: Callable[..., Any], desk: Path, tiny_history: Path
) -> None:
    assert kamtui("weights", "set", "default", "loyalty=40").code == 0
    (desk / "model.toml").write_text(
        '[scorecards.priority]\ntitle = "P"\n'
        '[[scorecards.priority.criteria]]\nid = "size"\ntitle = "Size"\nweight = 3\n'
        'measure = "revenue_12m"\nscale = { kind = "log", low = 1, high = 10 }\n'
    )
    place = ("query", "priorities", "--history", tiny_history)
    refused = kamtui(*place)
    assert refused.code == 2
    assert "there is no criterion" in refused.err
    assert "--weights default@0" in refused.err
    assert kamtui(*place, "--weights", "default@0").code == 0


def test_every_verb_has_an_example_in_its_help(weights: Weights) -> None:
    for verb in ("list", "show", "set", "diff", "export", "import"):
        helped = weights(verb, "--help")
        assert helped.code == 0
        assert f"\n    kamtui weights {verb}" in helped.out


def test_the_verb_needs_neither_polars_nor_textual_nor_pyarrow(desk: Path) -> None:
    script = (
        "import sys\n"
        "from kamtui.cli.main import run\n"
        "try:\n    run(['weights', 'list'])\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'textual', 'scipy', 'pyarrow', 'tomlkit'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stderr == "[]\n"


# -- the scorecards of a matrix's axes -------------------------------------------------------


def test_the_weights_of_an_axis_are_saved_and_place_by_them(weights: Weights, desk: Path) -> None:
    congruence = ("--scorecard", "congruence")
    assert by_criterion(weights("show", "default", *congruence), "weight") == {
        "interests": 70.0,
        "will": 30.0,
    }
    assert weights("set", "default", "will=0", *congruence).rows[0]["version"] == "1"
    assert by_criterion(weights("show", "default", *congruence), "share") == {
        "interests": 1.0,
        "will": 0.0,
    }
    # Those that rank are others.
    assert "will" not in by_criterion(weights("show", "default"), "weight")


def test_a_scorecard_that_is_not_there_is_told(weights: Weights) -> None:
    ended = weights("show", "default", "--scorecard", "congruenc")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean congruence?" in ended.err
