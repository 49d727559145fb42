from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "zinvol.apps.social.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
