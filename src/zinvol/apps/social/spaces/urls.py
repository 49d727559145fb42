from django.urls import path

from zinvol.apps.social.spaces import views

app_name = "spaces"
urlpatterns = [
    path("spaces/", views.directory, name="directory"),
    path("spaces/new", views.new, name="new"),
    path("spaces/<slug:slug>/about", views.about, name="about"),
    path("spaces/<slug:slug>/members", views.members, name="members"),
    path("spaces/<slug:slug>/members/<int:pk>", views.member, name="member"),
    path("spaces/<slug:slug>/settings", views.settings, name="settings"),
    path("spaces/<slug:slug>/join", views.join, name="join"),
    path("spaces/<slug:slug>/leave", views.leave, name="leave"),
    path("spaces/<slug:slug>/ask", views.ask, name="ask"),
    path("spaces/<slug:slug>/invite", views.invite, name="invite"),
    path("spaces/<slug:slug>/level", views.level, name="level"),
    path("spaces/<slug:slug>/archive", views.archive, name="archive"),
    path("spaces/<slug:slug>/revive", views.revive, name="revive"),
    path("join-requests/<int:pk>", views.decide, name="decide"),
]
