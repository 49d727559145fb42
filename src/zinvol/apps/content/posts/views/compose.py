"""Writing: a new post, a change to one, previews, names to mention, drafts."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zinvol.apps.content.posts import api, reads, rules
from zinvol.apps.content.posts.forms import PostForm
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.social.files.models import File
from zinvol.apps.social.people import reads as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.apps.social.spaces import reads as spaces
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.spaces.rules import TEMPLATES
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads import reads as threads_reads
from zinvol.apps.social.threads import text as texts
from zinvol.kernel import access
from zinvol.ui.http import back, ids, number, say

FIELDS = ("kind", "space", "title", "body", "tags", "answer_by", "options", "feedback_wanted", "reader_should",
          "is_anonymous", "closes_at", "version")  # fmt: skip

WRONG = {
    "kind": gettext_lazy("This kind of post is not used here. Choose another; your text stays."),
    "space": gettext_lazy("Choose a space where you can write."),
}

DRAFTS = {
    "post": "/posts/new",
    "reply": "/posts/{}/#write",
    "edit": "/posts/{}/edit",
    "edit-reply": "/replies/{}/edit",
}
"""Where each kind of draft is written on; its place is ``post``, or the kind and a number as in ``reply:12``."""
PLACE = re.compile(r"post|(?:reply|edit|edit-reply):[0-9]{1,17}")


def new(request: Request) -> HttpResponse:
    """The composer: kind first, audience in sight, text kept whatever happens."""
    viewer: Person = request.user
    writable = spaces.writable(viewer)
    if request.method == "POST":
        return _publish(request, viewer, writable)
    draft = threads_reads.draft(viewer=viewer, place="post")
    first = _first_space(request, writable)
    initial: dict[str, Any] = {"space": first.pk if first else None, "kind": _first_kind(request, first)}
    if draft:
        initial |= {k: v for k, v in draft.values.items() if k in FIELDS}
    if request.GET.get("space") and first:
        initial["space"] = first.pk
    if request.GET.get("kind") in KINDS:
        initial["kind"] = request.GET["kind"]
    if initial["kind"] not in request.organisation.kinds:
        initial["kind"] = _first_kind(request, first)
    initial |= _shared(request, initial)
    initial["submission"] = secrets.token_urlsafe(16)
    files = threads_reads.loose_files(
        viewer=viewer, pks=ids((draft.values if draft else {}).get("files", []))
    )
    return _composer(request, PostForm(initial=initial), writable, draft=draft, files=files)


def _shared(request: Request, initial: dict[str, Any]) -> dict[str, Any]:
    """What another app on a phone shares with this one, below what was being written."""
    text = "\n\n".join(part for name in ("text", "link") if (part := request.GET.get(name, "")[:5000]))
    if not text:
        return {}
    body = "\n\n".join(part for part in (initial.get("body", ""), text) if part)
    return {"title": initial.get("title") or request.GET.get("title", "")[:200], "body": body}


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a post. Whoever saved in between is shown, and nothing typed is lost."""
    viewer: Person = request.user
    page = reads.find(viewer=viewer, pk=pk)
    standing = spaces.standing(viewer=viewer, space=page.thread.space)
    if page.thread.author_id != viewer.pk and not standing.may_keep:
        raise PermissionDenied
    page.thread.space.must_be_alive()
    if request.method == "POST":
        form = PostForm({**request.POST.dict(), "space": page.thread.space_id, "kind": page.kind})
        if form.is_valid():
            try:
                _save(request, viewer, page, form)
                return redirect(page)
            except threads.EditConflict:
                page = reads.find(viewer=viewer, pk=pk)
                return _editor(request, form, page, status=409, conflict=True)
            except ValidationError as error:
                _add_errors(form, error)
        return _editor(request, form, page, status=422)
    draft = threads_reads.draft(viewer=viewer, place=f"edit:{pk}")
    values = _values_of(page) | ({k: v for k, v in draft.values.items() if k in FIELDS} if draft else {})
    return _editor(request, PostForm(initial=values), page, draft=draft)


