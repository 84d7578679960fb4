"""Where the program is put together: the command line of ``surface``, and the build of a checkout.

``surface`` does not know ``build``, which imports it.
"""

from __future__ import annotations

from pathlib import Path

import typer

from invoicing_xl.surface.cli import app, main
from invoicing_xl.surface.commands import command

_CHECKOUT = Path(__file__).resolve().parents[1]

__all__ = ["app", "main"]


@app.command(name=command("build").word, help=command("build").typed)
def build() -> None:
    if not (_CHECKOUT / "vba").is_dir():
        typer.echo("The sources are not here. Run this in a checkout of invoicing_xl.", err=True)
        raise typer.Exit(2)
    from invoicing_xl.build import addin

    for path in addin.build(_CHECKOUT, progress=lambda text: typer.echo(text, err=True)):
        typer.echo(path.relative_to(_CHECKOUT).as_posix())
