"""Every client that we know, in Dutch and English: what stays are the words of the person."""

import pytest

from zinvol.lib.letters import MARKER, own_words

QUOTE = "> Wie heeft de sleutel van de\n> raadzaal?\n>\n> Noor"

ANNOUNCEMENTS = {
    "Gmail, English": "On Mon, Nov 3, 2025 at 10:12 AM Noor de Wit <noor@veldhaven.example> wrote:",
    "Gmail, folded": "On Mon, Nov 3, 2025 at 10:12 AM Noor de Wit via Zinvol Veldhaven\n<zinvol@veldhaven.example> wrote:",
    "Gmail, Dutch": "Op ma 3 nov 2025 om 10:12 schreef Noor de Wit <noor@veldhaven.example>:",
    "Gmail, Dutch, folded": "Op ma 3 nov 2025 om 10:12 schreef Noor de Wit van de afdeling Vergunningen <\nnoor@veldhaven.example>:",
    "Gmail on Android": "Op ma 3 nov. 2025 10:12 schreef Noor de Wit <noor@veldhaven.example>:",
    "Apple Mail": "On 3 Nov 2025, at 10:12, Noor de Wit <noor@veldhaven.example> wrote:",
    "Apple Mail, Dutch": "Op 3 nov. 2025, om 10:12 heeft Noor de Wit <noor@veldhaven.example> het volgende geschreven:",
    "Apple Mail, Dutch, folded": "Op 3 nov. 2025, om 10:12 heeft Noor de Wit\n<noor@veldhaven.example> het volgende\ngeschreven:",
    "Thunderbird": "On 03/11/2025 10:12, Noor de Wit wrote:",
    "Thunderbird, Dutch": "Op 3-11-2025 om 10:12 schreef Noor de Wit:",
    "Thunderbird, older": "Noor de Wit schreef op 3-11-2025 om 10:12:",
    "Yahoo": "On Monday, November 3, 2025 at 10:12:00 AM GMT+1, Noor <noor@veldhaven.example> wrote:",
    "Proton": "Op maandag 3 november 2025 om 10:12, schreef Noor de Wit <noor@veldhaven.example>:",
    "FairEmail": "On November 3, 2025 10:12:00 AM GMT+01:00, Noor de Wit <noor@veldhaven.example> wrote:",
    "French": "Le lun. 3 nov. 2025 à 10:12, Noor de\nWit <noor@veldhaven.example> a écrit :",
    "by hand": "Noor schreef:",
}

ORIGINALS = {
    "Outlook": "From: Noor de Wit <noor@veldhaven.example>\nSent: Monday, November 3, 2025 10:12\n"
    "To: Sam Bakker <sam@veldhaven.example>\nSubject: Re: De sleutel\n\nWie heeft de sleutel?",
    "Outlook, Dutch": "Van: Noor de Wit <noor@veldhaven.example>\nVerzonden: maandag 3 november 2025 10:12\n"
    "Aan: Sam Bakker <sam@veldhaven.example>\nOnderwerp: Re: De sleutel\n\nWie heeft de sleutel?",
    "Outlook, bold": "*From:* Noor de Wit\n*Sent:* Monday, November 3, 2025 10:12\n*To:* Sam\n*Subject:* Re: x\n\nWie?",
    "Outlook, Dutch, bold": "**Van:** Noor\n**Verzonden:** maandag 3 november 2025 10:12\n**Aan:** Sam\n"
    "**Onderwerp:** Re: x\n\nWie?",
    "Outlook on the web": "________________________________\nFrom: Noor de Wit <noor@veldhaven.example>\n"
    "Sent: Monday, November 3, 2025 10:12\nTo: Sam Bakker\nSubject: Re: x\n\nWie?",
    "Outlook on the web, Dutch": "________________________________\nVan: Noor de Wit <noor@veldhaven.example>\n"
    "Verzonden: maandag 3 november 2025 10:12\nAan: Sam Bakker\nOnderwerp: Re: x\n\nWie?",
    "Outlook, many recipients": "Van: Noor de Wit\nVerzonden: maandag 3 november 2025 10:12\nAan: Sam Bakker;\n"
    "Ruud Hamers; Els Vos\nCC: Ine\nOnderwerp: Re: x\n\nWie?",
    "Outlook 2003": "-----Original Message-----\nFrom: Noor\nSubject: x\n\nWie?",
    "Outlook 2003, Dutch": "-----Oorspronkelijk bericht-----\nVan: Noor\nOnderwerp: x\n\nWie?",
    "Samsung": "-------- Original message --------\nFrom: Noor <noor@veldhaven.example>\nDate: 03/11/2025 10:12\nWie?",
    "Samsung, Dutch": "-------- Oorspronkelijk bericht --------\nVan: Noor <noor@veldhaven.example>\n"
    "Datum: 03-11-2025 10:12 (GMT+01:00)\nAan: sam@veldhaven.example\nOnderwerp: x\n\nWie?",
    "Yahoo, unquoted": "On Monday, November 3, 2025 at 10:12, Noor <noor@veldhaven.example> wrote:\n\n  Wie?",
    "Gmail forward": "---------- Forwarded message ---------\nVan: Noor\n\nWie?",
    "Apple forward, Dutch": "Begin doorgestuurd bericht:\n\nVan: Noor\n\nWie?",
}