@require_POST
def preview(request: Request) -> HttpResponse:
    """What was typed, as it will look, and who is named but will not see it."""
    try:
        text = texts.prepare(author=request.user, typed=request.POST.get("body", ""))
    except ValidationError as error:
        return render(request, "posts/preview.html", {"errors": error.messages}, status=422)
    return render(request, "posts/preview.html", {"text": text, "outsiders": _outsiders(request, text)})


def mentions(request: Request) -> HttpResponse:
    """People whose name has the typed letters anywhere, those who see the text first."""
    found = people.named(viewer=request.user, query=request.GET.get("q", "")[:80], limit=20)
    inside = _inside(request, found, request.GET.get("space"))
    rows = [(p, p.pk in inside) for p in found]
    rows.sort(key=lambda row: not row[1])
    doubles = {p.search_name for p in found if sum(q.search_name == p.search_name for q in found) > 1}
    return render(request, "posts/mentions.html", {"rows": rows[:8], "doubles": doubles})


def drafts(request: Request) -> HttpResponse:
    """All that was begun and not sent."""
    known = [d for d in threads_reads.drafts(viewer=request.user) if PLACE.fullmatch(d.place)]
    found = [(d, *_kind_and_number(d.place)) for d in known]
    edited = threads_reads.threads_of(
        viewer=request.user, replies=[n for _d, k, n in found if k == "edit-reply"]
    )
    about = {d.pk: edited.get(n, 0) if k == "edit-reply" else n for d, k, n in found}
    titles = reads.titles(viewer=request.user, pks=list(about.values()))
    rows = [(d, DRAFTS[k].format(n), titles.get(about[d.pk])) for d, k, n in found]
    return render(request, "posts/drafts.html", {"rows": rows, "kinds": KINDS})


@require_POST
def save_draft(request: Request, place: str) -> HttpResponse:
    """Keep what is in a form; called while somebody types, or by its button without a script."""
    if not PLACE.fullmatch(place):
        raise Http404
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS if name in request.POST}
    values["files"] = request.POST.getlist("files")
    draft = threads.keep_draft(person=request.user, place=place, values=values)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"saved_at": draft.saved_at.isoformat() if draft else None})
    return redirect("/drafts/")


@require_POST
def discard_draft(request: Request, place: str) -> HttpResponse:
    threads.forget_draft(person=request.user, place=place)
    say(request, _("Draft thrown away."))
    return back(request, "/drafts/")


def _publish(request: Request, viewer: Person, writable: list[Space]) -> HttpResponse:
    form = PostForm(request.POST)
    files = ids(request.POST.getlist("files"))
    loose = threads_reads.loose_files(viewer=viewer, pks=files)
    if not form.is_valid():
        _tell_what_has_no_field(form)
        return _composer(request, form, writable, files=loose, status=422)
    space = next((s for s in writable if s.pk == form.cleaned_data["space"]), None)
    if space is None:
        form.add_error(None, WRONG["space"])
        return _composer(request, form, writable, files=loose, status=422)
    given = form.cleaned_data
    if given["kind"] not in request.organisation.kinds:
        form.add_error(None, WRONG["kind"])
        return _composer(request, form, writable, files=loose, status=422)
    try:
        unseen = _unseen(request, viewer, space, given["body"])
        if unseen:
            return _composer(request, form, writable, files=loose, outsiders=unseen, status=422)
        post = api.publish(
            author=viewer, space=space, kind=given["kind"], title=given["title"], body=given["body"],
            options=given["options"], tags=given["tags"], files=files, submission=given["submission"],
            is_urgent=given["is_urgent"] and api.may_call_urgent(viewer), **form.particulars(),
        )  # fmt: skip
    except ValidationError as error:
        _add_errors(form, error)
        return _composer(request, form, writable, files=loose, status=422)
    say(request, _("Shared in %(space)s.") % {"space": space.name})
    return redirect(post)


def _save(request: Request, viewer: Person, post: Post, form: PostForm) -> None:
    given = form.cleaned_data
    api.edit_post(
        editor=viewer, post=post, title=given["title"], body=given["body"], version=given["version"] or 0,
        tags=given["tags"], files=ids(request.POST.getlist("files")), note=given["note"], **form.particulars(),
    )  # fmt: skip


