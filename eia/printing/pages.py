"""Typst sets pages: tagged, titled, in English, or not at all. What every document has is in `blocks.typ`."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import typst

from eia.printing.blocks import Block, Plain
from eia.printing.glyphs import FONTS, printable
from eia.printing.headers import mark_row_headers

TOP = Path(__file__).resolve().parent.parent
"""What a template may import: `#import "/printing/blocks.typ"`."""
PLAIN = Path(__file__).with_name("plain.typ")
DOTS = Path(__file__).with_name("dots.typ")
SHARP = 144
"""Dots to the inch of a picture where it cannot stay a drawing."""


def pages(template: Path, inputs: Mapping[str, Any], at: datetime) -> bytes:
    """PDF/UA-1, dated `at`. A warning of Typst is a fault of ours: it names a lost font."""
    content, warnings = typst.compile_with_warnings(
        template,
        root=TOP,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(_cleaned(value)) for name, value in inputs.items()},
        pdf_standards="ua-1",
        timestamp=at.astimezone(UTC).replace(microsecond=0),
        format="pdf",
    )
    if warnings:
        raise RuntimeError(f"Typst warns: {warnings[0].message}")
    return content


def plain_pages(document: Plain, at: datetime) -> bytes:
    """A document by itself, with the first cell of each row as its header; the same bytes for the same document."""
    values = {
        "title": document.title, "kind": document.kind, "by": document.by,
        "facts": [list(row) for row in document.facts.rows], "notes": [block_values(one) for one in document.notes],
        "sections": [
            {"heading": one.heading, "blocks": [block_values(block) for block in one.blocks]}
            for one in document.sections
        ],
    }  # fmt: skip
    with pikepdf.Pdf.open(BytesIO(pages(PLAIN, {"plain": values}, at))) as pdf:
        mark_row_headers(pdf)
        whole = BytesIO()
        pdf.save(whole, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return whole.getvalue()


def dots_of(svg: str) -> bytes:
    """A drawing as PNG, for what takes no drawings."""
    return typst.compile(
        DOTS, font_paths=[FONTS], ignore_system_fonts=True, format="png", ppi=SHARP, sys_inputs={"svg": svg}
    )


def block_values(block: Block) -> dict[str, Any]:
    return {"is": type(block).__name__.lower(), **asdict(block)}


def _cleaned(value: Any) -> Any:
    """The same with every text fit to be drawn."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(one) for key, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list | tuple) else value
