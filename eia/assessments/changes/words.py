"""What changed in a text, word by word. Its cost is bounded: a long text is first compared sentence by sentence.

`difflib` finds the longest runs that two lists share, at a cost that grows with the pairs of equal words in them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

TOKEN = re.compile(r"\w+(?:['’.,:/@-]\w+)*\s*|[^\w\s]\s*|\s+")
SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?]+(?=\s|$)|[.!?]|\n|$)\s*")
PAIRS = 20_000
"""So many pairs of equal words are compared in one piece of text; beyond them the piece counts as rewritten."""
FEW = 1_000
"""With more pairs than these the sentences are told apart first: it costs a tenth and reads as well."""
LETTERS = 60_000
"""So much text one page compares word by word; what comes after is compared sentence by sentence."""
REMEMBERED = 20_000
"""Letters of two texts of which the comparison is kept for the next page."""
KEPT, FOLDED = 10, 30
"""Words that stay beside a change, and how many unchanged ones are folded at least."""
SHORT = 3
"""So few unchanged characters between two changes are shown as changed: a text of crumbs cannot be read."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: "same", "removed", "added", or "folded" (unchanged and left out)."""

    kind: str
    text: str

    @property
    def count(self) -> int:
        return len(self.text.split())


class Effort:
    """How much more text may be compared word by word on one page."""

    def __init__(self, letters: int = LETTERS) -> None:
        self.left = letters

    def allows(self, *texts: str) -> bool:
        self.left -= sum(map(len, texts))
        return self.left >= 0


def changed_words(before: str, after: str, effort: Effort | None = None) -> list[Run]:
    """The two texts as one, in runs; what is the same has the words (and spaces) of the later text."""
    if before == after:
        return [Run("same", after)] if after else []
    if not (before and after):
        return [*_change(before, after)]
    finely = (effort or Effort()).allows(before, after)
    compare = _remembered if len(before) + len(after) < REMEMBERED else _runs
    return list(compare(before, after, finely))


def _runs(before: str, after: str, finely: bool) -> tuple[Run, ...]:
    return tuple(_folded(list(_joined(_compared(before, after, finely)))))


_remembered = lru_cache(100)(_runs)
"""Whoever checks a version opens it several times, and so do others; two texts always differ in the same words."""


def says_the_same(before: str, after: str) -> bool:
    """Whether they differ in spaces and line breaks at most."""
    return before.split() == after.split()


def _compared(before: str, after: str, finely: bool) -> Iterator[Run]:
    old, new = (TOKEN.findall(before), TOKEN.findall(after)) if finely else ([], [])
    if finely and _pairs(old, new) <= FEW:
        yield from _matched(old, new)
        return
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    if _pairs(old, new) > PAIRS:
        yield from _rewritten(before, after)
        return
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Run("same", now)
        elif finely and _alike(old[i1:i2], new[j1:j2]):
            for one, other in zip(old[i1:i2], new[j1:j2], strict=True):
                yield from _matched(TOKEN.findall(one), TOKEN.findall(other))
        elif finely and _pairs(was_tokens := TOKEN.findall(was), now_tokens := TOKEN.findall(now)) <= PAIRS:
            yield from _matched(was_tokens, now_tokens)
        else:
            yield from _rewritten(was, now)


def _alike(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether each of these sentences is an edit of the one in its place: they share more than half of their words."""
    return len(old) == len(new) and all(
        2 * (Counter(one.split()) & Counter(other.split())).total() > max(len(one.split()), len(other.split()))
        for one, other in zip(old, new, strict=True)
    )


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            yield Run("same", "".join(new[j1:j2]))
        else:
            yield from _rewritten("".join(old[i1:i2]), "".join(new[j1:j2]))


def _rewritten(was: str, now: str) -> Iterator[Run]:
    if says_the_same(was, now):
        yield Run("same", now)
        return
    if was:
        yield Run("removed", was)
    if now:
        yield Run("added", now)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Spaces at the end of a word do not make it another."""
    plain = [[token.strip() for token in tokens] for tokens in (old, new)]
    return SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes()


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    mine, theirs = (Counter(token.strip() for token in tokens) for tokens in (old, new))
    return sum(count * theirs[token] for token, count in mine.items())


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Changes that stand so close together that only crumbs are between them become one."""
    was, now, crumb, changed = "", "", "", False
    for run in runs:
        if run.kind == "same":
            if changed and not crumb and len(run.text.strip()) <= SHORT and "\n" not in run.text:
                crumb = run.text
                continue
            yield from _change(was, now)
            yield Run("same", crumb + run.text)
            was, now, crumb, changed = "", "", "", False
            continue
        if crumb:
            was, now, crumb = was + crumb, now + crumb, ""
        was += run.text if run.kind == "removed" else ""
        now += run.text if run.kind == "added" else ""
        changed = True
    yield from _change(was, now)
    if crumb:
        yield Run("same", crumb)


def _change(was: str, now: str) -> Iterator[Run]:
    if was:
        yield Run("removed", was)
    if now:
        yield Run("added", now)


def _folded(runs: list[Run]) -> Iterator[Run]:
    """Long unchanged pieces are left out, but for the words beside a change."""
    for place, run in enumerate(runs):
        words = TOKEN.findall(run.text) if run.kind == "same" else []
        head, tail = KEPT * (place > 0), KEPT * (place < len(runs) - 1)
        if len(words) < FOLDED + head + tail or len(runs) == 1:
            yield run
            continue
        if head:
            yield Run("same", "".join(words[:head]))
        yield Run("folded", "".join(words[head : len(words) - tail]))
        if tail:
            yield Run("same", "".join(words[len(words) - tail :]))
