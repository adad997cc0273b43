"""An SVG file that brings its fonts: of each bundled one the letters that are used."""

from __future__ import annotations

import base64
import html
import io
import re
from functools import cache
from pathlib import Path

from elmo_explorer.paths import resources_dir

_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_FAMILIES = re.compile(r'font-family="([^"]*)"')
_WEIGHT = re.compile(r'font-weight="(\d+)"')
_HEAD = re.compile(r"<svg\b[^>]*>")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0 (5th edition), 2.2: no file may have these."""
_FACES: dict[str, tuple[tuple[int, str], ...]] = {
    "Inter": (
        (400, "Inter-Regular.ttf"),
        (500, "Inter-Medium.ttf"),
        (600, "Inter-SemiBold.ttf"),
        (700, "Inter-Bold.ttf"),
    ),
    "JetBrains Mono": ((400, "JetBrainsMono-Regular.ttf"),),
    "Noto Sans CJK SC": ((400, "NotoSansCJKsc-Regular.otf"),),
    "Noto Sans CJK SC Bold": ((700, "NotoSansCJKsc-Bold.otf"),),
}
"""Family -> its weights and files."""


def with_fonts(svg: bytes) -> bytes:
    """Put in ``@font-face`` rules (CSS Fonts 4, 4) with WOFF fonts that have the letters of the text, and no others.

    Letters that no bundled font has are left to whoever shows the file.

    Args:
        svg: as Qt writes it, UTF-8.
    """
    text = _FORBIDDEN.sub("\ufffd", svg.decode("utf-8", "replace"))
    letters: dict[tuple[str, int], set[str]] = {}
    for attributes, content in _TEXT.findall(text):
        families = _FAMILIES.search(attributes)
        weight = _WEIGHT.search(attributes)
        _take(
            letters,
            [] if families is None else families[1].split(","),
            400 if weight is None else int(weight[1]),
            set(html.unescape(content)),
        )
    rules = "".join(
        _rule(family, weight, frozenset(used)) for (family, weight), used in sorted(letters.items())
    )
    head = _HEAD.search(text)
    if rules and head is not None:
        text = f"{text[: head.end()]}\n<style>{rules}\n</style>{text[head.end() :]}"
    return text.encode()


def _take(letters: dict[tuple[str, int], set[str]], families: list[str], weight: int, used: set[str]) -> None:
    """Give each letter to the first font that has it, as whoever shows the file will."""
    for family in families:
        faces = _FACES.get(family.strip())
        if faces is None:
            continue
        nearest = min(faces, key=lambda face: abs(face[0] - weight))
        has = {letter for letter in used if ord(letter) in _known(nearest[1])}
        if has:
            letters.setdefault((family.strip(), nearest[0]), set()).update(has)
        used = used - has


def _rule(family: str, weight: int, used: frozenset[str]) -> str:
    file = dict(_FACES[family])[weight]
    coded = base64.b64encode(_subset(file, used)).decode()
    return (
        f'\n@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("data:font/woff;base64,{coded}") format("woff"); }}'
    )


@cache
def _known(file: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_path(file), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _subset(file: str, used: frozenset[str]) -> bytes:
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options()
    options.flavor = "woff"
    options.layout_features = ["kern", "tnum", "liga", "calt", "ccmp", "locl", "mark", "mkmk"]
    options.recalc_timestamp = False  # the same letters give the same font
    made = io.BytesIO()
    with load_font(str(_path(file)), options) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=map(ord, used))
        subsetter.subset(font)
        save_font(font, made, options)
    return made.getvalue()


def _path(file: str) -> Path:
    return resources_dir() / "fonts" / file