SIGNATURES = {
    "dashes": "-- \nSam Bakker\nGemeente Veldhaven",
    "dashes that lost their space": "--\nSam Bakker\nGemeente Veldhaven",
    "iPhone": "Sent from my iPhone",
    "iPhone, Dutch": "Verzonden vanaf mijn iPhone",
    "iPad, Dutch": "Verstuurd vanaf mijn iPad",
    "Samsung": "Verstuurd vanaf mijn Galaxy",
    "Outlook for Android": "Get Outlook for Android<https://aka.ms/AAb9ysg>",
    "Outlook for Android, Dutch": "Verstuurd vanuit Outlook voor Android",
    "Outlook for iOS, as a link": "[Outlook voor iOS](https://aka.ms/o0ukef)",
    "Mail for Windows": "Verzonden vanuit Mail voor Windows",
    "Proton": "Verzonden met Proton Mail.",
    "closing": "Met vriendelijke groet,\n\nSam Bakker\nAdviseur\nTel. 0123 456 789",
    "closing with eight lines": "Vriendelijke groeten,\n" + "\n".join(f"regel {n}" for n in range(8)),
    "closing in one line": "Groet, Sam",
    "short closing": "Mvg Sam",
    "bold closing": "**Met vriendelijke groet,**\nSam",
    "English closing": "Kind regards,\nSam Bakker",
    "English closing in one line": "Best regards, Sam",
    "closing and telephone": "Groetjes,\nSam\n\nVerzonden vanaf mijn iPhone",
    "disclaimer": "Dit bericht is uitsluitend bestemd voor de geadresseerde. Bent u dat niet,\ngooi het dan weg.",
    "disclaimer on contents": "De informatie in dit e-mailbericht is vertrouwelijk.\n\nGemeente Veldhaven",
    "English disclaimer": "This e-mail and any attachment is confidential and may be privileged.",
    "closing and disclaimer": "Hartelijke groet,\nSam\n\nAan dit bericht kunnen geen rechten worden ontleend.",
}


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS.values(), ids=ANNOUNCEMENTS)
def test_an_answer_above_a_quotation(announcement):
    assert own_words(f"Bij mij.\n\nTot zo!\n\n{announcement}\n\n{QUOTE}\n") == "Bij mij.\n\nTot zo!"


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS.values(), ids=ANNOUNCEMENTS)
def test_an_answer_below_a_quotation(announcement):
    assert own_words(f"{announcement}\r\n{QUOTE}\r\n\r\nBij mij.\r\n") == "Bij mij."


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS.values(), ids=ANNOUNCEMENTS)
def test_answers_between_quoted_lines_keep_what_they_answer(announcement):
    mail = f"Zie onder.\n\n{announcement}\n> Wie heeft de sleutel?\nIk.\n> En wanneer?\nMorgen.\n> Noor"
    assert own_words(mail) == "Zie onder.\n\n> Wie heeft de sleutel?\n\nIk.\n\n> En wanneer?\n\nMorgen."


@pytest.mark.parametrize("original", ORIGINALS.values(), ids=ORIGINALS)
def test_an_answer_above_the_mail_itself(original):
    assert own_words(f"Bij mij.\n\n{original}\n\nen nog een regel") == "Bij mij."


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_goes(signature):
    assert own_words(f"Bij mij.\n\nTot zo!\n\n{signature}\n") == "Bij mij.\n\nTot zo!"


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_above_a_quotation_goes(signature):
    mail = f"Bij mij.\n\n{signature}\n\nOp ma 3 nov 2025 om 10:12 schreef Noor <noor@veldhaven.example>:\n\n{QUOTE}"
    assert own_words(mail) == "Bij mij."


