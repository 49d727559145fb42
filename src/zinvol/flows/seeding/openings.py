"""What opened each conversation: the posts, in all kinds and states, with options, steps, votes and tags."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils.text import slugify

from zinvol.apps.content.posts.events import AnswerAccepted, StepTaken, VoteCast
from zinvol.apps.content.posts.models import Option, Post, Step, Vote
from zinvol.apps.content.posts.rules import CHECK_AFTER, Kind, State
from zinvol.apps.social.threads.models import Tag, Thread
from zinvol.flows.seeding import bulk
from zinvol.flows.seeding.conversations import Conversation
from zinvol.flows.seeding.messages import about
from zinvol.flows.seeding.people import Cast
from zinvol.flows.seeding.plan import Plan, near_the_front
from zinvol.flows.seeding.sentences import Writer, writer
from zinvol.lib import markup

TAGS = 60
CHUNK = 5_000


def sow(plan: Plan, cast: Cast, conversations: list[Conversation], progress: bulk.Progress) -> None:
    """Write the posts, once their replies exist: a question points at the answer that helped."""
    tags = _tags(plan)
    sower = _Openings(plan, cast, tags)
    for part in bulk.in_chunks(conversations, "posts", plan.posts, progress, CHUNK):
        sower.write(part)


def _tags(plan: Plan) -> list[int]:
    dice, words = plan.dice("tags"), writer("nl")
    names = {slugify(name): name for name in (words.word("samen", dice) for _ in range(TAGS))}
    held = dict(Tag.objects.filter(slug__in=names).values_list("slug", "pk"))
    start = bulk.first_number(Tag)
    new = [Tag(pk=start + i, name=names[s], slug=s) for i, s in enumerate(s for s in names if s not in held)]
    bulk.write(new)
    return [*held.values(), *(tag.pk for tag in new)]


class _Openings:
    """Makes the rows of one stretch of conversations after another."""

    def __init__(self, plan: Plan, cast: Cast, tags: list[int]) -> None:
        self.plan, self.cast, self.tags = plan, cast, tags
        self.dice = plan.dice("openings")

    def write(self, conversations: list[Conversation]) -> None:
        self.options: list[Option] = []
        self.steps: list[Step] = []
        self.votes: list[Vote] = []
        self.log: bulk.Log = []
        tagging = Thread.tags.through
        tagged = []
        posts = []
        for conversation in conversations:
            posts.append(self._post(conversation))
            if self.dice.random() < 0.4:
                chosen = {self.tags[near_the_front(self.dice, len(self.tags))] for _ in range(2)}
                tagged += [tagging(thread_id=conversation.pk, tag_id=tag) for tag in sorted(chosen)]
        for rows in (posts, self.options, self.steps, self.votes, tagged):
            bulk.write(rows)
        bulk.record(self.log)

    def _post(self, conversation: Conversation) -> Post:
        dice, words = self.dice, writer(conversation.language)
        title = words.line("common_title" if conversation.has_common else "titles", dice)[:200]
        source = words.message(dice, has_common=conversation.has_common)
        rendered = markup.render(source, names={})
        post = Post(
            thread_id=conversation.pk, kind=conversation.kind, title=title, body=source, html=rendered.html,
            excerpt=markup.excerpt(rendered.text, 280), state=conversation.state, is_anonymous=conversation.is_anonymous,
        )  # fmt: skip
        if conversation.kind == Kind.QUESTION:
            self._settle_question(conversation, post)
        elif conversation.kind == Kind.UPDATE:
            post.reader_should = dice.choice(("know", "know", "react", "act"))
        else:
            if conversation.kind == Kind.UNFINISHED:
                post.feedback_wanted = words.line("reasons", dice)[:300]
            self._offer_options(conversation, words)
            self._settle(conversation, post, words)
        return post

    def _settle_question(self, conversation: Conversation, post: Post) -> None:
        if self.dice.random() < 0.3:
            post.answer_by = (conversation.at + timedelta(days=3 + int(11 * self.dice.random()))).date()
        answers = [said for said in conversation.said if said[1] != conversation.author]
        if answers:
            post.answered_at = answers[0][2]
        if conversation.aim != State.SOLVED or not answers:
            return
        number, answerer, moment = answers[near_the_front(self.dice, len(answers))]
        post.state, post.accepted_id, post.accepted_by_id = State.SOLVED, number, conversation.author
        post.accepted_at = self._after(moment)
        post.check_at = post.accepted_at + CHECK_AFTER
        accepted = AnswerAccepted(
            kind=conversation.kind,
            reply_id=number,
            answerer_id=answerer,
            **about(conversation, conversation.author),
        )
        self.log.append((post.accepted_at, accepted))

    def _offer_options(self, conversation: Conversation, words: Writer) -> None:
        options = [
            Option(pk=pk, post_id=conversation.pk, position=i, text=words.line("options", self.dice)[:200])
            for i, pk in enumerate(conversation.options)
        ]
        self.options += options
        if conversation.kind == Kind.POLL:
            self._vote(conversation, options)

    def _vote(self, conversation: Conversation, options: list[Option]) -> None:
        members = conversation.place.members
        wanted = int(len(members) * 0.6 * self.dice.random() ** 2)
        for person in self.dice.sample(members, min(wanted, 300)):
            option = options[near_the_front(self.dice, len(options), slope=1.5)]
            option.votes += 1
            moment = self._after(conversation.at)
            hidden = conversation.is_anonymous
            at = moment.replace(hour=0, minute=0, second=0, microsecond=0) if hidden else moment
            self.votes.append(Vote(post_id=conversation.pk, person_id=person, option_id=None if hidden else option.pk, at=at))  # fmt: skip
            self.log.append((moment, VoteCast(kind=conversation.kind, **about(conversation, None if hidden else person))))  # fmt: skip

    def _settle(self, conversation: Conversation, post: Post, words: Writer) -> None:
        """Take the steps to the state that it aims at, each with its reason."""
        first = State.OPEN
        is_ripe = conversation.kind != Kind.CHALLENGE or conversation.state == State.CHOSEN
        if conversation.aim == first or not is_ripe:
            post.state = first
            return
        between = [State.ADOPTED] if (conversation.kind, conversation.aim) == (Kind.IDEA, State.DONE) else []
        moment = conversation.last
        for state in [*between, conversation.aim]:
            moment = self._after(moment)
            by = conversation.place.keepers[0] if conversation.kind == Kind.IDEA else conversation.author
            option = conversation.options[0] if conversation.kind == Kind.DILEMMA else None
            reason = "" if state in (State.CLOSED,) or conversation.kind == Kind.UNFINISHED else words.line("reasons", self.dice)  # fmt: skip
            self.steps.append(Step(post_id=conversation.pk, state=state, by_id=by, at=moment, reason=reason[:500], option_id=option))  # fmt: skip
            self.log.append(
                (moment, StepTaken(kind=conversation.kind, state=str(state), **about(conversation, by)))
            )
        post.state = conversation.aim
        if conversation.kind == Kind.POLL:
            post.closes_at = moment

    def _after(self, moment: datetime) -> datetime:
        """Some time later, and not after the end."""
        return later(moment, self.plan.until, self.dice)


def later(moment: datetime, until: datetime, dice: Random) -> datetime:
    """Some hours later as a rule, never after ``until``."""
    return min(moment + timedelta(hours=dice.expovariate(1 / 6)), moment + (until - moment) * 0.9)
