"""By which names, ids and styles mail programs mark quotations and signatures in HTML."""

import re
from enum import Enum


class Role(Enum):
    """What an element is in the conversation: somebody's own words unless a mail program says otherwise."""

    OWN = "own"
    QUOTED = "quoted"
    ORIGINAL = "original"
    SIGNATURE = "signature"


_QUOTED_CLASSES = {"gmail_attr", "moz-cite-prefix", "yahoo_quoted", "tutanota_quote", "zmail_extra"}
_ORIGINAL_CLASSES = {"outlookmessageheader", "moz-forward-container", "moz-email-headers-table"}
_ORIGINAL_IDS = {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"}
_SIGNATURE_NAMES = {"gmail_signature", "moz-signature", "ms-outlook-mobile-signature"}

# The line that Outlook for Windows draws above the header block of the mail it answers.
_OUTLOOK_LINE = re.compile(r"border-top:\s?solid #(?:e1e1e1|b5c4df)", re.IGNORECASE)
# Gmail and Outlook indent a paragraph by means of a quotation without a line beside it.
_INDENTED = re.compile(r"border(?:-width)?:\s?(?:none|0)", re.IGNORECASE)


def role_of(tag: str, attributes: dict[str, str]) -> Role:
    """The role that the attributes of an element give it."""
    classes = set(attributes.get("class", "").lower().split())
    name = attributes.get("id", "").lower()
    style = attributes.get("style", "")
    if tag == "blockquote":
        is_indented = (
            _INDENTED.search(style)
            and not classes & {"gmail_quote"}
            and "cite" not in attributes.get("type", "")
        )
        return Role.OWN if is_indented else Role.QUOTED
    if classes & _QUOTED_CLASSES:
        return Role.QUOTED
    if name in _ORIGINAL_IDS or classes & _ORIGINAL_CLASSES or _OUTLOOK_LINE.search(style):
        return Role.ORIGINAL
    if name in _SIGNATURE_NAMES or classes & _SIGNATURE_NAMES:
        return Role.SIGNATURE
    return Role.OWN
