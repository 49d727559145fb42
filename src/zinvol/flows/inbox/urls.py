from django.urls import path

from zinvol.flows.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("reached/", views.ledger, name="ledger"),
    path("count", views.count, name="count"),
    path("read", views.read_all, name="read-all"),
    path("<int:pk>/read", views.read, name="read"),
    path("<int:pk>/unread", views.unread, name="unread"),
    path("<int:pk>/reply", views.reply, name="reply"),
    path("<int:pk>/thank", views.thank, name="thank"),
    path("<int:pk>/mute", views.mute, name="mute"),
    path("<int:pk>/unmute", views.unmute, name="unmute"),
]
