"""The pages for users promise only what is there: links, verbs, options, measures, examples."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kamtui.cli.main import VERBS
from kamtui.cli.main import kamtui as cli
from kamtui.model.declaration import read_model
from kamtui.portfolio.measure_names import MEASURE_NAMES, MEASURES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

pages = pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])


def blocks(page: Path, language: str) -> list[str]:
    found = re.findall(
        rf"^ *```{language}\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.S | re.M
    )
    return [str(block) for block in found]


def commands(page: Path) -> list[list[str]]:
    """The kamtui commands of a page's examples, as words up to what only the shell reads."""
    found: list[list[str]] = []
    for block in blocks(page, "sh"):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            match = re.match(r"\s*(?:\S*/)?kamtui\b([^|>#]*)", line)
            if match:
                found.append(match[1].replace('"', " ").split())
    return found


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost


@pages
def test_every_option_that_an_example_uses_exists(page: Path) -> None:
    for words in commands(page):
        verb = next((word for word in words if word in VERBS), None)
        options = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert options <= _options(verb, words) | {"--help", "--version"}, words


def _options(verb: str | None, words: list[str]) -> set[str]:
    context = click.Context(cli, info_name="kamtui")
    command: click.Command | None = cli
    assert OPENING is not None
    known: set[str] = _names(cli) | _names(OPENING)
    if verb is not None:
        command = cli.get_command(context, verb)
        assert command is not None
        known |= _names(command)
        if isinstance(command, click.Group):
            inner = next((word for word in words if word in command.list_commands(context)), None)
            if inner is not None:
                subcommand = command.get_command(context, inner)
                assert subcommand is not None
                known |= _names(subcommand)
    return known


OPENING = cli.get_command(click.Context(cli, info_name="kamtui"), "open")


def _names(command: click.Command) -> set[str]:
    both = [(*parameter.opts, *parameter.secondary_opts) for parameter in command.params]
    return {name for names in both for name in names}


@pages
def test_every_option_named_in_the_text_exists_somewhere(page: Path) -> None:
    context = click.Context(cli, info_name="kamtui")
    assert OPENING is not None
    known = _names(cli) | _names(OPENING) | {"--help", "--version", "--debug"}
    for verb in VERBS:
        command = cli.get_command(context, verb)
        assert command is not None
        known |= _names(command)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                subcommand = command.get_command(context, name)
                assert subcommand is not None
                known |= _names(subcommand)
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    named = {
        name
        for code in re.findall(r"`([^`]+)`", text)
        for name in re.findall(r"--[a-z][a-z-]*", code)
    }
    assert named <= known


def test_the_queries_of_the_readme_run() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    queries = re.findall(r"^ *\.venv/bin/kamtui (query .*)$", text, re.M)
    assert len(queries) >= 2
    for query in queries:
        done = subprocess.run(
            [sys.executable, "-m", "kamtui", *shlex.split(query)],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


def test_the_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", (ROOT / "README.md").read_text(), re.M))
    assert {"demo", "test", "bench", "lint"} <= named <= targets


def test_every_measure_has_its_place_on_the_page() -> None:
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9_, ]+) \|", page, re.M)
    named = {name.strip() for row in rows for name in row.split(",")} - {"measure", "---"}
    assert named == MEASURE_NAMES


def test_what_a_measure_needs_is_what_the_page_says() -> None:
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| ([a-z0-9_, ]+) \|.*\|([^|]*)\|$", page, re.M)
    needs = {name.strip(): text for names, text in cells for name in names.split(",")}
    for measure in MEASURES:
        text = needs[measure.name]
        tables = {need.split(".")[0] for each in measure.needs for need in each.split("|")}
        if measure.name == "profit_12m":
            assert text.strip() == "both of the above"
        else:
            assert all(table in text for table in tables), measure.name
            assert bool(text.strip()) == bool(tables), measure.name


def test_the_toml_of_the_model_page_is_a_model() -> None:
    default = (ROOT / "kamtui" / "model" / "default.toml").read_text()
    layers = [(text, "docs/model.md") for text in blocks(ROOT / "docs" / "model.md", "toml")]
    assert len(layers) == 8
    model = read_model((default, "default.toml"), *layers, measures=MEASURE_NAMES)
    assert list(model.priority.weights) == ["volume", "will", "punctual"]


def test_the_report_page_names_the_sections_that_a_report_has() -> None:
    page = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z][a-z]+(?: [a-z]+)*) \|", page, re.M)
    done = subprocess.run(
        [sys.executable, "-m", "kamtui", "report", "A0211", "--history", "sample"],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert rows == re.findall(r"^## (.+)$", done.stdout, re.M)
