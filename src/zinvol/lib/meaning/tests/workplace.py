"""Invented questions of a municipality, each asked again in other Dutch and in English; and strangers.

The weight and the floor in `comparing.py` were chosen on these, so on others they may do less well. The
strangers are questions of the same workplace that nobody asked before; some are near one that was.
"""

# The question, somebody else's words for it, the same in English.
ASKED = [
    (
        "Hoe vraag ik een nieuwe toegangspas aan?",
        "Mijn badge is kwijt, waar krijg ik een andere?",
        "How do I request a new access card?",
    ),
    (
        "Wie mag een offerte boven de 50.000 euro ondertekenen?",
        "Tot welk bedrag heeft een teamleider tekenbevoegdheid bij inkoop?",
        "Who is allowed to sign a quote above 50,000 euros?",
    ),
    (
        "Waar vind ik het sjabloon voor een collegevoorstel?",
        "Is er een format voor een voorstel aan B en W?",
        "Where can I find the template for a proposal to the mayor and aldermen?",
    ),
    (
        "Hoe lang bewaren we sollicitatiebrieven van afgewezen kandidaten?",
        "Wanneer moeten we gegevens van sollicitanten verwijderen?",
        "How long do we keep application letters of rejected candidates?",
    ),
    (
        "Kan ik mijn werklaptop meenemen naar het buitenland?",
        "Mag ik tijdens mijn vakantie in Spanje op mijn computer van het werk inloggen?",
        "May I take my work laptop abroad?",
    ),
    (
        "Hoe reserveer ik een vergaderruimte voor meer dan twintig mensen?",
        "Ik zoek een grote zaal voor een bijeenkomst, waar boek ik die?",
        "How do I book a meeting room for more than twenty people?",
    ),
    (
        "Waarom doet de printer op de derde verdieping het niet?",
        "Afdrukken lukt niet meer boven, weet iemand wat er aan de hand is?",
        "Why is the printer on the third floor not working?",
    ),
    (
        "Hoe dien ik reiskosten in voor een cursus?",
        "Krijg ik de trein naar een training vergoed?",
        "How do I claim travel expenses for a course?",
    ),
    (
        "Wat doe ik als een inwoner agressief wordt aan de balie?",
        "Een bezoeker begon te schreeuwen en te dreigen, hoe gaan we daarmee om?",
        "What do I do when a resident becomes aggressive at the desk?",
    ),
    (
        "Wie is de contactpersoon voor het plaatsen van laadpalen?",
        "Bij wie moet ik zijn als een bewoner zijn elektrische auto in de straat wil opladen?",
        "Who is the contact for installing charging stations?",
    ),
    (
        "Hoe maak ik een tekst begrijpelijk voor laaggeletterden?",
        "Tips om brieven in eenvoudige taal te schrijven?",
        "How do I make a text understandable for people with low literacy?",
    ),
    (
        "Mag ik foto's van een buurtfeest op onze website zetten?",
        "Hebben we toestemming nodig om beelden met herkenbare bewoners te publiceren?",
        "May I put pictures of a street party on our website?",
    ),
    (
        "Hoeveel vakantiedagen kan ik meenemen naar volgend jaar?",
        "Vervalt verlof dat ik niet heb opgemaakt?",
        "How many days of leave can I carry over to next year?",
    ),
    (
        "Hoe meld ik een datalek?",
        "Ik heb een mail met persoonsgegevens naar de verkeerde gestuurd, wat nu?",
        "How do I report a data breach?",
    ),
    (
        "Welke vergunning is nodig voor een evenement in het park?",
        "Een vereniging wil een festival houden op het gras, wat moeten ze aanvragen?",
        "Which permit is needed for an event in the park?",
    ),
    (
        "Hoe werkt de nieuwe telefooncentrale als ik thuis ben?",
        "Doorschakelen van gesprekken bij thuiswerken, hoe stel ik dat in?",
        "How does the new telephone system work when I am at home?",
    ),
    (
        "Waar kan ik mijn fiets veilig stallen bij het stadhuis?",
        "Is er een overdekte fietsenstalling voor medewerkers?",
        "Where can I safely park my bicycle at the town hall?",
    ),
    (
        "Hoe vraag ik cijfers op over het aantal bijstandsuitkeringen per wijk?",
        "Wie heeft statistieken over mensen in de bijstand, uitgesplitst naar buurt?",
        "How do I get figures on the number of welfare benefits per neighbourhood?",
    ),
    (
        "Wanneer moet een raadsvraag beantwoord zijn?",
        "Wat is de termijn voor het reageren op schriftelijke vragen van de gemeenteraad?",
        "By when must a question of the council be answered?",
    ),
    (
        "Hoe regel ik een vervanger als ik ziek ben tijdens een piketdienst?",
        "Ik heb griep en moet dit weekend bereikbaar zijn, wie neemt het over?",
        "How do I arrange a substitute when I am ill during on-call duty?",
    ),
    (
        "Kan een stagiair toegang krijgen tot het zaaksysteem?",
        "Onze student moet dossiers kunnen inzien, is dat toegestaan?",
        "Can an intern get access to the case management system?",
    ),
    (
        "Wat kost het om een boom in de voortuin te laten kappen?",
        "Hoeveel betaalt iemand aan leges voor het vellen van een boom?",
        "What does it cost to have a tree in the front garden cut down?",
    ),
    (
        "Hoe voeg ik een gedeelde mailbox toe in Outlook?",
        "Ik zie de postbus van mijn team niet in mijn e-mailprogramma",
        "How do I add a shared mailbox in Outlook?",
    ),
    (
        "Is er een vertrouwenspersoon met wie ik over pesten kan praten?",
        "Bij wie kan ik terecht als een collega mij steeds kleineert?",
        "Is there a confidential adviser I can talk to about bullying?",
    ),
]

