"""The wheel is whole: installed by itself, it answers from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).resolve().parent.parent
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--wheel-dir", str(out), str(root)),
        ],
        check=True,
        timeout=300,
    )
    (built,) = out.glob("kamtui-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel and, from this one, what it depends on."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    packages = next(place.glob("lib/python*/site-packages"), place / "Lib" / "site-packages")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--quiet", "--python", str(python_of(place))),
            *("install", "--no-deps", str(wheel)),
        ],
        check=True,
        timeout=300,
    )
    # Only the folder is added: a path file of this environment, and with it the checkout that an
    # editable install points to, is not read from there.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


def python_of(place: Path) -> Path:
    return place / ("Scripts" if os.name == "nt" else "bin") / "python"


def ran(place: Path, *arguments: str, folder: Path) -> str:
    ended = subprocess.run(
        [python_of(place).with_name("kamtui"), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_queries_and_the_sample_data_are_in_the_wheel(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("queries", "sample_data"):
        for path in (root / folder).rglob("*"):
            if path.is_file():
                assert f"kamtui/{path.relative_to(root).as_posix()}" in names
    assert "kamtui/model/default.toml" in names
    assert "kamtui/formats/page.css" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 5_000_000


def test_the_installed_command_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [python_of(installed), "-c", "import kamtui; print(kamtui.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert Path(where).is_relative_to(installed)


def test_it_answers_from_another_folder(installed: Path, tmp_path: Path) -> None:
    answer = ran(
        installed, "query", "priorities", "--history", "sample", "--top", "3", folder=tmp_path
    )
    header, *rows = answer.splitlines()
    assert header.startswith("rank,account_id,name,owner,segment,class,score,coverage")
    assert [row.split(",")[0] for row in rows] == ["1", "2", "3"]
    assert ran(installed, "--version", folder=tmp_path).startswith("kamtui ")


def test_the_lock_files_name_no_registry(root: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (root / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--hash=sha256:" in text


def test_what_is_locked_is_what_is_needed(root: Path) -> None:
    import tomllib
    from importlib.metadata import version

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    locked = {
        canonicalize_name(line.partition("==")[0])
        for line in (root / "requirements.lock").read_text().splitlines()
        if "==" in line
    }
    for text in project["dependencies"]:
        needed = Requirement(text)
        assert needed.specifier, f"{needed.name} has no bound"
        assert canonicalize_name(needed.name) in locked
        assert needed.specifier.contains(version(needed.name))
