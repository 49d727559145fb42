"""Paragraphs that a mail program folded (RFC 3676, ``format=flowed``), made whole again."""


def unflowed(text: str, *, joins_words: bool) -> str:
    """The text with folded lines joined. ``joins_words`` is the parameter ``delsp``: the space that marks
    the fold is not part of the text."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_folded = words.endswith(" ") and words != "-- "
        if depth == open_depth and words != "-- ":
            lines[-1] += words
        else:
            lines.append(">" * depth + (" " if depth else "") + words)
        if is_folded and joins_words:
            lines[-1] = lines[-1].removesuffix(" ")
        open_depth = depth if is_folded else -1
    return "\n".join(lines)
