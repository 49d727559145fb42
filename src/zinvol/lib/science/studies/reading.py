"""Studies from a folder or file of exchange records."""

from __future__ import annotations

from pathlib import Path

from zinvol.lib.exchange import Problem, References, open_exchange, read
from zinvol.lib.exchange import records as r
from zinvol.lib.science.answers import BadAnswer
from zinvol.lib.science.studies.study import Study, assemble

RECORDS = "records.jsonl"


class BadStudy(ValueError):
    """The records hold no studies that can be scored; the message says on which line and why."""


def read_studies(path: Path) -> list[Study]:
    """Raises ``BadStudy``, and ``ExchangeError`` when it is no exchange file at all."""
    source = path / RECORDS if path.is_dir() else path
    if not source.exists():
        raise BadStudy(f"There is no {source}.")
    problems: list[Problem] = []
    references = References()
    found: list[r.AnyRecord] = []
    with open_exchange(source) as exchange:
        for line, record in read(exchange.lines, on_error=problems.append):
            problems += references.check(line, record)
            found.append(record)
    if problems:
        raise BadStudy(" ".join(str(problem) for problem in problems[:5]))
    try:
        studies = assemble(found)
    except KeyError as unknown:
        raise BadStudy(f"There is no instrument {unknown}.") from None
    except BadAnswer as bad:
        raise BadStudy(str(bad)) from None
    if not studies:
        raise BadStudy(f"{source} holds no study.")
    return studies
