"""What the word for a step in an exchange means for a kind of post; pure."""

from __future__ import annotations

from zinvol.apps.content.posts.rules import Kind, State

ENDED, CHOSEN_REPLY, REOPENED = "ended", "contribution_chosen", "reopened"

_STATES: dict[str, frozenset[State]] = {
    Kind.QUESTION: frozenset({State.OPEN, State.SOLVED}),
    Kind.DILEMMA: frozenset({State.OPEN, State.CHOSEN}),
    Kind.CHALLENGE: frozenset({State.OPEN, State.CHOSEN}),
    Kind.UNFINISHED: frozenset({State.OPEN, State.DONE}),
    Kind.IDEA: frozenset({State.OPEN, State.ADOPTED, State.DECLINED, State.DONE}),
    Kind.UPDATE: frozenset(),
    Kind.POLL: frozenset({State.OPEN, State.CLOSED}),
}


def state_of(kind: str, word: str) -> State | str | None:
    """The state that a step leads to; ``ENDED``, ``REOPENED`` or ``CHOSEN_REPLY`` for what is no state of
    the post; nothing when such a post knows no such step."""
    if word in (ENDED, REOPENED):
        return word
    if word == CHOSEN_REPLY:
        return word if kind == Kind.CHALLENGE else None
    if word == State.CLOSED and kind != Kind.POLL:
        return ENDED
    return next((state for state in _STATES[kind] if state == word), None)
