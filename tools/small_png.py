"""Makes a screenshot small: at most 256 colours, packed as tightly as zlib can. Only what Chromium writes is read.

A page of the PNG standard (section numbers of its third edition) instead of a library with a C extension.
"""

import struct
import zlib
from collections import Counter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_COLOURS = 256
ROUND = bytes(min(255, (value + 4) // 8 * 8) for value in range(256))
"""Thirty-three steps for each of red, green and blue: text stays as sharp as it was."""


def smaller(png: bytes) -> bytes:
    """The same picture with a palette; the rarest colours, if there are too many, become their nearest neighbours."""
    chunks = dict(_chunks(png))
    width, height, _, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    size = {2: 3, 6: 4}[kind]
    rows = [row.translate(ROUND) for row in _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * size, height, size)]
    pixels = [[row[at : at + 3] for at in range(0, len(row), size)] for row in rows]
    index = _indexes(Counter(pixel for row in pixels for pixel in row))
    palette = b"".join(list(index)[:MOST_COLOURS])
    body = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def _indexes(counted: Counter[bytes]) -> dict[bytes, int]:
    """Colour -> its place in the palette, the commonest first; those beyond it share a place with their nearest."""
    index: dict[bytes, int] = {}
    for colour, _ in counted.most_common():
        if len(index) < MOST_COLOURS:
            index[colour] = len(index)
        else:
            index[colour] = index[min(list(index)[:MOST_COLOURS], key=lambda other: _apart(colour, other))]
    return index


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks by name (5.3); the parts of the picture put together."""
    found: list[tuple[bytes, bytes]] = []
    picture, at = b"", len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        picture += data if name == b"IDAT" else b""
        found.append((name, data))
        at += length + 12
    return [*found, (b"IDAT", picture)]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unfiltered(data: bytes, length: int, height: int, size: int) -> list[bytes]:
    """The rows as they were before filtering (9.2)."""
    rows, above = [], bytearray(length)
    for number in range(height):
        start = number * (length + 1)
        row = bytearray(data[start + 1 : start + 1 + length])
        _unfilter(data[start], row, above, size)
        rows.append(bytes(row))
        above = row
    return rows


def _unfilter(kind: int, row: bytearray, above: bytearray, size: int) -> None:
    if kind == 0:
        return
    for at in range(len(row)):
        left = row[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        guess = {1: left, 2: above[at], 3: (left + above[at]) // 2}.get(kind)
        row[at] = (row[at] + (_paeth(left, above[at], corner) if guess is None else guess)) & 255


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))
