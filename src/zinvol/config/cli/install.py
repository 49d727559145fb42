"""Beginning an install and looking after it: init, user, doctor."""

from __future__ import annotations

import json

import click

from zinvol.config.cli import ensure_tables, start


@click.command("init")
@click.option("--yes", is_flag=True, help="Do not ask anything.")
@click.option("--organisation", default="", help="Name of the organisation; without it the set-up page asks.")
@click.option("--email", default="", help="Address of the first administrator.")
@click.option("--password", default="", help="Password of the first administrator.")
def init_command(yes: bool, organisation: str, email: str, password: str) -> None:
    """Make the folder, the database and (if named) the organisation of an install."""
    start()
    from zinvol.config import install

    ensure_tables()
    if organisation and email and password:
        _begin(organisation, email, password)
    click.echo(f"Ready in {install.folder()}. Go on with: zinvol serve")


def _begin(name: str, email: str, password: str) -> None:
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from zinvol.apps.social.organisation import api as organisation
    from zinvol.apps.social.people import api as people

    try:
        with transaction.atomic():
            organisation.found(name=name)
            person = people.invite(
                administrator_id=None, email=email, name=email.split("@", maxsplit=1)[0], send=False
            )
            people.join(person=person, password=password)
            people.change_roles(
                administrator=None, person=person, roles=["administrator", "community_manager"]
            )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error


@click.command("user")
@click.argument("email")
@click.option("--link", is_flag=True, help="Print a link by which this person comes in (15 minutes, once).")
@click.option("--administrator", is_flag=True, help="Make this person an administrator.")
def user_command(email: str, link: bool, administrator: bool) -> None:
    """Help somebody in: for the administrator who lost the password."""
    start()
    from django.conf import settings

    from zinvol.apps.social.people import api, entry, reads

    person = reads.by_email(email)
    if person is None:
        raise click.ClickException(f"nobody here has the address {email}")
    if administrator:
        roles = [r for r in api.ROLES if getattr(person, f"is_{r}")]
        api.change_roles(administrator=None, person=person, roles={*roles, "administrator"})
        click.echo(f"{person.name} is an administrator.")
    if link:
        click.echo(settings.BASE_URL + entry.make_link(person, "login"))


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def doctor_command(as_json: bool) -> None:
    """Say what is wrong with this install and what to do about it."""
    start()
    from zinvol.config import doctor

    findings = doctor.examine()
    if as_json:
        click.echo(json.dumps([vars(f) for f in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.ok else 'WRONG'} {finding.what}: {finding.found}")
            if finding.advice:
                click.echo(f"     {finding.advice}")
    if not all(f.ok for f in findings):
        raise SystemExit(1)
