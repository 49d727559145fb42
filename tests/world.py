"""One small world that every test may stand in: a cast, and spaces of each access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import Space

PASSWORD = "vier losse woorden"


@dataclass
class World:
    """Keeper keeps every space; member is in every space; outsider is a colleague in none; guest is in
    the closed one; gone was deactivated; admin administers and is in no space."""

    organisation: Organisation
    department: Department
    admin: Person
    keeper: Person
    member: Person
    outsider: Person
    guest: Person
    leader: Person
    gone: Person
    open: Space
    closed: Space
    secret: Space

    @classmethod
    def make(cls) -> World:
        own = organisation.found(name="Gemeente Proefstad")
        department = organisation.add_department(administrator_id=None, name="Burgerzaken")
        admin = a_person("Ada Beheer", roles=["administrator"])
        keeper = a_person("Koen Houder", department=department)
        member, outsider = a_person("Mina de Lid"), a_person("Otto Buiten")
        guest, gone = a_person("Gast van Elders", kind="guest"), a_person("Wil Weg")
        leader = a_person("Lea Voor", roles=["leader"])
        made = {
            access: spaces.open_space(
                founder=keeper, name=f"{access} ruimte", purpose=f"Zodat {access} werkt.", access=access
            )
            for access in ("open", "closed", "secret")
        }
        for space in made.values():
            join(space, member, by=keeper)
        join(made["closed"], guest, by=keeper)
        people.deactivate(administrator=admin, person=gone)
        return cls(own, department, admin, keeper, member, outsider, guest, leader, gone, **made)

    @property
    def cast(self) -> dict[str, Person]:
        names = ("admin", "keeper", "member", "outsider", "guest", "leader", "gone")
        return {name: getattr(self, name) for name in names}


def a_person(name: str, *, roles: list[str] | None = None, **values: Any) -> Person:
    """Somebody who has come in, with the password of the world."""
    email = name.lower().replace(" ", ".") + "@proefstad.example"
    person = people.invite(administrator_id=None, email=email, name=name, send=False, **values)
    people.join(person=person, password=PASSWORD)
    if roles:
        people.change_roles(administrator=None, person=person, roles=roles)
    return person


def join(space: Space, person: Person, *, by: Person) -> None:
    """Make a person a member, whatever the access."""
    spaces.invite(space=space, member=by, person=person)
    spaces.join(space=space, person=person)


def a_post(
    author: Person, space: Space, kind: str = "question", title: str = "Wie weet dit?", **values: Any
) -> Post:
    """A post in a space where the author may post."""
    if kind in ("dilemma", "poll"):
        values.setdefault("options", ["eerste", "tweede"])
    return posts.publish(author=author, space=space, kind=kind, title=title, **values)


def a_reply(
    author: Person, post: Post, body: str = "Dat staat in het handboek op bladzijde twee.", **values: Any
):
    """A reply with enough words to be an answer."""
    return posts.reply(author=author, post=post, body=body, **values)
