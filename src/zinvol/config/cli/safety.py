"""Backup and restore of a whole install: database, files, settings and key in one archive."""

from __future__ import annotations

from pathlib import Path

import click

from zinvol.config.cli import start


@click.command("backup")
@click.argument("archive", type=click.Path(path_type=Path))
def backup_command(archive: Path) -> None:
    """Write everything into ARCHIVE (a .tar.gz) while the network runs."""
    start()
    from zinvol.config import safety

    try:
        size = safety.backup(archive)
    except safety.CannotBackUp as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{archive}: {size / 1_000_000:.1f} MB. Keep it as safe as the network itself: it holds everything."
    )


@click.command("restore")
@click.argument("archive", type=click.Path(path_type=Path, exists=True))
@click.option("--yes", is_flag=True, help="Replace what is in the folder without asking.")
def restore_command(archive: Path, yes: bool) -> None:
    """Put the contents of ARCHIVE in the place of this install. Stop zinvol serve first."""
    start()
    from zinvol.config import install, safety

    if any(install.folder().iterdir()) and not yes:
        click.confirm(f"Replace the install in {install.folder()}?", abort=True)
    try:
        safety.restore(archive)
    except safety.CannotBackUp as error:
        raise click.ClickException(str(error)) from error
    click.echo("Restored. Go on with: zinvol doctor")
