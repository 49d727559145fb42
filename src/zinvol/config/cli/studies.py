"""Studies without a server: an invented population, the published figures, the scores of any file of answers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click


@click.group("studies")
def studies_command() -> None:
    """Instruments, scores and published figures. Needs no server and no install."""


@studies_command.command("instruments")
@click.argument("instrument", required=False)
@click.option("--language", type=click.Choice(["nl", "en"]), default="en")
@click.option("--schema", is_flag=True, help="The JSON Schema that an instrument follows.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def instruments_command(instrument: str | None, language: str, schema: bool, as_json: bool) -> None:
    """List the instruments, or the items of one with what the linter says of them.

    INSTRUMENT is a name from the list, or a TOML file of your own.
    """
    from zinvol.lib.science.instruments import linting, loading

    if schema:
        click.echo(json.dumps(loading.schema(), indent=2))
        return
    if instrument is None:
        found = [loading.shipped(name) for name in loading.NAMES]
        if as_json:
            click.echo(
                json.dumps(
                    [{"id": it.id, "version": it.version, "title": it.title.read(language)} for it in found]
                )
            )
            return
        for it in found:
            click.echo(f"{it.id:12} {it.version:5} {len(list(it.items)):3} items  {it.title.read(language)}")
        return
    with _told_in_one_line():
        one = loading.find(instrument)
        remarks = linting.lint(one)
        if as_json:
            items = [
                {"id": item.id, "kind": item.kind, "text": item.text.read(language), "factor": item.factor}
                for item in one.items
            ]
            click.echo(
                json.dumps({"id": one.id, "items": items, "remarks": [vars(remark) for remark in remarks]})
            )
            return
        for item in one.items:
            click.echo(f"{item.id:16} {item.kind:8} {item.text.read(language)}")
        for remark in remarks:
            click.echo(f"{remark.item} ({remark.language}): {remark.kind}, {remark.detail}", err=True)


@studies_command.command("synthesise")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--respondents",
    type=click.IntRange(91 * 50, 2_000_000),
    help="Employees, divided over all organisations with a platform.",
)
@click.option(
    "--random-seed", type=int, default=None, help="Another population with the same published figures."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def synthesise_command(folder: Path, respondents: int | None, random_seed: int | None, as_json: bool) -> None:
    """Write an invented population that gives every published figure, as records that can be imported.

    The same seed gives the same bytes. Everything in it is marked as synthetic.
    """
    from zinvol.lib.science.synthesis import population

    with _told_in_one_line():
        seed = population.SEED if random_seed is None else random_seed
        counts = population.synthesise(folder, seed=seed, respondents=respondents)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "counts": counts}))
        return
    for kind, count in counts.items():
        click.echo(f"{count:9,} {kind}")
    click.echo(f"Written to {folder}. SYNTHETIC: no answer in it is real.")


@studies_command.command("figures")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["nl", "en"]), default="en")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def figures_command(folder: Path, language: str, as_json: bool) -> None:
    """Count every published figure anew from the studies in FOLDER (or one exchange file)."""
    from zinvol.lib.science.studies.figures import figures_of
    from zinvol.lib.science.studies.rankings import rankings_of
    from zinvol.lib.science.studies.reading import read_studies

    with _told_in_one_line():
        studies = read_studies(folder)
        figures, rankings = figures_of(studies), rankings_of(studies)
    if as_json:
        click.echo(
            json.dumps(
                {"figures": [each.as_json(language) for each in figures], "rankings": rankings},
                ensure_ascii=False,
            )
        )
        return
    for each in figures:
        click.echo(
            f"{each.id:7} {each.wave}  {each.percent:>5} %  {each.count:3} of {each.n:3}  {each.label.read(language)} ({each.source})"
        )
    for ranking in rankings["preconditions"]:
        top = ", ".join(
            f"{one['place']}{'=' if one['tied'] else ''} {one['name'] or '(not named)'} {one['score']}"
            for one in ranking["top"]
        )
        click.echo(f"{ranking['id']:7} {ranking['wave']}  n = {ranking['n']}: {top}")
    for ranking in rankings["barriers"]:
        click.echo(f"{ranking['id']:7} {ranking['wave']}  n = {ranking['n']}: {' > '.join(ranking['order'])}")


@studies_command.command("score")
@click.argument("instrument")
@click.argument("answers", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--floor",
    type=click.IntRange(min=7),
    default=7,
    show_default=True,
    help="The smallest unit of which something is shown.",
)
@click.option(
    "--population", type=click.IntRange(min=1), help="How many could have answered, for the margins of error."
)
@click.option("--language", type=click.Choice(["nl", "en"]), default="en")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def score_command(
    instrument: str, answers: Path, floor: int, population: int | None, language: str, as_json: bool
) -> None:
    """Score a CSV file of answers.

    INSTRUMENT is one of the names that `zinvol studies instruments` lists, or a TOML file. ANSWERS has a line for
    each respondent and a column for each item, named by its id (PE1, PE3R, E4, …); further `role`, `unit`,
    `organisation` and `weight`. A ranking is one column (BARRIERS: "BR2 > BR1 = BR9") or a column with the place for
    each code (BR1, BR2, …); hours are columns such as HOURS.it.
    """
    from zinvol.lib.science.instruments.loading import find
    from zinvol.lib.science.scoring.summary import summary
    from zinvol.lib.science.tables import read_table

    with _told_in_one_line():
        found = summary(
            read_table(answers, find(instrument)), floor=floor, population=population, language=language
        )
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    click.echo(f"{found['instrument']} {found['version']}: {found['respondents']} respondents")
    for each in found["factors"]:
        alpha = each["alpha"]["value"] if each["alpha"] else math.nan
        score = "-" if each["score"] is None else f"{each['score']:.1f}"
        click.echo(
            f"  {each['title']:34} {score:>6}  n = {each['n']:<5} alpha {alpha:.2f} ({each['verdict']})"
        )
    if "maturity" in found:
        total = found["maturity"]["total"]
        click.echo(
            f"  total {'-' if total is None else f'{total:.1f}'}, level {found['maturity']['level'] or '-'}"
        )
    for code, ranking in found.get("rankings", {}).items():
        click.echo(
            f"  {code}, n = {ranking['n']}: "
            + " > ".join(f"{place['shown']} {place['code']}" for place in ranking["places"])
        )
    if "attitude" in found:
        click.echo(f"  attitude: {found['attitude']['dominant'] or '-'}")
    if found["units"]["withheld"]:
        click.echo(f"  too small to show: {', '.join(found['units']['withheld'])}")


@contextmanager
def _told_in_one_line() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:  # BadTable, BadInstrument, BadStudy, ExchangeError
        raise click.ClickException(str(error)) from error
