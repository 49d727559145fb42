from django.urls import path

from zinvol.apps.social.people import views
from zinvol.apps.social.people.views import entry

app_name = "people"
urlpatterns = [
    path("login", entry.sign_in, name="login"),
    path("login/demo", entry.demo, name="demo"),
    path("logout", entry.sign_out, name="logout"),
    path("enter/<str:token>", entry.enter, name="enter"),
    path("people/", views.directory, name="directory"),
    path("people/me/edit", views.edit, name="edit"),
    path("people/me/settings", views.settings, name="settings"),
    path("people/me/theme", views.theme, name="theme"),
    path("people/me/language", views.language, name="language"),
    path("people/<int:pk>/photo", views.photo, name="photo"),
]
