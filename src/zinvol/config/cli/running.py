"""Running the network: serve, work, demo, and reading the log anew."""

from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path

import click

from zinvol.config.cli import ensure_tables, start


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int, envvar="PORT")
@click.option("--workers", type=int, default=None, help="Web processes; default from the settings.")
@click.option("--no-worker", is_flag=True, help="Only pages; run zinvol work elsewhere.")
def serve_command(host: str, port: int, workers: int | None, no_worker: bool) -> None:
    """Serve pages and do the work behind them, until stopped."""
    start()
    from zinvol.config import serving

    _must_be_free(host, port)
    ensure_tables()
    serving.collect_static()
    serving.serve(host=host, port=port, workers=workers, with_worker=not no_worker)


@click.command("work")
@click.option("--once", is_flag=True, help="Stop when everything is done.")
def work_command(once: bool) -> None:
    """Read the log, send mail, tidy up: what happens behind the pages."""
    start()
    from zinvol.config import working

    ensure_tables()
    if once:
        working.work_until_done()
    else:
        working.work_forever()


@click.command("rebuild")
@click.argument("reactor", required=False)
def rebuild_command(reactor: str | None) -> None:
    """Empty the tables of a reader of the log (or of all) and read the whole log again."""
    start()
    from zinvol.config import wiring
    from zinvol.kernel import reactors

    if reactor and reactor not in wiring.REACTORS:
        raise click.ClickException(f"there is no {reactor}; there are {', '.join(wiring.REACTORS)}")
    for name in [reactor] if reactor else list(wiring.REACTORS):
        started = time.monotonic()
        lines = reactors.rebuild(wiring.REACTORS[name])
        click.echo(f"{name}: {lines} lines in {time.monotonic() - started:.1f} s")


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int, envvar="PORT")
@click.option("--no-serve", is_flag=True, help="Only load the organisation.")
@click.option("--fresh", is_flag=True, help="Begin again with the organisation as of today.")
def demo_command(host: str, port: int, no_serve: bool, fresh: bool) -> None:
    """The demo organisation, Gemeente Veldhaven: load it if need be, and serve it."""
    folder = _demo_folder(fresh=fresh)
    start()
    from zinvol.config import serving, working
    from zinvol.flows.demo import loading

    ensure_tables()
    if loading.load():
        (folder / "is-demo").touch()
    if no_serve:
        working.work_until_done()
        return
    _must_be_free(host, port)
    serving.collect_static()
    click.echo(_welcome(f"http://{host}:{port}"))
    serving.serve(host=host, port=port, workers=None, with_worker=True)


def _demo_folder(*, fresh: bool) -> Path:
    """Where the demonstration lives; a fresh one replaces only what is a demonstration."""
    os.environ.setdefault("ZINVOL_DATA", str(Path.cwd() / "data" / "demo"))
    folder = Path(os.environ["ZINVOL_DATA"])
    if fresh and (folder / "is-demo").exists():
        shutil.rmtree(folder)
    return folder


def _welcome(address: str) -> str:
    from zinvol.apps.social.people.presentation import demo_labels

    people = "\n".join(f"  {label}: {person.name}, {person.email}" for person, label in demo_labels())
    return (
        f"\nGemeente Veldhaven: {address}\n"
        f"One click on the login page makes you one of these people:\n{people}\nStop with Ctrl C.\n"
    )


def _must_be_free(host: str, port: int) -> None:
    """Say so in one line when something else listens there already."""
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise click.ClickException(f"something else listens on {host}:{port}; choose another with PORT=")
