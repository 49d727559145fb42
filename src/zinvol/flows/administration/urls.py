from django.urls import path

from zinvol.flows.administration import consents, push_health, views

app_name = "manage"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite", views.invite, name="invite"),
    path("import", views.import_people, name="import"),
    path("people/<int:pk>", views.person, name="person"),
    path("people/<int:pk>/<str:act>", views.act, name="act"),
    path("departments", views.departments, name="departments"),
    path("departments/<int:pk>", views.department, name="department"),
    path("spaces", views.spaces, name="spaces"),
    path("settings", views.settings, name="settings"),
    path("audit", views.audit, name="audit"),
    path("consents", consents.consents, name="consents"),
    path("push", push_health.push_health, name="push"),
    path("health", views.health, name="health"),
]
