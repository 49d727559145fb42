"""Nobody counts, indexes, audits or exports what is said in private: no such code can even see it."""

from __future__ import annotations

import re
from pathlib import Path

import grimp
import pytest

from zinvol.apps.content.chat import models
from zinvol.config import wiring

SOURCE = Path(__file__).resolve().parents[2] / "src" / "zinvol"
MAY_KNOW = {
    "zinvol.apps.content.chat", "zinvol.flows.messages", "zinvol.flows.inbox", "zinvol.flows.erasure", "zinvol.flows.demo", "zinvol.config",
}  # fmt: skip
"""Who may import the app of messages: its pages, the notices that say *who* wrote, erasure, and who introduces all."""


def test_only_its_own_pages_know_the_app_of_messages():
    graph = grimp.build_graph("zinvol", cache_dir=None)
    found = set()
    for module in graph.modules:
        if module.startswith("zinvol.apps.content.chat"):
            found |= {m for m in graph.find_modules_that_directly_import(module) if ".tests" not in m}
    outside = {m for m in found if not any(m == known or m.startswith(f"{known}.") for known in MAY_KNOW)}
    assert outside == set()


def test_of_messages_only_attention_hears_and_only_that_something_was_sent_or_taken_back():
    heard = {
        (reactor.name, name)
        for reactor in wiring.REACTORS.values()
        for name in reactor.hears
        if name.startswith("chat.")
    }
    assert heard == {("attention", "chat.message_sent"), ("attention", "chat.message_changed")}


def test_what_attention_is_told_of_a_message_holds_no_text():
    from dataclasses import fields

    from zinvol.kernel.adapters import Addressed

    assert {f.name for f in fields(Addressed)} == {"author_id", "hearing", "named"}


@pytest.mark.parametrize("table", ["chat_message", "chat_conversation", "chat_participant", "chat_report"])
def test_no_other_code_reads_the_tables_by_their_names(table):
    assert table in {m._meta.db_table for m in vars(models).values() if hasattr(m, "_meta")}
    named = [
        path for path in SOURCE.rglob("*.py")
        if "content/chat" not in str(path) and re.search(rf"\b{table}\b", path.read_text())
    ]  # fmt: skip
    assert named == []
