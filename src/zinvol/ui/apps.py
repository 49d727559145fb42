from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zinvol.ui"
    label = "ui"
