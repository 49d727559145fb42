"""Filling an install with an organisation of any size, and measuring how fast it serves."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import click

from zinvol.config.cli import ensure_tables, start


@click.command("seed")
@click.option("--people", default=2_000, show_default=True)
@click.option("--spaces", default=100, show_default=True)
@click.option("--posts", default=10_000, show_default=True)
@click.option("--replies", default=60_000, show_default=True)
@click.option("--reactions", default=100_000, show_default=True)
@click.option(
    "--random-seed", default=7, show_default=True, help="The same number gives the same organisation."
)
@click.option("--password", default="", help="The password of all of them; one is told when none is given.")
@click.option("--yes", is_flag=True, help="Also into an install that has content.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def seed_command(password: str, yes: bool, as_json: bool, **numbers: int) -> None:
    """Fill an install with a lifelike organisation, for trying out and for measuring."""
    start()
    from zinvol.flows import seeding
    from zinvol.kernel import clock

    ensure_tables()
    started = time.monotonic()
    show = Stages(is_quiet=as_json)
    try:
        plan = seeding.Plan(**numbers, password=password or seeding.PASSWORD, until=clock.now())
        summary = seeding.seed(plan, beside=yes, progress=show)
    except seeding.Refused as error:
        raise click.ClickException(str(error)) from error
    sown = time.monotonic() - started
    lines = _read_log(show)
    show.close()
    told = {
        **summary.as_dict(), "password": plan.password, "first_address": seeding.address(1),
        "last_address": seeding.address(plan.people), "seconds": round(sown, 1),
        "log_lines": lines, "log_seconds": round(time.monotonic() - started - sown, 1),
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(
        f"{told['people']} people, {told['spaces']} spaces, {told['posts']} posts, {told['replies']} replies and "
        f"{told['reactions']} reactions in {told['seconds']} s; {lines} lines of the log read in {told['log_seconds']} s.\n"
        f"Everybody from {told['first_address']} to {told['last_address']} (the administrator) enters with: {plan.password}"
    )


def _read_log(progress: Callable[[str, int, int], None]) -> int:
    """Let every reader of the log take in what was sown, and let the database know its new sizes."""
    from zinvol.config import working

    return working.catch_up(progress)


class Stages:
    """A progress bar for each stage, on the terminal only."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet or not sys.stderr.isatty()
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._is_quiet:
            return
        if stage != self._stage:
            self.close()
            self._stage, self._done = stage, 0
            self._bar = click.progressbar(length=total, label=f"{stage:>10}", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@click.command("bench")
@click.option("--clients", default="1,8,32", show_default=True, help="How many ask at once, with commas.")
@click.option("--seconds", default=4.0, show_default=True, help="How long each run lasts.")
@click.option("--runs", default=3, show_default=True, help="Of so many runs the middle one counts.")
@click.option(
    "--only", default="", help="Only these, with commas: today, space, thread50, search-rare, reply …"
)
@click.option("--password", default="", help="What the seeded people enter with, if not the usual.")
@click.option("--quick", is_flag=True, help="One short run of each, to see that it works.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def bench_command(
    clients: str, seconds: float, runs: int, only: str, password: str, quick: bool, as_json: bool
) -> None:
    """Serve this (seeded) install and measure it over HTTP. It adds replies; not for a living network."""
    start()
    from zinvol.config import install
    from zinvol.flows import measuring, seeding
    from zinvol.flows.measuring import table

    try:
        wanted = [int(n) for n in clients.split(",")]
    except ValueError as error:
        raise click.ClickException("--clients takes numbers with commas, as in 1,8,32") from error
    ensure_tables()
    options = measuring.Options(
        command=[sys.executable, "-m", "zinvol", "serve"], password=password or seeding.PASSWORD,
        clients=[1, 8] if quick else wanted, seconds=0.5 if quick else seconds, runs=1 if quick else runs,
        pages=[1, 20] if quick else [1, 100, 500], starts=1 if quick else 3, only=[key for key in only.split(",") if key],
    )  # fmt: skip
    try:
        report = measuring.bench(
            options, tell=lambda text: None if as_json else click.echo(f"  {text}", err=True)
        )
    except measuring.Failed as error:
        raise click.ClickException(str(error)) from error
    told = json.dumps(report.as_dict(), indent=1)
    (install.folder() / "bench.json").write_text(told)
    click.echo(told if as_json else "\n".join(table.lines(report)))
