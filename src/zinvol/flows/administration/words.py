"""How the acts in the audit log are told."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "organisation.settings_changed": _("changed the settings"),
    "organisation.department_changed": _("changed a department"),
    "people.invited": _("invited"),
    "people.joined": _("signed in for the first time"),
    "people.roles_changed": _("changed the roles of"),
    "people.deactivated": _("deactivated"),
    "people.reactivated": _("reactivated"),
    "people.erased": _("erased"),
    "people.profile_changed": _("changed the profile of"),
    "spaces.opened": _("started the space"),
    "spaces.changed": _("changed the space"),
    "spaces.archived": _("archived the space"),
    "spaces.revived": _("brought the space back to life"),
    "spaces.role_given": _("changed a role in the space"),
    "spaces.member_left": _("ended a membership in the space"),
}
