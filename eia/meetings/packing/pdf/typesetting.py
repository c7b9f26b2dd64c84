"""Typst sets the pages of the engine: tagged, titled, in English, or not at all."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from eia.meetings.packing.document import Block, Document, Item, Paper
from eia.meetings.packing.pdf.glyphs import FONTS, printable

TEMPLATE = Path(__file__).with_name("pack.typ")


def typeset(document: Document, at: datetime) -> bytes:
    """The pages of the engine as PDF/UA-1, dated `at`. A warning of Typst is a fault of ours: it names a lost font."""
    content, warnings = typst.compile_with_warnings(
        TEMPLATE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"pack": json.dumps(_cleaned(values(document)))},
        pdf_standards="ua-1",
        timestamp=at.astimezone(UTC),
        format="pdf",
    )
    if warnings:
        raise RuntimeError(f"Typst warns: {warnings[0].message}")
    return content


def values(document: Document) -> dict[str, Any]:
    """What the template draws."""
    return {
        "title": document.title,
        "body": document.body,
        "organisations": document.organisations,
        "kind": document.kind,
        "facts": [list(row) for row in document.facts.rows],
        "notes": [_block(one) for one in document.notes],
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
        "blocks": [_block(one) for one in item.blocks],
        "papers": [_paper(one, site) for one in item.papers],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"is": type(block).__name__.lower(), **asdict(block)}


def _paper(paper: Paper, site: str) -> dict[str, Any]:
    shown = ("name", "says", "pages", "fault", "heading")
    return {
        **{name: getattr(paper, name) for name in shown},
        "key": paper_key(paper),
        "address": site + paper.address if paper.address else "",
        "marks": [_block(one) for one in paper.marks],
    }


def paper_key(paper: Paper) -> str:
    """ "appendix-3A"."""
    return paper.label.lower().replace(" ", "-")


def _cleaned(value: Any) -> Any:
    """The same with every text fit to be drawn."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(one) for key, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list | tuple) else value
