"""The findings as a table for people, each beside its goal."""

from __future__ import annotations

from zinvol.flows.measuring import Report, Row, median

HEAD = ("what", "clients", "per s", "p50", "p95", "p99", "CPU ms", "others", "loop ms", "goal", "met")
COLD, REST, LOADED, REQUESTS, BYTES = 1.0, 200, 350, 10, 100_000


def lines(report: Report) -> list[str]:
    """The whole table, one line of text each, in Markdown."""
    rows = [HEAD, tuple("---" for _ in HEAD), *(_row(row) for row in report.rows)]
    told = [f"| {' | '.join(cells)} |" for cells in rows]
    told += ["", *(_other(*fact) for fact in _others(report))]
    told += _live(report)
    told += ["", "Page weight, gzip / plain:"]
    told += [
        f"- {key}: {w.packed / 1000:.1f} kB / {w.plain / 1000:.0f} kB" for key, w in report.weights.items()
    ]
    return told


def _live(report: Report) -> list[str]:
    if not report.deliveries:
        return []
    head = "| open pages | p50 ms | p95 ms | arrived | memory MB | CPU ms a reply | goal | met |"
    told = ["", "From sending a reply until it is on the other screens:", "", head, "|" + " --- |" * 8]
    for it in report.deliveries:
        p50, p95 = it.goal["p50"], it.goal["p95"]
        met = "yes" if it.p50 <= p50 and it.p95 <= p95 and it.arrived == it.wanted else "NO"
        told.append(
            f"| {it.pages} | {it.p50} | {it.p95} | {it.arrived} of {it.wanted} | {it.megabytes} | {it.cpu} "
            f"| ≤ {p50} and {p95} | {met} |"
        )
    return told


def _row(row: Row) -> tuple[str, ...]:
    return (
        row.label, str(row.clients), f"{row.per_second:.0f}", f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.p99:.1f}",
        f"{row.server_cpu:.1f}", f"{row.others:.0%}", f"{row.loop:.0f}", *_judged(row),
    )  # fmt: skip


def _judged(row: Row) -> tuple[str, str]:
    """The goal for this number of clients, and whether it is met."""
    goal, verdicts, words = row.goal, [], []
    if row.failures:
        return "", f"{row.failures} FAILED"
    if row.clients == 1 and goal["p50"]:
        words.append(f"≤ {goal['p50']:g} ms")
        verdicts.append(row.p50 <= goal["p50"])
    if row.clients == 8 and goal["per_second"]:
        words.append(f"≥ {goal['per_second']:g}/s")
        verdicts.append(row.per_second >= goal["per_second"])
    if row.clients == 8 and goal["cpu"]:
        words.append(f"≤ {goal['cpu']:g} ms CPU")
        verdicts.append(row.server_cpu <= goal["cpu"])
    return ", ".join(words), " ".join("yes" if v else "NO" for v in verdicts)


def _others(report: Report) -> list[tuple[str, float, float, str]]:
    found = [
        ("cold start to the first page, s", median(report.cold_starts), COLD, "1.4 s (Misago)"),
        ("memory at rest, MB", report.memory_at_rest, REST, "248 MB (Misago)"),
        ("memory loaded, MB", report.memory_loaded, LOADED, "407 MB (Misago)"),
    ]
    if report.visit:
        found.append(("first visit, requests", report.visit.requests, REQUESTS, "10 (Misago)"))
        found.append(("first visit, bytes", report.visit.bytes, BYTES, "509 KB (Misago)"))
    return found


def _other(label: str, value: float, goal: float, peer: str) -> str:
    return (
        f"- {label}: {value:,.2f}".rstrip("0").rstrip(".")
        + f" (goal ≤ {goal:,g}: {'yes' if value <= goal else 'NO'}; best peer {peer})"
    )
