"""The command line. Every command ends non-zero with one clear line when it fails."""

from __future__ import annotations

import os
import sys
from typing import Any, ClassVar

import click

from zinvol import __version__

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zinvol.config.settings")


class Commands(click.Group):
    """Loads the product only for the command that is asked, so that ``--help`` is quick."""

    NAMES: ClassVar = {
        "init": "install", "doctor": "install", "backup": "safety", "restore": "safety", "user": "install",
        "serve": "running", "work": "running", "rebuild": "running", "demo": "running",
        "import": "exchange", "export": "exchange", "studies": "studies", "seed": "measuring", "bench": "measuring",
    }  # fmt: skip

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.NAMES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.NAMES:
            return None
        import importlib

        module = importlib.import_module(f"zinvol.config.cli.{self.NAMES[name]}")
        return getattr(module, f"{name}_command")  # type: ignore[no-any-return]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zinvol")
def group() -> None:
    """Zinvol, the internal social network. ZINVOL_DATA says in which folder an install lives."""


def start() -> None:
    """Load the product; the settings are read here. Raises ``ClickException`` with one line."""
    import django

    from zinvol.config import install

    try:
        install.folder().mkdir(parents=True, exist_ok=True)
        django.setup()
    except (install.BadSetting, OSError) as error:
        raise click.ClickException(str(error)) from error


def ensure_tables(quiet: bool = True) -> None:
    """Bring the database up to date; nothing happens when it is."""
    from django.core.management import call_command

    from zinvol.config import install

    if install.has_all_tables():
        return
    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)


def main() -> Any:
    """The ``zinvol`` command."""
    try:
        return group(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
