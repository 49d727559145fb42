from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "zinvol.apps.reactors.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
