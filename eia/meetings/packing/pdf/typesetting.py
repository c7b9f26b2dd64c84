"""Typst sets the pages of the engine: tagged, titled, in English, or not at all."""

from datetime import datetime
from pathlib import Path
from typing import Any

from eia.meetings.packing.document import Document, Item, Paper
from eia.printing.pages import block_values, pages

TEMPLATE = Path(__file__).with_name("pack.typ")


def typeset(document: Document, at: datetime) -> bytes:
    """The pages of the engine as PDF/UA-1, dated `at`."""
    return pages(TEMPLATE, {"pack": values(document)}, at)


def values(document: Document) -> dict[str, Any]:
    """What the template draws."""
    return {
        "title": document.title,
        "body": document.body,
        "organisations": document.organisations,
        "kind": document.kind,
        "facts": [list(row) for row in document.facts.rows],
        "notes": [block_values(one) for one in document.notes],
        "items": [_item(one, document.site) for one in document.items],
        "left_out": [_paper(one, document.site) for one in document.left_out],
    }


def _item(item: Item, site: str) -> dict[str, Any]:
    return {
        "number": item.number,
        "heading": item.heading,
        "kind": item.kind,
        "marks": list(item.marks),
        "long": item.is_long,
        "blocks": [block_values(one) for one in item.blocks],
        "papers": [_paper(one, site) for one in item.papers],
    }


def _paper(paper: Paper, site: str) -> dict[str, Any]:
    shown = ("name", "says", "pages", "fault", "heading")
    return {
        **{name: getattr(paper, name) for name in shown},
        "key": paper_key(paper),
        "address": site + paper.address if paper.address else "",
        "marks": [block_values(one) for one in paper.marks],
    }


def paper_key(paper: Paper) -> str:
    """ "appendix-3A"."""
    return paper.label.lower().replace(" ", "-")
