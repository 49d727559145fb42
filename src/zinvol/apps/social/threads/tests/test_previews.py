"""Asking a page for its title: never inside our own network, and never for long."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.world import a_post
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.threads import previews
from zinvol.apps.social.threads.models import Link, LinkPreview
from zinvol.config import wiring
from zinvol.kernel import outbox
from zinvol.kernel.models import Job

HTML = b"<!doctype html><html><head><title>Rieten  daken\n</title><meta name=description content='Alles over riet'></head>"


class Pages(BaseHTTPRequestHandler):
    """A small site with pages that behave, and pages that do not."""

    asked: list[str] = []  # noqa: RUF012

    def do_GET(self):
        type(self).asked.append(self.path)
        try:
            getattr(self, "page_" + self.path.strip("/").partition("?")[0])()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, body=b"", status=200, **headers):
        self.send_response(status)
        for name, value in ({"Content_Type": "text/html"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_good(self):
        self.answer(HTML)

    def page_social(self):
        self.answer(
            b"<title>Gewoon</title><meta property='og:title' content='Sociaal &amp; fijn'><meta property='og:site_name' content='De Site'>"
        )

    def page_pdf(self):
        self.answer(b"%PDF <title>Nee</title>", Content_Type="application/pdf")

    def page_gone(self):
        self.answer(HTML, status=404)

    def page_untitled(self):
        self.answer(b"<p>Geen titel</p>")

    def page_hop(self):
        self.answer(status=302, Location="/good")

    def page_loop(self):
        self.answer(status=302, Location="/loop?again")

    def page_inside(self):
        self.answer(status=302, Location="http://binnen.example/good")

    def page_file(self):
        self.answer(status=302, Location="file:///etc/passwd")

    def page_long(self):
        self.answer(b"<title>" + b"x" * 3_000_000 + b"</title>")

    def page_broken(self):
        self.answer(b"<title>Half<![x[ en \x00 \xff verder")

    def page_endless(self):
        self.answer()
        while True:
            self.wfile.write(b"<p>" * 5_000)

    def page_drip(self):
        self.answer(b"<title>Langzaam</title>")
        while True:
            self.wfile.write(b" ")
            time.sleep(0.1)

    def page_drip_headers(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Traag: ")
        while True:
            self.wfile.write(b"a")
            time.sleep(0.1)

    def page_silent(self):
        time.sleep(5)

    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def outside(site, monkeypatch):
    """The site as if it stood on the public internet, under the name ``buiten.example``."""
    real = previews.public_address
    monkeypatch.setattr(previews, "PORTS", {80, 443, site})
    monkeypatch.setattr(
        previews,
        "public_address",
        lambda host, port: "127.0.0.1" if host == "buiten.example" else real(host, port),
    )
    Pages.asked = []
    return lambda page: previews.read(f"http://buiten.example:{site}/{page}")


def test_title_description_and_site_are_read(outside):
    assert outside("good") == ("Rieten daken", "Alles over riet", "buiten.example")
    assert outside("social") == ("Sociaal & fijn", "", "De Site")
    assert outside("hop") == ("Rieten daken", "Alles over riet", "buiten.example")
    assert outside("untitled") == ("", "", "buiten.example")


@pytest.mark.parametrize("page", ["pdf", "gone", "loop", "file", "nowhere"])
def test_what_is_no_page_is_refused(outside, page):
    with pytest.raises((previews.Refused, OSError, previews.http.client.HTTPException)):
        outside(page)
    assert len(Pages.asked) <= 6


def test_a_loop_ends_after_five_hops(outside):
    with pytest.raises(previews.Refused):
        outside("loop")
    assert len(Pages.asked) == 6


def test_a_redirect_into_our_own_network_is_not_followed(outside, monkeypatch):
    real, inside = socket.getaddrinfo, resolved("10.0.0.5")()
    ask = lambda host, *more, **named: inside if host == "binnen.example" else real(host, *more, **named)  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", ask)
    with pytest.raises(previews.Refused, match="public internet"):
        outside("inside")
    assert Pages.asked == ["/inside"]


def test_only_the_head_of_an_endless_page_is_read(outside):
    assert outside("endless")[0] == ""
    assert len(outside("long")[0]) <= previews.MAX_BYTES + 16 * 1024


@pytest.mark.slow
@pytest.mark.parametrize("page", ["drip", "drip_headers", "silent"])
def test_however_slowly_a_page_comes_it_is_cut_at_the_deadline(outside, monkeypatch, page):
    monkeypatch.setattr(previews, "MAX_SECONDS", 1.0)
    began = time.monotonic()
    with suppress(previews.Refused, OSError, previews.http.client.HTTPException):
        assert outside(page)[0] in ("", "Langzaam")
    assert time.monotonic() - began < 6


def resolved(address: str):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return lambda *_a, **_k: [(family, socket.SOCK_STREAM, 6, "", (address, 80))]


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "224.0.0.1", "239.1.1.1", "ff02::1", "255.255.255.255", "192.0.2.1",
    "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:0:7f00:1::", "::127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_name_leads_to_a_private_address(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", resolved(address))
    with pytest.raises(previews.Refused):
        previews.public_address("onschuldig.example", 80)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "1.1.1.1"])
def test_a_public_address_is_asked_itself_and_not_by_its_name(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", resolved(address))
    assert previews.public_address("buiten.example", 80) == address


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    both = [*resolved("93.184.216.34")(), *resolved("10.0.0.1")()]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(previews.Refused):
        previews.public_address("dubbel.example", 80)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0/",
        "http://localhost/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1:8080/", "http://192.168.0.1/", "http://127.0.0.1:22/", "http://127.0.0.1:6379/",
        "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http:///x", "http://user:pass@93.184.216.34/", "http://93.184.216.34:25/", "http://[bad/", "http://a..b/",
        "http://" + "a" * 300 + ".example/", "http://93.184.216.34:99999/", "//93.184.216.34/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_an_address_of_our_own_is_refused_however_it_is_written(monkeypatch, url):
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was made"))
    with pytest.raises((previews.Refused, ValueError, OSError)):
        previews.read(url)


def a_link(world, url: str) -> LinkPreview:
    a_post(world.member, world.open, body=f"Kijk eens naar deze pagina over daken: {url}")
    return LinkPreview.objects.get()


@pytest.mark.django_db
def test_switched_off_nothing_is_noted_and_nothing_is_asked(world, outside, site):
    a_post(
        world.member,
        world.open,
        body=f"Kijk eens naar deze pagina over daken: http://buiten.example:{site}/good",
    )
    assert (Link.objects.count(), LinkPreview.objects.count(), Job.objects.count()) == (0, 0, 0)
    preview = LinkPreview.objects.create(url=f"http://buiten.example:{site}/good", url_hash="x")
    previews.fetch(preview_id=preview.pk)
    preview.refresh_from_db()
    assert (preview.state, Pages.asked) == ("waiting", [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "state", "title"),
    [
        ("good", "ready", "Rieten daken"),
        ("gone", "none", ""),
        ("untitled", "none", ""),
        ("long", "ready", "x" * 200),
    ],
)
def test_switched_on_a_link_gets_the_title_of_its_page_once(world, outside, site, page, state, title):
    organisation.change_settings(administrator_id=None, link_previews=True)
    preview = a_link(world, f"http://buiten.example:{site}/{page}")
    outbox.work(wiring.HANDLERS)
    preview.refresh_from_db()
    assert (preview.state, preview.title) == (state, title)
    a_post(
        world.keeper,
        world.open,
        body=f"Nogmaals dezelfde pagina over rieten daken: http://buiten.example:{site}/{page}",
    )
    outbox.work(wiring.HANDLERS)
    assert (len(Pages.asked), Link.objects.count(), Job.objects.filter(state="done").count()) == (1, 2, 1)


@pytest.mark.django_db
def test_a_page_that_breaks_every_parser_is_no_trouble(world, outside, site):
    organisation.change_settings(administrator_id=None, link_previews=True)
    preview = a_link(world, f"http://buiten.example:{site}/broken")
    outbox.work(wiring.HANDLERS)
    preview.refresh_from_db()
    assert preview.state in ("ready", "none")
    assert Job.objects.get().state == "done"


@pytest.mark.django_db
def test_the_writer_takes_a_preview_away_and_nobody_else(world, outside, site, sign_in):
    organisation.change_settings(administrator_id=None, link_previews=True)
    a_link(world, f"http://buiten.example:{site}/good")
    outbox.work(wiring.HANDLERS)
    link = Link.objects.get()
    assert "Rieten daken" in sign_in(world.outsider).get(f"/posts/{link.thread_id}/").text
    assert sign_in(world.keeper).post(f"/links/{link.pk}/hide").status_code == 403
    sign_in(world.member).post(f"/links/{link.pk}/hide")
    assert "Rieten daken" not in sign_in(world.outsider).get(f"/posts/{link.thread_id}/").text


@pytest.mark.django_db
def test_three_links_of_a_text_are_looked_at_and_none_of_our_own(world):
    organisation.change_settings(administrator_id=None, link_previews=True)
    urls = " ".join(f"https://site{i}.example/" for i in range(6))
    a_post(
        world.member,
        world.open,
        body=f"Vijf eigen woorden vooraf, dan [wij](/spaces/) {urls} mailto:a@b.example",
    )
    assert list(LinkPreview.objects.order_by("pk").values_list("url", flat=True)) == [
        f"https://site{i}.example/" for i in range(3)
    ]
