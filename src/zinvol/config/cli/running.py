"""Running the network: serve, work, demo, and reading the log anew."""

from __future__ import annotations

import time

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
    import os
    import shutil
    from pathlib import Path

    os.environ.setdefault("ZINVOL_DATA", str(Path.cwd() / "data" / "demo"))
    folder = Path(os.environ["ZINVOL_DATA"])
    if fresh and (folder / "is-demo").exists():
        shutil.rmtree(folder)
    start()
    from zinvol.config import serving
    from zinvol.flows.demo import loading

    ensure_tables()
    if loading.load():
        (folder / "is-demo").touch()
    if no_serve:
        return
    serving.collect_static()
    click.echo(
        f"Gemeente Veldhaven: http://{host}:{port}  (choose who you are on the login page; stop with Ctrl C)"
    )
    serving.serve(host=host, port=port, workers=None, with_worker=True)