def _composer(
    request: Request,
    form: PostForm,
    writable: list[Space],
    *,
    draft: Any = None,
    files: list[File] | None = None,
    outsiders: list[Person] | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = [KINDS[k] for k in KINDS if k in request.organisation.kinds]
    context = {
        "form": form, "spaces": writable, "kinds": offered, "draft": draft, "files": files or [],
        "outsiders": outsiders or [], "post": None, "conflict": False,
        "may_call_urgent": rules.may_call_urgent(roles=request.organisation.urgent_roles, held=request.user.roles),
    }  # fmt: skip
    return render(request, "posts/compose.html", context, status=status)


def _editor(
    request: Request,
    form: PostForm,
    post: Post,
    *,
    draft: Any = None,
    conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    attachments = threads_reads.Part(None)
    threads_reads.dress(viewer=request.user, thread=post.thread, parts=[attachments])
    given = request.POST.getlist("files") if request.method == "POST" else []
    loose = threads_reads.loose_files(viewer=request.user, pks=ids(given))
    context = {
        "form": form, "post": post, "spaces": [post.thread.space], "kinds": [KINDS[post.kind]], "draft": draft,
        "files": [*(a.file for a in attachments.files), *loose], "conflict": conflict, "outsiders": [],
        "theirs": texts.editable(post.body) if conflict else "",
    }  # fmt: skip
    return render(request, "posts/compose.html", context, status=status)


def _values_of(post: Post) -> dict[str, Any]:
    values = {
        name: getattr(post, name)
        for name in ("kind", "title", "feedback_wanted", "reader_should", "is_anonymous")
    }
    if post.closes_at:
        values["closes_at"] = timezone.localtime(post.closes_at).strftime("%Y-%m-%dT%H:%M")
    return values | {
        "space": post.thread.space_id,
        "body": texts.editable(post.body),
        "tags": ", ".join(t.name for t in post.thread.tags.all()),
        "answer_by": post.answer_by,
        "options": "\n".join(o.text for o in post.options.all()),
        "version": post.thread.version,
    }


def _unseen(request: Request, viewer: Person, space: Space, body: str) -> list[Person]:
    """Who is named and will not see it; asked about once, then accepted."""
    text = texts.prepare(author=viewer, typed=body)
    named = list(Person.objects.filter(pk__in=text.mentions))
    inside = access.those_in(named, space.audience_id) if named else set()
    unseen = [p for p in named if p.pk not in inside]
    accepted = set(ids(request.POST.getlist("unseen_ok")))
    return [p for p in unseen if p.pk not in accepted] and unseen


def _outsiders(request: Request, text: texts.Text) -> list[Person]:
    named = list(Person.objects.visible_to(request.user).filter(pk__in=text.mentions))
    inside = _inside(request, named, request.POST.get("space")) if named else set()
    return [p for p in named if p.pk not in inside]


def _inside(request: Request, people: list[Person], wanted: str | None) -> set[int]:
    """Who of some people reads a space. That is told to those who are inside; else all seem to be."""
    space = Space.objects.filter(pk=number(wanted)).first()
    if space is None or not access.is_in(request.user, space.audience_id):
        return {p.pk for p in people}
    return access.those_in(people, space.audience_id)


def _first_space(request: Request, writable: list[Space]) -> Space | None:
    wanted = request.GET.get("space", "")
    return next((s for s in writable if s.slug == wanted), writable[0] if writable else None)


def _first_kind(request: Request, space: Space | None) -> str:
    offered = TEMPLATES[space.kind].kinds if space and space.kind in TEMPLATES else ("question",)
    used = request.organisation.kinds
    return next((k for k in (*offered, *KINDS) if k in used), "question")


def _kind_and_number(place: str) -> tuple[str, int]:
    kind, _colon, key = place.partition(":")
    return kind, number(key)


def _tell_what_has_no_field(form: PostForm) -> None:
    """Kind and space are chosen by buttons, which have no place for an error of their own."""
    for name in WRONG.keys() & form.errors.keys():
        form.add_error(None, WRONG[name])


def _add_errors(form: PostForm, error: ValidationError) -> None:
    if hasattr(error, "error_dict"):
        for name, errors in error.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error("body" if "body" in form.fields else None, error.messages)
