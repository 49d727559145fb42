from io import BytesIO

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.template import engines
from django.utils.translation import gettext, ngettext, override
from jinja2 import TemplateSyntaxError

from zinvol.ui import translations

pytestmark = pytest.mark.slow

CODE = 'title = _("Today")\ncount = ngettext("%(n)s reply", "%(n)s replies", n)\nagain = pgettext("space", "Closed")\n'
PAGE = '<h1>{{ _("Half of %(total)s", total=9) }}</h1>{% trans %}Half{% endtrans %}{{ _("Half") }}'
DUTCH = {
    "Today": "Vandaag",
    "Closed": "Besloten",
    "Half of %(total)s": "De helft van %(total)s",
    "Half": "Half",
    "%(n)s reply": ("%(n)s reactie", "%(n)s reacties"),
}


@pytest.fixture
def code(tmp_path):
    """A product of five texts."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "words.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "tests" / "test_words.py").write_text('_("Not for people")\n')
    return tmp_path


@pytest.fixture
def whole(code):
    """Its catalogue, complete."""
    catalogue = translations.texts_of(code)
    for message in catalogue:
        message.string = (
            DUTCH[message.id if isinstance(message.id, str) else message.id[0]] if message.id else ""
        )
    return catalogue


@pytest.fixture
def compiled(settings, tmp_path):
    """The real catalogue, compiled beside what the checkout may have."""
    folder = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, translations.read(translations.PO))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGE_CODE = "nl"


def said(catalogue, code):
    return list(translations.problems(catalogue, translations.texts_of(code)))


def test_every_text_has_its_dutch():
    texts = translations.texts_of(translations.SOURCE)
    assert list(translations.problems(translations.read(translations.PO), texts)) == []


def test_the_file_is_as_extract_writes_it():
    text = translations.PO.read_bytes()
    assert translations.written(translations.read(translations.PO)) == text


def test_english_says_what_the_code_says(compiled):
    with override("en"):
        texts = [m.id for m in translations.texts_of(translations.SOURCE) if isinstance(m.id, str) and m.id]
        assert [t for t in texts if gettext(t) != t] == []
        assert gettext("Today") == "Today"
        assert ngettext("%(n)s reply", "%(n)s replies", 2) == "%(n)s replies"


def test_dutch_says_what_the_catalogue_says(compiled):
    with override("nl"):
        done = [m for m in translations.read(translations.PO) if isinstance(m.string, str) and m.string]
        plain = [m for m in done if m.id and not m.context]
        assert [m.id for m in plain if gettext(m.id) != m.string] == []
        page = engines.all()[0].from_string(
            "{% trans n=n %}{{ n }} reply{% pluralize %}{{ n }} replies{% endtrans %}"
        )
        assert [page.render({"n": n}) for n in (1, 2)] == ["1 reactie", "2 reacties"]


def test_texts_come_from_code_and_templates_and_not_from_tests(code):
    ids = [message.id for message in translations.texts_of(code) if message.id]
    assert ids == ["Half", "Half of %(total)s", ("%(n)s reply", "%(n)s replies"), "Closed", "Today"]


def test_a_whole_catalogue_has_no_problems(whole, code):
    assert said(whole, code) == []


def test_a_missing_translation_is_named(whole, code):
    whole.get("Today").string = ""
    assert said(whole, code) == ["no Dutch: 'Today' (words.py)"]
    whole.delete("Today")
    assert said(whole, code) == ["not extracted yet: 'Today' (words.py)"]


def test_a_missing_plural_is_named(whole, code):
    whole.get("%(n)s reply").string = ("%(n)s reactie", "")
    assert said(whole, code) == ["no Dutch: '%(n)s reply' (words.py)"]


def test_what_is_fuzzy_or_obsolete_is_named(whole, code):
    whole.get("Today").flags.add("fuzzy")
    whole.add("Yesterday", "Gisteren")
    assert said(whole, code) == [
        "fuzzy, read it and take the mark away: 'Today' (words.py)",
        "obsolete, extract again: 'Yesterday'",
    ]


def test_other_placeholders_are_named(whole, code):
    whole.get("Half of %(total)s").string = "De helft van %(totaal)s"
    whole.get("%(n)s reply").string = ("een reactie", "%(n)s reacties")
    assert said(whole, code) == [
        "other placeholders, ['%(totaal)s'] for ['%(total)s']: 'Half of %(total)s' (templates/page.html)",
        "other placeholders, [] for ['%(n)s']: '%(n)s reply' (words.py)",
    ]


def test_a_lone_percent_sign_would_stop_a_template(whole, code):
    whole.get("Half").string = "50%"
    assert said(whole, code) == ["write %% for %: 'Half' (templates/page.html)"]
    whole.get("Half").string = "50%%"
    assert said(whole, code) == []


def test_a_planted_hole_fails_the_check(monkeypatch, tmp_path, capsys):
    catalogue = translations.read(translations.PO)
    catalogue.get("Today").string = ""
    monkeypatch.setattr(translations, "PO", tmp_path / "django.po")
    translations.PO.write_bytes(translations.written(catalogue))
    assert translations.main(["check"]) == 1
    assert "no Dutch: 'Today'" in capsys.readouterr().out


def test_extracting_keeps_the_dutch_and_drops_what_is_gone(whole, code):
    whole.add("Yesterday", "Gisteren")
    (code / "words.py").write_text(CODE + 'more = _("Tomorrow")\n')
    new = translations.updated(whole, translations.texts_of(code))
    assert new.get("Today").string == "Vandaag"
    assert not new.get("Tomorrow").string
    assert new.get("Closed", "space").string == "Besloten"
    assert new.get("Yesterday") is None


def test_a_reworded_text_gets_its_old_dutch_to_be_read_again(whole, code):
    (code / "templates" / "page.html").write_text(PAGE.replace("Half of %(total)s", "Half of the %(total)s"))
    new = translations.updated(whole, translations.texts_of(code)).get("Half of the %(total)s")
    assert (new.string, new.fuzzy) == ("De helft van %(total)s", True)


def test_the_file_holds_no_dates_and_no_line_numbers(whole):
    text = translations.written(whole).decode()
    assert "Date" not in text
    assert "#: templates/page.html\n" in text
    again = read_po(BytesIO(text.encode()), locale="nl")
    assert translations.written(again).decode() == text


def test_a_template_that_cannot_be_read_is_not_passed_over(code):
    (code / "templates" / "broken.html").write_text("{% if %}")
    with pytest.raises(TemplateSyntaxError):
        translations.texts_of(code)


def test_without_a_catalogue_everything_is_still_to_do(tmp_path):
    assert len(translations.read(tmp_path / "none.po")) == 0
    assert isinstance(translations.read(tmp_path / "none.po"), Catalog)
