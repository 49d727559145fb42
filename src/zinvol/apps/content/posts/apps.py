from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "zinvol.apps.content.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"