# The same once more, as somebody begins to type it.
TYPED = [
    "Toegangspas kwijt, nieuwe aanvragen",
    "Offerte ondertekenen, wie is bevoegd?",
    "Sjabloon collegevoorstel",
    "Bewaartermijn sollicitaties",
    "Laptop mee op vakantie",
    "Vergaderzaal reserveren voor 30 personen",
    "Printer derde verdieping kapot",
    "Reiskosten declareren cursus",
    "Agressieve inwoner aan de balie, wat te doen",
    "Contactpersoon laadpalen gezocht",
    "Begrijpelijk schrijven voor laaggeletterden",
    "Foto's van inwoners op de website, mag dat?",
    "Vakantiedagen meenemen",
    "Datalek melden, hoe gaat dat?",
    "Vergunning voor een evenement",
    "Telefooncentrale en thuiswerken",
    "Waar laat ik mijn fiets bij het stadhuis?",
    "Aantal bijstandsuitkeringen per wijk",
    "Termijn beantwoorden raadsvragen",
    "Ziek tijdens piket, wie vervangt?",
    "Zaaksysteem toegang voor stagiair",
    "Kosten kappen boom",
    "Outlook gedeelde mailbox",
    "Vertrouwenspersoon pesten",
]

STRANGERS = [
    "Hoe vraag ik een parkeervergunning aan voor mijn eigen auto?",
    "Wie mag er bij de nieuwjaarsborrel aanwezig zijn?",
    "Waar vind ik het logo van de gemeente in hoge resolutie?",
    "Hoe lang duurt de verbouwing van de kantine nog?",
    "Kan ik een tweede beeldscherm krijgen voor op kantoor?",
    "Waarom is het salaris deze maand later gestort?",
    "Hoe bestel ik visitekaartjes?",
    "Welke deelgemeenten doen mee aan de energietransitie?",
    "Wanneer worden de containers in de binnenstad geleegd?",
    "Wie organiseert het afscheid van de gemeentesecretaris?",
    "Hoeveel inwoners had de stad in 1950?",
    "Wat is het wachtwoord van het gastennetwerk?",
    "How do I register the birth of a child?",
    "Which software do we use for drawing road maps?",
    "Can somebody recommend a caterer for a lunch meeting?",
    "When does the swimming pool open again after the summer?",
    "How do I change my bank account number for my salary?",
    "Where is the first aid kit on the ground floor?",
    "Who translates letters into Polish?",
    "Is there a budget for a team outing?",
    "What are the opening hours of the waste collection point?",
    "How do I get a lease bike through my employer?",
    "Which aldermen are responsible for youth care?",
    "May I work four days of nine hours?",
]
