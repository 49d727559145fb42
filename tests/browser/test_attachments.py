"""Pictures and files come by choosing, pasting and dragging."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.pages import ComposePage

pytestmark = pytest.mark.browser


def a_picture(colour: str) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(kept, "JPEG")
    return kept.getvalue()


def bring(composing: ComposePage, how: str, name: str, content: bytes, media: str = "image/jpeg") -> None:
    """Paste or drop a file on the text, as an operating system would."""
    composing.text.evaluate(
        """(field, [how, name, content, media]) => {
          const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], name, {type: media}));
          const given = {bubbles: true, cancelable: true};
          if (how === "paste") field.dispatchEvent(new ClipboardEvent("paste", {...given, clipboardData: data}));
          else for (const type of ["dragover", "drop"]) field.dispatchEvent(new DragEvent(type, {...given, dataTransfer: data}));
        }""",
        [how, name, base64.b64encode(content).decode(), media],
    )


@pytest.mark.expects(422)
def test_pictures_are_chosen_pasted_and_dragged_and_a_bad_file_is_refused_with_a_word(visitors, backstage):
    writer = backstage("colleague", name="Fien Foto", spaces=["open"])["id"]
    composing = ComposePage(visitors.come_in(writer)).visit(kind="update")
    rows = composing.main.locator("[data-attachments] .attachment")
    composing.page.locator("[data-upload-pick]").set_input_files(
        [{"name": "gekozen.jpg", "mimeType": "image/jpeg", "buffer": a_picture("teal")},
         {"name": "notitie.txt", "mimeType": "text/plain", "buffer": b"Een notitie van drie regels."}]
    )  # fmt: skip
    bring(composing, "paste", "geplakt.jpg", a_picture("maroon"))
    bring(composing, "drop", "gesleept.jpg", a_picture("navy"))
    expect(rows.locator("img")).to_have_count(3)
    for picture in rows.locator("img").all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("each => each.naturalWidth") > 0

    bring(composing, "drop", "kapot.jpg", a_picture("red")[:200])
    bring(composing, "drop", "programma.exe", b"MZ\x90\x00" + bytes(200), "application/octet-stream")
    expect(rows.get_by_role("alert")).to_have_count(2)
    for name in ("kapot.jpg", "programma.exe"):
        row = rows.filter(has_text=name)
        assert len(row.get_by_role("alert").inner_text()) > 20
        row.get_by_role("button", name=f"Remove: {name}").click()
    rows.filter(has_text="gesleept.jpg").get_by_role("button").click()
    expect(rows).to_have_count(3)

    post = composing.share("Update", "Met foto's en een notitie", "Zo ziet het eruit.")
    pictures = post.post.locator(".files--images img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("each => each.decode()")
        assert picture.evaluate("each => each.naturalWidth") > 0
    with post.page.expect_download() as download:
        post.post.get_by_role("link", name="notitie.txt").click()
    assert download.value.path().read_bytes() == b"Een notitie van drie regels."


def test_a_profile_gets_a_photo(visitors, backstage):
    person = backstage("colleague", name="Pim Portret")["id"]
    page = visitors.come_in(person)
    page.goto("/people/me/edit")
    page.get_by_label("Photo").set_input_files(
        {"name": "ik.jpg", "mimeType": "image/jpeg", "buffer": a_picture("olive")}
    )
    page.get_by_label("Ask me about").fill("paspoorten, stempels")
    page.get_by_role("button", name="Save").click()
    photo = page.locator(".person-card img.avatar")
    photo.evaluate("each => each.decode()")
    assert photo.evaluate("each => each.naturalWidth") > 0
    page.get_by_role("link", name="stempels").click()
    expect(page.get_by_role("main").locator(".person-row")).to_have_count(1)
