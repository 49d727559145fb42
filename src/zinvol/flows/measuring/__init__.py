"""Measuring the real server over HTTP, on an install that was seeded, beside our goals."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, connections

from zinvol.flows.measuring import live, scenes, weight
from zinvol.flows.measuring.client import Failed, Requests, Run, User, load, log_in
from zinvol.flows.measuring.processes import Server, seconds_of_machine

__all__ = ["Failed", "Options", "Report", "Row", "bench"]

USERS = 8


@dataclass(frozen=True, kw_only=True)
class Options:
    """How long and with how many clients; ``command`` begins the server, without its port."""

    command: Sequence[str]
    password: str
    clients: Sequence[int] = (1, 8, 32)
    seconds: float = 4.0
    runs: int = 3
    starts: int = 3
    only: Sequence[str] = ()
    pages: Sequence[int] = (1, 100, 500)
    """On so many open pages replies are awaited."""


@dataclass(frozen=True)
class Row:
    """One scene with one number of clients: the median run, by requests a second."""

    key: str
    label: str
    clients: int
    per_second: float
    p50: float
    p95: float
    p99: float
    server_cpu: float
    """Milliseconds of processor per request in all processes of the server (and PostgreSQL)."""
    client_cpu: float
    others: float
    """Which share of the machine was used by neither server nor client."""
    loop: float
    """Milliseconds that a plain loop over a million numbers took before and after: rented machines are
    half as quick in one minute as in the next, so figures are compared beside it."""
    failures: int
    goal: dict[str, Any]


@dataclass
class Report:
    """All that was found."""

    database: str
    messages: int
    processors: int
    rows: list[Row] = field(default_factory=list)
    weights: dict[str, weight.Weight] = field(default_factory=dict)
    visit: weight.Visit | None = None
    cold_starts: list[float] = field(default_factory=list)
    memory_at_rest: float = 0.0
    memory_loaded: float = 0.0
    deliveries: list[live.Delivery] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def bench(options: Options, tell: Callable[[str], None] = lambda text: None) -> Report:
    """Measure everything. Raises :class:`Failed` where the install or the server is not fit for it."""
    emails = scenes.addresses(USERS)
    pages = [s for s in scenes.pages() if not options.only or s.key in options.only]
    threads = scenes.threads_to_reply_to()
    is_answering = not options.only or scenes.ANSWERING.key in options.only
    sheets = scenes.sheets_to_answer() if is_answering else []
    report = Report(connection.vendor, scenes.messages(), os.cpu_count() or 1)
    connections.close_all()
    tell("cold start")
    report.cold_starts = [_cold_start(options) for _ in range(options.starts)]
    server = Server(options.command)
    try:
        users = [log_in(server.port, email, options.password, number=i) for i, email in enumerate(emails)]
        time.sleep(3)
        report.memory_at_rest = server.megabytes()
        report.visit = weight.first_visit(server.port, users[0])
        report.weights = {s.key: weight.weigh(server.port, users[0], s.path) for s in pages}
        for scene in pages:
            _warm_up(server, users, scene.path)
            for clients in options.clients:
                tell(f"{scene.label}, {clients} at once")
                sources: Any = lambda clients=clients, scene=scene: [scenes.reading(users[i % USERS], scene.path) for i in range(clients)]  # noqa: E731  # fmt: skip
                report.rows.append(_measured(server, scene, clients, options, sources))
                report.memory_loaded = max(report.memory_loaded, server.megabytes())
        for scene, write, where in (
            (scenes.REPLYING, scenes.replying, threads),
            (scenes.ANSWERING, scenes.answering, sheets),
        ):
            if options.only and scene.key not in options.only:
                continue
            for clients in sorted({1, min(8, max(options.clients))}):
                tell(f"{scene.label}, {clients} at once")
                sources = lambda clients=clients, write=write, where=where: [write(users[i % USERS], where, i * 7919) for i in range(clients)]  # noqa: E731  # fmt: skip
                report.rows.append(_measured(server, scene, clients, options, sources))
                report.memory_loaded = max(report.memory_loaded, server.megabytes())
        if not options.only or "live" in options.only:
            tell("open pages")
            report.deliveries = live.deliveries(server, options.password, users[0], threads[0], options.pages)
    finally:
        server.stop()
    return report


def _cold_start(options: Options) -> float:
    server = Server(options.command)
    server.stop()
    return server.cold_start


def _warm_up(server: Server, users: list[User], path: str) -> None:
    """Everybody sees the page a few times: what is new to them is read, and caches are filled."""
    for user in users:
        load(server.port, [scenes.reading(user, path)], seconds=5, most=6)


def _measured(
    server: Server, scene: scenes.Scene, clients: int, options: Options, sources: Callable[[], list[Requests]]
) -> Row:
    found = [_one_run(server, options, sources) for _ in range(options.runs)]
    middle = sorted(found, key=lambda each: each.run.per_second)[len(found) // 2]
    run, asked = middle.run, len(middle.run.milliseconds) or 1
    return Row(
        key=scene.key, label=scene.label, clients=clients, per_second=round(run.per_second, 1), p50=round(run.at(0.5), 2),
        p95=round(run.at(0.95), 2), p99=round(run.at(0.99), 2), server_cpu=round(middle.server_cpu * 1000 / asked, 2),
        client_cpu=round(middle.client_cpu * 1000 / asked, 2), others=round(middle.others, 3), loop=round(middle.loop, 1),
        failures=sum(each.run.failures for each in found), goal=asdict(scene.goal),
    )  # fmt: skip


@dataclass(frozen=True)
class _Measured:
    """One run, with the processor time of server and client in seconds; the rest as in ``Row``."""

    run: Run
    server_cpu: float
    client_cpu: float
    others: float
    loop: float


def _one_run(server: Server, options: Options, sources: Callable[[], list[Requests]]) -> _Measured:
    before = _loop()
    used, own, (busy, all_) = server.seconds_used(), time.process_time(), seconds_of_machine()
    run = load(server.port, sources(), seconds=options.seconds)
    server_cpu, client_cpu = server.seconds_used() - used, time.process_time() - own
    busy_after, all_after = seconds_of_machine()
    foreign = max(0.0, (busy_after - busy) - server_cpu - client_cpu)
    others = foreign / max(0.01, all_after - all_)
    return _Measured(run, server_cpu, client_cpu, others, (before + _loop()) / 2)


def _loop() -> float:
    started = time.perf_counter()
    sum(range(1_000_000))
    return (time.perf_counter() - started) * 1000


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0
