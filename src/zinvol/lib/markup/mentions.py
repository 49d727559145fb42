"""Mentions as people type and see them ("@Ruud Hamers"), and as they are kept (`@{12}`)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from zinvol.lib.markup.code import CodeRanges

MOST_CANDIDATES = 2_000

_TOKEN = re.compile(r"@\{([1-9][0-9]{0,14})\}")
# Not after a letter, as in an e-mail address, nor inside a web address.
_NOT_BEFORE = r"(?<![\w.+\-/@#])"
_LETTERS = r"(?:[^\W_][\u0300-\u036f]{0,3}){1,40}"
_NAME_WORD = rf"{_LETTERS}(?:[.'\u2019-]{_LETTERS}){{0,5}}\.?"
_INNER_MARK = re.compile(r"[.'\u2019]")
_FIRST_WORD = re.compile(rf"{_NOT_BEFORE}@({_NAME_WORD})")
_NEXT_WORD = re.compile(rf" ({_NAME_WORD})")
_NUMBER = re.compile(r"#([1-9][0-9]{0,14})(?![0-9])")
_REST_OF_WORD = re.compile(r"-?\w|[\u0300-\u036f]")
_MOST_WORDS = 5


def name_key(name: str) -> str:
    """The spelling under which names are compared: case folded, composed, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def mention_ids(source: str) -> tuple[int, ...]:
    """The people a source may mention, each once: whose names `render` and `expand_mentions` need."""
    return tuple(dict.fromkeys(int(number) for number in _TOKEN.findall(source)))


def mention_candidates(source: str) -> set[str]:
    """Every string after an `@` that could be a full name, as `name_key`, for one query to look up.

    At most 2,000; e-mail addresses and code are skipped. Raises TooComplex for an overlong source.
    """
    candidates: set[str] = set()
    for at in _mention_starts(source):
        candidates.update(name_key(source[at + 1 : end]) for end in _name_ends(source, at))
        if len(candidates) >= MOST_CANDIDATES:
            return set(sorted(candidates)[:MOST_CANDIDATES])
    return candidates


def collapse_mentions(source: str, people: Mapping[str, int]) -> str:
    """What a person typed, with every `@Full Name` or `@Full Name#12` replaced by its token.

    The longest name wins. `people` maps full names to ids; a name that several people share maps to 0,
    and is then a mention only with its `#number`. Raises TooComplex for an overlong source.
    """
    if "@" not in source or not people:
        return source
    keys = {name_key(name): person for name, person in people.items()}
    odd = _odd_names(people)
    pieces, done = [], 0
    for at in _mention_starts(source, odd):
        found = _typed_mention(source, at, keys, odd) if at >= done else None
        if found:
            person, end = found
            pieces += [source[done:at], f"@{{{person}}}"]
            done = end
    return "".join(pieces) + source[done:]


def expand_mentions(source: str, names: Mapping[int, str], ambiguous: set[int]) -> str:
    """The source as its author may edit it; those in `ambiguous` get their number, unknown ones stay tokens.

    `collapse_mentions` undoes this, given the same names.
    """
    code = CodeRanges(source)
    names = {person: " ".join(name.split()) for person, name in names.items() if name.strip()}
    pieces, done = [], 0
    for match in _TOKEN.finditer(source):
        # Right after another name this one could not be told from an e-mail address.
        shown = _shown(match, names, ambiguous) if not done or match.start() > done else None
        if shown and not code.holds(match.start()):
            pieces += [source[done : match.start()], shown]
            done = match.end()
    return "".join(pieces) + source[done:]


def _mention_starts(source: str, odd: re.Pattern[str] | None = None) -> Iterator[int]:
    starts = {match.start() for match in _FIRST_WORD.finditer(source)}
    if odd:
        starts |= {match.start() for match in odd.finditer(source)}
    if starts:
        code = CodeRanges(source)
        yield from (at for at in sorted(starts) if not code.holds(at))


def _name_ends(source: str, at: int) -> list[int]:
    """Where a name that begins after this `@` may end: after each of five words, or before a mark in one.

    "@Anna's" may mention Anna, and "@J. Smit." somebody with or without a full stop at the end. A hyphen is
    no end: "@Anne-Marie" is never Anne.
    """
    ends = []
    match = _FIRST_WORD.match(source, at)
    for _ in range(_MOST_WORDS):
        if not match:
            break
        ends += [mark.start() for mark in _INNER_MARK.finditer(source, match.start(1), match.end())]
        ends.append(match.end())
        match = _NEXT_WORD.match(source, match.end())
    return ends


def _typed_mention(
    source: str, at: int, keys: Mapping[str, int], odd: re.Pattern[str] | None
) -> tuple[int, int] | None:
    """The person meant at this `@` and where the mention ends."""
    ends = _name_ends(source, at)
    unusual = odd.match(source, at) if odd else None
    if unusual:
        ends = sorted({*ends, unusual.end()})
    for end in reversed(ends):
        person = keys.get(name_key(source[at + 1 : end]))
        if person is None:
            continue
        number = _NUMBER.match(source, end)
        if number:
            return int(number[1]), number.end()
        if not _continues_word(source, end):
            return (person, end) if person else None
    return None


def _odd_names(people: Mapping[str, int]) -> re.Pattern[str] | None:
    """The names that are not one to five ordinary words, longest first; None when there are none."""
    odd = [name for name in people if not _is_ordinary(name_key(name))]
    if not odd:
        return None
    longest_first = sorted((re.escape(" ".join(name.split())) for name in odd), key=len, reverse=True)
    return re.compile(rf"{_NOT_BEFORE}@(?:{'|'.join(longest_first)})", re.IGNORECASE)


def _is_ordinary(key: str) -> bool:
    return bool(key) and len(key) + 1 in _name_ends("@" + key, 0)


def _continues_word(source: str, end: int) -> bool:
    return _REST_OF_WORD.match(source, end) is not None


def _shown(match: re.Match[str], names: Mapping[int, str], ambiguous: set[int]) -> str | None:
    """The name for a token; None where it could not be read back, so that the token must stay."""
    person, source = int(match[1]), match.string
    name = names.get(person)
    if name is None or (match.start() and re.match(r"[\w.+\-/@#]", source[match.start() - 1])):
        return None
    following = source[match.end() : match.end() + 80]
    if following[:1].isdigit():
        return None
    needs_number = (
        person in ambiguous
        or _continues_word(following, 0)
        or _NUMBER.match(following)
        or _reads_on(name, following, names)
    )
    return f"@{name}#{person}" if needs_number else f"@{name}"


def _reads_on(name: str, following: str, names: Mapping[int, str]) -> bool:
    """Whether the words after the name would make it the longer name of somebody else."""
    whole = name_key(name + following)
    key = name_key(name)
    return any(len(other) > len(key) and whole.startswith(other) for other in map(name_key, names.values()))
