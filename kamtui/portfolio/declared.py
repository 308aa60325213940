"""The model that applies: the shipped one, with what a history and a workspace lay over it."""

from __future__ import annotations

from pathlib import Path

from kamtui.engine.catalogue import catalogue
from kamtui.engine.embedded import Engine
from kamtui.errors import Failed
from kamtui.model.declaration import read_model
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Model
from kamtui.portfolio.measure_names import MEASURE_NAMES
from kamtui.workspace.entries import CLASSES

MODEL_FILE = "model.toml"
_DEFAULT = Path(__file__).parent.parent / "model" / "default.toml"


def declared_model(*folders: Path) -> Model:
    """Return the shipped model with the `model.toml` of each folder over it, later ones on top.

    A folder without one changes nothing. Raises ModelError when one is wrong, and Failed when
    one cannot be read.
    """
    files = [_DEFAULT, *(folder / MODEL_FILE for folder in folders)]
    layers = [(_text(file), str(file)) for file in files if file.is_file()]
    model = read_model(*layers, measures=MEASURE_NAMES)
    for name in model.matrices:
        if name == CLASSES:
            raise ModelError("the lines of the classes are called so", key=f"matrices.{name}")
        if name in catalogue():
            raise ModelError("there is a query of this name already", key=f"matrices.{name}")
    return model


def checked_model(engine: Engine, *folders: Path) -> Model:
    """Return the declared model once its SQL expressions have been held to the measures.

    Raises ModelError for one that is not an expression over the measures.
    """
    model = declared_model(*folders)
    if any((folder / MODEL_FILE).is_file() for folder in folders):
        from kamtui.portfolio.declared_sql import check_expressions

        check_expressions(engine, model, declared_model())
    return model


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{file}: cannot be read: {error}") from error
