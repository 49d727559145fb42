from django.urls import path

from zinvol.flows.messages import views

app_name = "messages"
urlpatterns = [
    path("", views.conversations, name="list"),
    path("new", views.new, name="new"),
    path("search", views.search, name="search"),
    path("with/<int:pk>", views.with_person, name="with"),
    path("blocked/<int:pk>", views.unblock, name="unblock"),
    path("reports", views.reports, name="reports"),
    path("reports/<int:pk>", views.handle_report, name="handle-report"),
    path("said/<int:pk>", views.part, name="part"),
    path("said/<int:pk>/change", views.change, name="change"),
    path("said/<int:pk>/take-back", views.take_back, name="take-back"),
    path("said/<int:pk>/react", views.react, name="react"),
    path("said/<int:pk>/report", views.report, name="report"),
    path("said/<int:pk>/propose", views.propose, name="propose"),
    path("proposals/<int:pk>", views.agree, name="agree"),
    path("<int:pk>/", views.conversation, name="conversation"),
    path("<int:pk>/say", views.say, name="say"),
    path("<int:pk>/since", views.since, name="since"),
    path("<int:pk>/seen", views.seen, name="seen"),
    path("<int:pk>/typing", views.typing, name="typing"),
    path("<int:pk>/people", views.add_people, name="people"),
    path("<int:pk>/name", views.name, name="name"),
    path("<int:pk>/mute", views.mute, name="mute"),
    path("<int:pk>/leave", views.leave, name="leave"),
    path("<int:pk>/block", views.block, name="block"),
]
