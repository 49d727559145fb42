"""All addresses, by app. The order matters only where one could match another."""

from django.urls import include, path

from zinvol.config import health, looks
from zinvol.flows.administration import urls as administration
from zinvol.flows.asking import views as asking
from zinvol.flows.delivery import views as delivery
from zinvol.flows.finding import views as finding
from zinvol.flows.inbox import views as inbox
from zinvol.flows.knowledge import views as knowledge
from zinvol.flows.moving import views as moving
from zinvol.flows.profile import views as profile
from zinvol.flows.setup import views as setup
from zinvol.flows.today import views as today
from zinvol.ui import views as ui

handler400 = "zinvol.config.errors.bad_request"
handler404 = "zinvol.config.errors.not_found"
handler403 = "zinvol.config.errors.forbidden"
handler500 = "zinvol.config.errors.server_error"

urlpatterns = [
    path("", today.today, name="today"),
    path("mentions/<int:pk>/done", today.tick_off, name="tick-off"),
    path("setup", setup.first_run, name="setup"),
    path("search", finding.find, name="find"),
    path("palette", finding.palette, name="palette"),
    path("people/<int:pk>/", profile.person, name="person"),
    path("manage/", include(administration)),
    path("style/accent-<str:colour>.css", looks.accent, name="accent"),
    path("style/icon-<int:size>.png", looks.icon, name="icon"),
    path("manifest.webmanifest", looks.manifest, name="manifest"),
    path("sw.js", looks.service_worker, name="service-worker"),
    path("offline", looks.offline, name="offline"),
    path("style/logo", looks.logo, name="logo"),
    path("styleguide/", ui.styleguide, name="styleguide"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", looks.robots, name="robots"),
    path("mail/mute/<str:token>", delivery.mute, name="mail-mute"),
    path("mail/stop/<str:token>", delivery.stop, name="mail-stop"),
    path("questions/alike", asking.alike, name="alike"),
    path("questions/<int:pk>/", asking.question, name="question"),
    path("questions/<int:pk>/people", asking.who, name="question-people"),
    path("questions/<int:pk>/ask", asking.ask, name="question-ask"),
    path("knowledge/", knowledge.subjects, name="subjects"),
    path("knowledge/check", knowledge.to_check, name="to-check"),
    path("knowledge/<slug:slug>", knowledge.subject, name="subject"),
    path("knowledge/<slug:slug>/know", knowledge.know, name="subject-know"),
    path("people/me/knowledge", knowledge.mine, name="my-knowledge"),
    path("posts/<int:pk>/merge", moving.merge, name="merge"),
    path("messages/", include("zinvol.flows.messages.urls")),
    path("inbox/", include("zinvol.flows.inbox.urls")),
    path("people/me/notices", inbox.notices, name="notices"),
    path("people/me/mail-is-right", inbox.mail_is_right, name="mail-is-right"),
    path("push/devices", inbox.add_device, name="add-device"),
    path("push/devices/<int:pk>/remove", inbox.remove_device, name="remove-device"),
    path("push/test", inbox.test_push, name="test-push"),
    path("", include("zinvol.apps.social.files.urls")),
    path("", include("zinvol.apps.social.people.urls")),
    path("", include("zinvol.apps.social.spaces.urls")),
    path("", include("zinvol.apps.content.studies.urls")),
    path("", include("zinvol.apps.content.posts.urls")),
]
