from django.apps import AppConfig


class ExpertiseConfig(AppConfig):
    name = "zinvol.apps.reactors.expertise"
    label = "expertise"
    default_auto_field = "django.db.models.BigAutoField"
