"""What a person finds by search, page after page."""

from collections.abc import Sequence

from eia.assessments.search.asking import asked
from eia.assessments.search.finding import PAGE, Key, Narrowed, found
from eia.assessments.search.showing import Hit, page_of
from eia.db import db
from eia.people.queries import Standings


def numbers(by: Standings, text: str, **narrowed: object) -> list[int]:
    """Every version found, page after page."""
    typed, where = asked(text), Narrowed(**narrowed)  # type: ignore[arg-type]
    every, key = [], None
    while typed.words:
        rows = found(db.session(), by, typed, where, key)
        every += [number for _, number in rows[:PAGE]]
        if len(rows) <= PAGE:
            break
        key = Key(*rows[PAGE - 1])
    return every


def shown(by: Standings, text: str, **narrowed: object) -> Sequence[Hit]:
    """The first page."""
    return page_of(db.session(), by, asked(text), Narrowed(**narrowed), None).hits  # type: ignore[arg-type]


def marked(hit: Hit) -> list[str]:
    return [piece.text for piece in hit.best.sentence if piece.marked] if hit.best else []
