from django.apps import AppConfig


class AttentionConfig(AppConfig):
    name = "zinvol.apps.reactors.attention"
    label = "attention"
    default_auto_field = "django.db.models.BigAutoField"
