"""`kamtui completion SHELL`, and the names that a shell can complete."""

from __future__ import annotations

from pathlib import Path

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the completion script of SHELL: verbs, options, queries, formats, weight sets.

    \b
    Examples:
      kamtui completion bash > ~/.local/share/bash-completion/completions/kamtui
      kamtui completion zsh > ~/.zfunc/_kamtui       (with ~/.zfunc in fpath)
      kamtui completion fish > ~/.config/fish/completions/kamtui.fish
    """
    from click.shell_completion import get_completion_class

    from kamtui.cli.main import COMPLETION_VARIABLE, PROGRAM, kamtui

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(kamtui, {}, PROGRAM, COMPLETION_VARIABLE).source())


def query_names() -> list[str]:
    """Return the names of the queries that can be asked."""
    from kamtui.portfolio.queries import named_queries

    return [query.name for query in named_queries()]


def weight_set_names(workspace: Path | None) -> list[str]:
    """Return the names of the workspace's weight sets; none where there is no workspace yet."""
    from kamtui.workspace.store import open_workspace

    return [saved.name for saved in open_workspace(workspace).weight_sets()]