@pytest.mark.parametrize(
    "text",
    [
        "Op maandag schreef Jan een stuk\nover de raadzaal.",
        "Op 3 november schreef Jan:\nik kom niet.\n\nDat vind ik jammer.",
        "On Monday he wrote:\nnot me.",
        "De korting:\n> 5 jaar\n> 10 jaar: het dubbele",
        "> 5 jaar: korting\n> 10 jaar: het dubbele",
        "Wie komt er:\n> Noor\n> Sam",
        "Als x > 5 dan\nen anders niet.",
        "Van: Utrecht\nAan: Zwolle\nDatum: 3 maart\n\nWie rijdt mee?",
        "Drie punten:\n- de sleutel\n- de zaal\n    - boven\n\n-3 graden was het.",
        "Thanks,\ndat helpt. Maar er is nog iets.",
        "Bedankt!\nEr is nog iets.",
        "De groeten uit Zeeland!\nHet is hier mooi.",
        "Dit bericht is uitsluitend bestemd voor team Zuid.\n\nWie komt er?",
        "Wat zij schreef:\n\nniets.",
        "Kop\n--\nTekst eronder",
        "een\n\n--\n\ntwee\n\n--\n\ndrie",
        "Verzonden vanaf mijn iPhone staat er altijd onder.\nHoe zet ik dat uit?",
        "Ja.\n\nMet vriendelijke groet,\n" + "\n".join(f"regel {n}" for n in range(9)),
        "> Wie heeft de sleutel?\n\nIk.",
        "Groet, Sam",
        "Met vriendelijke groet,\nSam Bakker",
    ],
)
def test_nothing_is_taken_that_somebody_wrote(text):
    assert own_words(text) == text


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (f"Ja.\n\nOp 3 nov 2025 om 10:12 schreef Zinvol:\n\n> {MARKER}\n> Noor vroeg iets", "Ja."),
        (
            f"Ja.\n\nPå mandag skrev Zinvol:\n{MARKER} Antwoord boven deze regel\nNoor vroeg iets",
            "Ja.\n\nPå mandag skrev Zinvol:",
        ),
        ("Ja.\n\n--- ✂️ --- Reply above this line\nold", "Ja."),
        ("Ja.\n\n—- ? —- Reply above this line\nold", "Ja."),
        (f"> {MARKER}\n> Noor vroeg iets\n\nJa, hoor.", "Ja, hoor."),
        (f"{MARKER}\nNoor vroeg iets", ""),
    ],
)
def test_below_our_own_line_all_is_ours(mail, words):
    assert own_words(mail) == words


def test_an_iphone_quotes_its_announcement_as_well():
    quoted = "> Op 3 nov 2025 om 10:12 heeft Noor <noor@veldhaven.example> het volgende geschreven:\n> \n> \ufeffWie?"
    assert own_words(f"Ik.\n\nVerzonden vanaf mijn iPhone\n\n{quoted}") == "Ik."


def test_a_postscript_is_not_a_signature():
    assert own_words("Ik.\n\nGroet,\nSam\n\nPS: tot morgen") == "Ik.\n\nPS: tot morgen"


def test_a_quotation_without_announcement_at_the_bottom_goes():
    assert own_words(f"Ik.\n\n{QUOTE}") == "Ik."


def test_a_quotation_that_only_a_signature_follows_goes():
    assert own_words(f"Ik.\n\n{QUOTE}\n\nGroet, Sam") == "Ik."


def test_who_sends_only_a_quotation_or_a_program_says_nothing():
    assert own_words(QUOTE) == ""
    assert own_words("Verzonden vanaf mijn iPhone") == ""


def test_a_signature_is_all_that_was_written():
    assert own_words(f"Groet, Sam\n\nNoor schreef:\n{QUOTE}") == "Groet, Sam"


def test_two_quotations_of_one_mail_each_with_its_answer():
    mail = "> Wie?\n> (de sleutel)\n\nIk.\n\n> Wanneer?\n\nNu.\n\nGroet, Sam"
    assert own_words(mail) == "> Wie?\n> (de sleutel)\n\nIk.\n\n> Wanneer?\n\nNu."


def test_blank_lines_and_trailing_spaces_are_tidied():
    assert own_words("\n\n een  \r\n\r\n\r\n\r\ntwee\u200b \n") == " een\n\ntwee"
