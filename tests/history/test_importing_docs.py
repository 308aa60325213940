"""docs/import.md says what there is, and what it shows runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click

from kamtui.cli.importing import importing
from kamtui.history.contract import table_named
from kamtui.history.importing.expression_tree import READERS
from kamtui.history.importing.mapping import HistorySettings, read_mapping
from kamtui.history.importing.settings import SourceSettings
from kamtui.history.importing.shipped_mappings import shipped_mapping, shipped_mapping_names


def _page(root: Path) -> str:
    return (root / "docs" / "import.md").read_text(encoding="utf-8")


def _rows(page: str, heading: str) -> list[str]:
    section = page.partition(f"### {heading}")[2].partition("\n#")[0]
    cells = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)[(`]", cell)]


def test_every_setting_of_a_source_is_on_the_page_and_no_other(root: Path) -> None:
    assert sorted(_rows(_page(root), "`[sources.NAME]`")) == sorted(
        SourceSettings.__struct_fields__
    )


def test_every_key_of_a_table_and_every_reader_is_on_the_page(root: Path) -> None:
    assert _rows(_page(root), "`[tables.TABLE]`") == [
        "source", "columns", "filter", "one_row_per", "newest_by",
    ]  # fmt: skip
    assert sorted(_rows(_page(root), "Expressions")) == sorted(READERS)
    assert all(f"`{name}`" in _page(root) for name in HistorySettings.__struct_fields__)


def test_the_examples_are_toml_and_name_columns_of_the_contract(root: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", _page(root), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        for name, section in tomllib.loads(example)["tables"].items():
            assert set(section["columns"]) <= set(table_named(name).column_names)


def test_the_commands_have_the_options_that_they_use(root: Path) -> None:
    known = {option for param in importing.params for option in param.opts}
    used = set(re.findall(r"(--[a-z][a-z-]+)", _page(root)))
    assert used <= known
    assert {o for o in known if o.startswith("--")} <= used
    assert isinstance(importing, click.Command)


def test_every_shipped_mapping_is_read_and_named_on_the_page(root: Path) -> None:
    for name in shipped_mapping_names():
        assert read_mapping(shipped_mapping(name)).feeds
        assert f"`{name}`" in _page(root)
