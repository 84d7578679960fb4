"""Where the program is put together: the command line of ``surface``, and the build of a checkout.

``surface`` does not know ``build``, which imports it.
"""

from __future__ import annotations

from pathlib import Path

import typer

from invoicing_xl.surface.cli import app, main

_CHECKOUT = Path(__file__).resolve().parents[1]

__all__ = ["main"]


@app.command()
def build() -> None:
    """Build the add-in and the demo workbook with macros from their sources, without Excel."""
    if not (_CHECKOUT / "vba").is_dir():
        typer.echo("The sources are not here. Run this in a checkout of invoicing_xl.", err=True)
        raise typer.Exit(2)
    from invoicing_xl.build import addin

    for path in addin.build(_CHECKOUT, progress=lambda text: typer.echo(text, err=True)):
        typer.echo(path.relative_to(_CHECKOUT).as_posix())
