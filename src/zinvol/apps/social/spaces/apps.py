from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "zinvol.apps.social.spaces"
    label = "spaces"
    default_auto_field = "django.db.models.BigAutoField"
