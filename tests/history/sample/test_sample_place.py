"""The made-up history appears whole or not at all, and never in place of something else."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from kamtui.errors import Failed, NotAllowed, WrongUsage
from kamtui.history.contract import TABLES
from kamtui.history.manifest import read_manifest
from kamtui.history.opening import open_history
from kamtui.history.sample import make_sample


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "content",
    [{"notes.txt": "mine"}, {"history.toml": 'name = "Real"\n'}, {"history.toml": "made_up = ["}],
)
def test_a_folder_that_holds_something_else_is_refused(
    tmp_path: Path, content: dict[str, str]
) -> None:
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    before = snapshot(tmp_path)
    with pytest.raises(NotAllowed, match="something else"):
        make_sample(tmp_path, accounts=5, years=1)
    assert snapshot(tmp_path) == before


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(NotAllowed, match="not a folder"):
        make_sample(tmp_path / "out", accounts=5, years=1)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    make_sample(tmp_path / "out", accounts=5, years=1)
    assert open_history(tmp_path / "out").has_manifest


class Interrupted(Exception):
    """What stops the making in these tests."""


def interrupted_at(table: str) -> object:
    def told(at_work: str, _done: float) -> None:
        if at_work == table:
            raise Interrupted

    return told


@pytest.mark.parametrize("table", ["order_lines", "invoices"])
def test_what_is_interrupted_leaves_nothing(tmp_path: Path, table: str) -> None:
    with pytest.raises(Interrupted):
        make_sample(tmp_path / "out", accounts=20, years=1, progress=interrupted_at(table))
    assert list(tmp_path.iterdir()) == []


def test_what_is_interrupted_leaves_the_earlier_history_as_it_was(tmp_path: Path) -> None:
    make_sample(tmp_path / "out", accounts=20, years=1)
    before = snapshot(tmp_path)
    with pytest.raises(Interrupted):
        make_sample(
            tmp_path / "out", accounts=20, years=1, seed=2, progress=interrupted_at("invoices")
        )
    assert snapshot(tmp_path) == before


def test_making_the_same_again_changes_nothing(tmp_path: Path) -> None:
    first = make_sample(tmp_path / "out", accounts=20, years=1)
    before = snapshot(tmp_path)
    assert make_sample(tmp_path / "out", accounts=20, years=1) == first
    assert snapshot(tmp_path) == before


def test_each_other_sample_in_the_folder_is_a_later_generation(tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = [make_sample(out, accounts=20, years=1, seed=seed) for seed in (1, 2, 3, 1)]
    generations = [manifest.generation for manifest in made]
    assert generations == sorted(set(generations))
    assert read_manifest(out) == made[-1]
    names = [file.path for manifest in made for file in manifest.files]
    assert len(names) == len(set(names))
    for manifest in made:
        for file in manifest.files:
            assert hashlib.sha256((out / file.path).read_bytes()).hexdigest() == file.sha256
    assert [file.sha256 for file in made[0].files] == [file.sha256 for file in made[-1].files]


def test_a_damaged_file_is_replaced_under_a_new_name(tmp_path: Path) -> None:
    first = make_sample(tmp_path / "out", accounts=20, years=1)
    content = json.loads((tmp_path / "out" / "manifest.json").read_text())
    content["files"][0]["sha256"] = "0" * 64
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(content))
    again = make_sample(tmp_path / "out", accounts=20, years=1)
    assert again.generation > first.generation
    assert read_manifest(tmp_path / "out") == again


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Failed, match="cannot be written"):
        make_sample(tmp_path / "file" / "out", accounts=5, years=1)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"accounts": 0}, "--accounts 0"),
        ({"years": 0}, "--years 0"),
        ({"years": 51}, "--years 51"),
        ({"lines": 0}, "--lines 0"),
        ({"seed": -1}, "--seed -1"),
        ({"until": date(1999, 12, 31)}, "--until 1999-12-31"),
        ({"prospects_share": 1.0}, "1.0"),
    ],
)
def test_arguments_that_no_history_can_be_made_from(
    tmp_path: Path, arguments: dict[str, int], named: str
) -> None:
    with pytest.raises(WrongUsage, match=named):
        make_sample(tmp_path / "out", **arguments)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_from_the_first_table_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    make_sample(
        tmp_path / "out",
        accounts=20,
        years=1,
        progress=lambda table, done: told.append((table, done)),
    )
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert told[-1][1] == 1.0
    assert {table for table, _ in told} >= {table.name for table in TABLES}
