"""How the acts in the audit log are told, and what changed in them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

VERBS = {
    "organisation.settings_changed": _("changed the settings"),
    "organisation.department_changed": _("changed a department"),
    "organisation.consent_recorded": _("recorded consent to a measurement"),
    "organisation.consent_withdrawn": _("ended a measurement"),
    "people.invited": _("invited"),
    "people.joined": _("signed in for the first time"),
    "people.roles_changed": _("changed the roles of"),
    "people.deactivated": _("deactivated"),
    "people.reactivated": _("reactivated"),
    "people.erased": _("erased"),
    "people.profile_changed": _("changed the profile of"),
    "posts.urgent_called": _("sent something urgent:"),
    "spaces.opened": _("started the space"),
    "spaces.changed": _("changed the space"),
    "spaces.archived": _("archived the space"),
    "spaces.revived": _("brought the space back to life"),
    "spaces.role_given": _("changed a role in the space"),
    "spaces.member_invited": _("invited somebody to the space"),
    "threads.moved": _("moved a conversation to the space"),
    "threads.replies_moved": _("moved replies to another conversation in the space"),
    "spaces.member_left": _("ended a membership in the space"),
    "studies.wave_launched": _("launched a wave of a study"),
    "studies.wave_reminded": _("reminded who had not answered a study"),
    "studies.wave_closed": _("closed a wave of a study"),
    "studies.results_published": _("changed who can read the results of a study"),
}

DETAILS = {
    "about": _("About"),
    "answer_within": _("When a question has an answer"),
    "accent": _("Accent colour"),
    "access": _("Who can read"),
    "administrator": _("Administrator"),
    "community_manager": _("Community manager"),
    "country": _("Public holidays of"),
    "days_off": _("Other days off"),
    "department": _("Department"),
    "function": _("Job title"),
    "goal": _("Goal"),
    "idle_days": _("Days without a message before a space counts as quiet"),
    "keeper": _("Keeper"),
    "kind": _("Kind"),
    "kinds": _("Kinds of posts"),
    "knows": _("Ask me about"),
    "language": _("Language"),
    "languages": _("Languages"),
    "leader": _("Leader"),
    "learns": _("I am learning"),
    "level": _("What members hear from it"),
    "link_previews": _("Show the title of linked pages"),
    "location": _("Location"),
    "logo": _("Logo"),
    "member": _("Member"),
    "message_days": _("Days after which private messages are removed"),
    "name": _("Name"),
    "phone": _("Phone"),
    "photo": _("Photo"),
    "posting": _("Who can start a conversation"),
    "purpose": _("What is it for?"),
    "reactions": _("Reactions"),
    "timezone": _("Time zone"),
    "urgent_roles": _("Who may send something urgent"),
    "work_from": _("Working hours from"),
    "work_until": _("Working hours until"),
    "working_days": _("Working days"),
}


def told(keys: Iterable[str]) -> str:
    """Settings, fields and roles as a person calls them."""
    return ", ".join(str(DETAILS.get(key, key)) for key in keys)
