"""Bringing a network in from an exchange file, and taking it out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zinvol.config.cli import ensure_tables, start

if TYPE_CHECKING:
    from zinvol.flows.migration.checking import Plan
    from zinvol.flows.migration.importing import Outcome

PATIENCE = 2.0
MOST_SHOWN = 50


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be loaded.")
@click.option("--json", "as_json", is_flag=True, help="For programs; with --yes or --dry-run.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def import_command(file: Path, dry_run: bool, as_json: bool, yes: bool) -> None:
    """Load an exchange file (.jsonl, .jsonl.gz or .zip) as this network's own content.

    What is here already is passed over, so the same file twice changes nothing, and an import that
    was broken off goes on when it is run again.
    """
    if as_json and not (yes or dry_run):
        raise click.UsageError("--json does not ask: give --yes or --dry-run too")
    start()
    ensure_tables()
    from zinvol.flows.migration import checking, importing, sources

    with _told_in_one_line(file):
        with _progress("Checking", None, quiet=as_json) as progress:
            plan = checking.check(sources.FileSource(file), progress=progress)
        if not as_json:
            _show_plan(plan)
        if dry_run or (not as_json and not _go_on(plan, yes)):
            _end(plan, None, as_json)
            return
        with _progress("Loading", plan.total, quiet=as_json) as progress:
            outcome = importing.carry_out(plan, progress=progress)
    _end(plan, outcome, as_json)


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def export_command(file: Path, as_json: bool) -> None:
    """Write the whole network to an exchange file: a .zip with all files, or a .jsonl or .jsonl.gz
    without them. Drafts stay private and are left out."""
    start()
    ensure_tables()
    from zinvol.flows.migration import exporting

    with _told_in_one_line(file), _progress("Exporting", None, quiet=as_json) as progress:
        counts = exporting.export(file, progress=progress)
    if as_json:
        click.echo(json.dumps({"file": str(file), "counts": counts}))
        return
    for kind, count in counts.items():
        click.echo(f"{count:9,} {kind}")
    click.echo(f"Written to {file}")


@contextmanager
def _told_in_one_line(file: Path) -> Iterator[None]:
    from django.db import OperationalError

    from zinvol.lib.exchange import ExchangeError

    try:
        yield
    except ExchangeError as error:
        raise click.ClickException(f"{file}: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from error
    except OperationalError as error:
        raise click.ClickException(
            f"the database failed: {str(error).strip()}. Run this again to go on"
        ) from error


@contextmanager
def _progress(label: str, total: int | None, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar that appears when it takes longer than two seconds."""
    begun, done, bar = time.monotonic(), 0, None

    def advance(count: int) -> None:
        nonlocal done, bar
        done += count
        if bar is None and not quiet and time.monotonic() - begun > PATIENCE:
            unknown: Iterator[object] | None = (
                None if total is not None else iter(object, None)
            )  # click wants one of the two
            bar = click.progressbar(
                unknown,
                length=total,
                label=label,
                file=sys.stderr,
                show_pos=True,
                item_show_func=_counted(total),
            )
            bar.__enter__()
            bar.update(done - count, done - count)
        if bar is not None:
            bar.update(count, done)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def _counted(total: int | None) -> Callable[[Any], str | None] | None:
    return (lambda done: f"{done:,} records" if done else None) if total is None else None


def _show_plan(plan: Plan) -> None:
    click.echo(f"{plan.source.path.name}: {plan.source_name or 'an exchange'}")  # type: ignore[union-attr]
    click.echo(f"{'':12} {'new':>10} {'known':>10}")
    for kind in [k for k in _kinds() if plan.new[k] or plan.known[k]]:
        click.echo(f"{kind:12} {plan.new[kind]:10,} {plan.known[kind]:10,}")
    if plan.files_without_bytes:
        click.echo(
            f"{plan.files_without_bytes:,} files are only named in it, without their bytes; they are left out."
        )
    if plan.problem_count:
        click.echo(f"{plan.problem_count:,} lines cannot be taken and are passed over:")
        _show_problems(plan.problems, plan.problem_count)


def _show_problems(problems: list[Any], count: int) -> None:
    for problem in problems[:MOST_SHOWN]:
        click.echo(f"  {problem}")
    if count > MOST_SHOWN:
        click.echo(f"  … and {count - MOST_SHOWN:,} more (--json tells them all)")


def _go_on(plan: Plan, yes: bool) -> bool:
    if not plan.total:
        click.echo("There is nothing to load in it.")
        return False
    return yes or click.confirm("Load this?", abort=True)


def _end(plan: Plan, outcome: Outcome | None, as_json: bool) -> None:
    """Say what was done, and what the administrator should do now."""
    advice = _advice() if outcome else ""
    if as_json:
        click.echo(json.dumps(_facts(plan, outcome, advice), ensure_ascii=False))
        return
    if outcome is None:
        return
    if outcome.problems:
        click.echo(f"{len(outcome.problems):,} lines could not be taken quite as they are:")
        _show_problems(outcome.problems, len(outcome.problems))
    click.echo(f"Loaded {outcome.written.total():,} records.")
    if advice:
        click.echo(advice)


def _facts(plan: Plan, outcome: Outcome | None, advice: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "source": plan.source_name, "new": plan.new, "known": plan.known, "problem_count": plan.problem_count,
        "problems": [p._asdict() for p in plan.problems], "files_without_bytes": plan.files_without_bytes,
    }  # fmt: skip
    if outcome is not None:
        facts |= {
            "written": outcome.written,
            "notices": [p._asdict() for p in outcome.problems],
            "advice": advice,
        }
    return facts


def _advice() -> str:
    from zinvol.apps.social.people import reads

    if reads.has_administrator():
        return ""
    return "Nobody administers this network yet: zinvol user ADDRESS --administrator --link"


def _kinds() -> list[str]:
    from zinvol.lib.exchange.records import ORDER

    return [str(kind.__struct_config__.tag) for kind in ORDER]
