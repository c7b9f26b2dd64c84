"""The pictures of a report: drawings that stand by themselves, with their colours and letters."""

from xml.sax.saxutils import escape

from eia.promotions.funnel import Picture
from eia.promotions.pictures import WIDTH, Pictures

LETTERS = 'font-family="Source Sans 3, DejaVu Sans, sans-serif" font-size="16" fill="#0b0c0c"'
BOLD = ' font-weight="bold"'
BLUE, INK = "#1d3557", "#0b0c0c"


def bars_of_stages(picture: Picture) -> str:
    words = "".join(
        f'<text x="8" y="{one.y}"{BOLD if one.is_heading else ""}>{escape(one.words)}</text>' for one in picture.labels
    )
    return _drawing(
        picture.height,
        f'<path d="{picture.parts}" fill="{BLUE}"/><path d="{picture.wholes}" fill="none" stroke="{INK}"/>'
        f"<g {LETTERS}>{words}</g>",
    )


def ratios(pictures: Pictures) -> str:
    """On a logarithmic axis; a square is flagged, a circle is not."""
    bottom = pictures.marks_height - 24
    drawn: list[str] = []
    last = len(pictures.ticks) - 1
    words = [
        f'<text x="{x}" y="{bottom + 18}" font-size="14" text-anchor="{_anchor(place, last)}">{label}</text>'
        for place, (x, label) in enumerate(pictures.ticks)
    ]
    for one in pictures.marks:
        words.append(f'<text x="8" y="{one.y + 16}">{escape(one.label)}</text>')
        drawn.append(f'<path d="M{pictures.one} {one.y + 24}v18" stroke="{INK}" stroke-dasharray="4 4" fill="none"/>')
        if one.low is not None and one.high is not None:
            drawn.append(f'<path d="M{one.low} {one.y + 33}H{one.high}" stroke="{BLUE}" stroke-width="3" fill="none"/>')
        drawn.append(
            f'<rect x="{one.x - 6}" y="{one.y + 27}" width="12" height="12" fill="{BLUE}"/>' if one.flagged
            else f'<circle cx="{one.x}" cy="{one.y + 33}" r="6" fill="{BLUE}"/>'
        )  # fmt: skip
    return _drawing(pictures.marks_height, f"{''.join(drawn)}<g {LETTERS}>{''.join(words)}</g>")


def _anchor(place: int, last: int) -> str:
    return {0: "start", last: "end"}.get(place, "middle")


def _drawing(height: int, inside: str) -> str:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'
