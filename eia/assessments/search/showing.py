"""What is shown of each version found: the place that fits best, one sentence of it with the words marked, and others.

Everything is taken from what the version says now. Of whoever may know no more than a title, the title alone is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from eia.assessments.listed import Listed, listed
from eia.assessments.models import Version
from eia.assessments.readers import Part, part_of
from eia.assessments.search.asking import Asked
from eia.assessments.search.beginnings import beginnings
from eia.assessments.search.finding import PAGE, Key, Narrowed, found
from eia.assessments.search.texts import Said, sayings
from eia.assessments.search.words import Word, words
from eia.people.queries import Standings

SHOWN = 240
"""So many letters of a sentence are shown."""
NEAR = 160
"""Words so far apart are shown together."""
OTHERS = 3
"""So many other places are named."""
LOOKED_THROUGH = 5
"""So many pages of what has the words are looked through for one page of what has them in that order."""
_END = re.compile(r"[.!?…]\s+|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A text in which words were found, and the sentence around them."""

    said: Said
    sentence: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Hit:
    line: Listed
    title: Sequence[Piece]
    best: Place | None
    """None where the words stand in the title alone, or no more than that may be read."""
    others: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Page:
    hits: Sequence[Hit]
    next: str
    """The key to go on behind; "" at the end."""
    cut: Sequence[str] = ()
    """What begins more words than are looked for."""


def page_of(session: Session, by: Standings, asked: Asked, narrowed: Narrowed, after: Key | None) -> Page:
    """What fits best. Of words in quotes the index knows only that they are there: then more is looked through."""
    shown: list[Hit] = []
    begun = beginnings(session, asked.begun)
    cut = [word for word, one in begun.items() if one.more]
    for _ in range(LOOKED_THROUGH if asked.phrases else 1):
        rows = found(session, by, asked, narrowed, after, begun)
        seen = rows[:PAGE]
        shown += hits(session, by, asked, narrowed.part, [number for _, number in seen]) if seen else []
        if len(rows) <= PAGE:
            return Page(shown, "", cut)
        after = Key(*seen[-1])
        if len(shown) >= PAGE:
            break
    return Page(shown, after.written if after else "", cut)


def hits(session: Session, by: Standings, asked: Asked, part: str, version_ids: Sequence[int]) -> list[Hit]:
    """In that order; what may not be read any more by now, or says nothing of it any more, is left out."""
    query = listed().add_columns(part_of(by)).where(Version.id.in_(version_ids))
    lines = {row[0]: (Listed(*row[:-1]), Part(row[-1])) for row in session.execute(query)}
    whole = [one for one, (_, may) in lines.items() if may == Part.ALL]
    said = {one: saying.said for one, saying in sayings(session, versions=whole).items()} if whole else {}
    found = []
    for one in version_ids:
        line, may = lines.get(one, (None, Part.NONE))
        if line is not None and may != Part.NONE:
            hit = _hit(line, said.get(one, ()) if may == Part.ALL else (), asked, part)
            found += [hit] if hit else []
    return found


def _hit(line: Listed, said: Sequence[Said], asked: Asked, part: str) -> Hit | None:
    wanted = set(asked.words)
    title = found_in(f"{line.title}\n{line.reference}", asked) if part in ("", "title") else []
    texts = [one for one in said if one.part != "title" and part in ("", one.part)]
    fits = [(one, found) for one in texts if (found := found_in(one.text, asked))]
    quoted = [fit for fit in fits if says_all(fit[0].text, asked.phrases)] if asked.phrases else fits
    if not quoted and not (title and says_all(line.title, asked.phrases)):
        return None
    quoted.sort(key=lambda fit: -len({word.folded for word in fit[1]}))  # stable: as they stand in the assessment
    known = {word.folded for word in title}
    best = next(iter(quoted), None)
    if best is not None and wanted <= known and not wanted <= {word.folded for word in best[1]}:
        best = None
    place = Place(best[0], sentence_of(best[0].text, best[1])) if best else None
    return Hit(line, pieces(line.title, found_in(line.title, asked)), place, _others(quoted, place))


def says_all(text: str, phrases: Sequence[Sequence[str]]) -> bool:
    """Whether the words of each stand in it one after the other."""
    said = f" {' '.join(word.folded for word in words(text))} " if phrases else ""
    return all(f" {' '.join(phrase)} " in said for phrase in phrases)


def _others(fits: Sequence[tuple[Said, Sequence[Word]]], best: Place | None) -> list[Said]:
    """Other pages on which as many of the words stand."""
    if best is None:
        return []
    most = len({word.folded for word in fits[0][1]})
    pages = {
        (one.place, one.key): one for one, found in reversed(fits) if len({word.folded for word in found}) == most
    }  # fmt: skip
    pages.pop((best.said.place, best.said.key), None)
    return list(reversed(pages.values()))


def found_in(text: str, asked: Asked) -> list[Word]:
    """The words of a text that were looked for, each folded to what it was found by."""
    every = ((word, asked.meant_by(word.folded)) for word in words(text))
    return [Word(word.begin, word.end, meant) for word, meant in every if meant]


def sentence_of(text: str, found: Sequence[Word]) -> list[Piece]:
    """The words that stand nearest together, with the sentence around them, no more than is shown."""
    near = max(_groups(found), key=lambda group: len({word.folded for word in group}))
    begin, end = _around(text, near[0].begin, near[-1].end)
    shown = [word for word in found if word.begin >= begin and word.end <= end]
    cut = pieces(text[begin:end], [Word(one.begin - begin, one.end - begin, one.folded) for one in shown])
    before = [Piece("… ")] if begin and not _ends_before(text, begin) else []
    return [*before, *cut, *([Piece(" …")] if end < len(text.rstrip()) and not _is_end(text, end) else [])]


def _groups(found: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """From each word on those that stand near it."""
    last = 0
    for first, word in enumerate(found):
        while last < len(found) and found[last].end - word.begin <= NEAR:
            last += 1
        yield found[first : max(last, first + 1)]


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """From the beginning of its sentence to the end, cut between words where that is too long."""
    ends = [match.end() for match in _END.finditer(text, 0, first)]
    begin = ends[-1] if ends else 0
    match = _END.search(text, last)
    end = match.start() + (0 if match.group() == "\n" else 1) if match else len(text.rstrip())
    if first - begin > SHOWN - NEAR:
        begin = _between_words(text, first - (SHOWN - NEAR) // 2, first)
    if end - begin > SHOWN:
        cut = text.rfind(" ", last, max(begin + SHOWN, last))
        end = cut if cut > last else min(end, max(begin + SHOWN, last))
    return begin, end


def _between_words(text: str, at: int, latest: int) -> int:
    space = text.find(" ", at, latest)
    return space + 1 if space >= 0 else at


def _ends_before(text: str, at: int) -> bool:
    return bool(_END.search(text, max(at - 3, 0), at))


def _is_end(text: str, at: int) -> bool:
    return text[at - 1] in ".!?…" or text[at : at + 1] == "\n"


def pieces(text: str, found: Sequence[Word]) -> list[Piece]:
    """The text in pieces, those marked that were looked for. Nothing of it is markup; the page escapes each."""
    cut, last = [], 0
    for word in found:
        cut += [Piece(text[last : word.begin]), Piece(text[word.begin : word.end], marked=True)]
        last = word.end
    return [piece for piece in (*cut, Piece(text[last:])) if piece.text]
