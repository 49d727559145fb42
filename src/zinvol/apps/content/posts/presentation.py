"""The words and signs of the kinds of posts, their states and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zinvol.apps.content.posts.rules import Kind, State, Verdict


@dataclass(frozen=True)
class KindWords:
    """How a kind is called, drawn, explained and sent."""

    key: str
    label: Any
    icon: str
    hint: Any
    title_label: Any
    body_label: Any
    submit: Any
    reply_label: Any
    reply_submit: Any


KINDS: dict[str, KindWords] = {
    words.key: words
    for words in (
        KindWords(
            Kind.QUESTION, _("Question"), "circle-question-mark",
            _("You need something that a colleague may know."),
            _("What do you want to know?"), _("What have you found or tried already?"),
            _("Ask your question"), _("Your answer"), _("Answer"),
        ),
        KindWords(
            Kind.DILEMMA, _("Dilemma"), "split",
            _("There are several ways to go, and none is plainly right."),
            _("What do you have to choose?"), _("What makes it hard?"),
            _("Share your dilemma"), _("Your argument"), _("Give your argument"),
        ),
        KindWords(
            Kind.CHALLENGE, _("Challenge"), "mountain",
            _("There is something to solve, and you ask everybody for solutions."),
            _("What needs solving?"), _("What must a good solution do?"),
            _("Set the challenge"), _("Your contribution or question"), _("Send"),
        ),
        KindWords(
            Kind.UNFINISHED, _("Unfinished work"), "circle-dashed",
            _("It is half done, and other people can make it better now."),
            _("What are you working on?"), _("Show what you have"),
            _("Show your work"), _("Your feedback"), _("Give feedback"),
        ),
        KindWords(
            Kind.IDEA, _("Idea"), "lightbulb",
            _("It could be better, and you see how."),
            _("What is your idea?"), _("What would it change, and for whom?"),
            _("Share your idea"), _("Your response"), _("Respond"),
        ),
        KindWords(
            Kind.UPDATE, _("Update"), "megaphone",
            _("There is something that others should know."),
            _("What is it about?"), _("What should the reader know?"),
            _("Share the update"), _("Your response"), _("Respond"),
        ),
        KindWords(
            Kind.POLL, _("Poll"), "chart-bar",
            _("You want to know what most people would choose."),
            _("What do you want to ask?"), _("What is it for?"),
            _("Open the poll"), _("Your response"), _("Respond"),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class StateWords:
    """How a state is called; ``look`` names its style, ``icon`` its sign."""

    label: Any
    look: str
    icon: str


_STATES: dict[tuple[str, str], StateWords] = {
    (Kind.QUESTION, State.OPEN): StateWords(_("Waiting for an answer"), "open", "circle"),
    (Kind.QUESTION, State.ANSWERED): StateWords(_("Answered"), "open", "circle-dot"),
    (Kind.QUESTION, State.SOLVED): StateWords(_("Solved"), "solved", "check"),
    (Kind.DILEMMA, State.OPEN): StateWords(_("Arguments welcome"), "open", "circle"),
    (Kind.DILEMMA, State.CHOSEN): StateWords(_("Chosen"), "solved", "check"),
    (Kind.CHALLENGE, State.OPEN): StateWords(_("Contributions welcome"), "open", "circle"),
    (Kind.CHALLENGE, State.CHOSEN): StateWords(_("Chosen"), "solved", "check"),
    (Kind.UNFINISHED, State.OPEN): StateWords(_("Feedback welcome"), "open", "circle-dashed"),
    (Kind.UNFINISHED, State.DONE): StateWords(_("Finished"), "done", "circle-check"),
    (Kind.IDEA, State.OPEN): StateWords(_("Raised"), "open", "circle"),
    (Kind.IDEA, State.ADOPTED): StateWords(_("Priority"), "solved", "flag"),
    (Kind.IDEA, State.DONE): StateWords(_("Done"), "done", "circle-check"),
    (Kind.IDEA, State.DECLINED): StateWords(_("Not now"), "declined", "circle-x"),
    (Kind.POLL, State.OPEN): StateWords(_("Open for votes"), "open", "circle"),
    (Kind.POLL, State.CLOSED): StateWords(_("Closed"), "closed", "lock"),
}

STEP_WORDS: dict[tuple[str, str], Any] = {
    (Kind.DILEMMA, State.CHOSEN): _("Choose an option"),
    (Kind.DILEMMA, State.OPEN): _("Open the choice again"),
    (Kind.CHALLENGE, State.CHOSEN): _("Finish with the chosen contributions"),
    (Kind.CHALLENGE, State.OPEN): _("Open the challenge again"),
    (Kind.UNFINISHED, State.DONE): _("Mark as finished"),
    (Kind.UNFINISHED, State.OPEN): _("Ask for feedback again"),
    (Kind.IDEA, State.ADOPTED): _("Make it a priority"),
    (Kind.IDEA, State.DECLINED): _("Decline with a reason"),
    (Kind.IDEA, State.DONE): _("Mark as done"),
    (Kind.IDEA, State.OPEN): _("Take up again"),
    (Kind.POLL, State.CLOSED): _("Close the poll"),
    (Kind.POLL, State.OPEN): _("Open the poll again"),
}

READER_SHOULD = {"know": _("just know about it"), "react": _("give an opinion"), "act": _("act on it")}

REACTIONS: dict[str, tuple[Any, str]] = {
    "useful": (_("Useful"), "thumbs-up"),
    "thanks": (_("Thanks"), "handshake"),
    "me_too": (_("Me too"), "users-round"),
    "i_can_help": (_("I can help"), "hand-helping"),
}

VERDICTS: dict[str, tuple[Any, Any, str]] = {
    Verdict.TRUE: (_("Still true"), _("Thank you. Everybody sees that the answer still holds."), "check"),
    Verdict.UPDATE: (_("Needs an update"), _("Noted. Everybody sees that part of it has changed."), "pencil"),
    Verdict.OBSOLETE: (
        _("No longer true"),
        _("Noted. Everybody sees that this no longer holds."),
        "circle-x",
    ),
}
"""What one chooses, what is said then, and its sign."""

_FITTING = {
    Kind.QUESTION: ("me_too", "useful", "i_can_help"),
    Kind.DILEMMA: ("me_too", "useful"),
    Kind.CHALLENGE: ("i_can_help", "useful"),
    Kind.UNFINISHED: ("useful", "i_can_help"),
    Kind.IDEA: ("useful", "i_can_help"),
    Kind.UPDATE: ("useful", "thanks"),
    Kind.POLL: ("useful",),
}


def fitting_reactions(kind: str | None) -> tuple[str, ...]:
    """The reactions that make sense on a post of a kind, or (None) on a reply; others show once given."""
    return _FITTING[Kind(kind)] if kind else ("useful", "thanks")


OUTCOMES = {"method_improved": _("Method improved"), "bottleneck_solved": _("Bottleneck solved")}


def state_words(kind: str, state: str) -> StateWords | None:
    """How the state of a post is called; an update has none worth telling."""
    return _STATES.get((kind, state))
