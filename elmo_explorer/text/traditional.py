"""Traditional Chinese characters, which a model of Simplified Chinese has not read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from elmo_explorer.text.han import HAN

if TYPE_CHECKING:
    from opencc import OpenCC


def has_traditional(text: str) -> bool:
    """Whether a text has characters that are written in Taiwan and Hong Kong and not in the mainland.

    It goes by the two places' character sets, Big5 and GB 2312, which are at hand at once; a rare character of a name
    may be taken for one (喆).
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any(_is_traditional(character) for character in set(HAN.findall(text)))
    return False


def simplified(text: str) -> str:
    """The same text in simplified characters, one for one (OpenCC's ``t2s``): 蘋果發佈了 gives 苹果发布了.

    The first call loads OpenCC's dictionaries: never on the main thread.
    """
    if not has_traditional(text):
        return text
    converted = _converter().convert(text)
    return converted if len(converted) == len(text) else text


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=30_000)
def _is_traditional(character: str) -> bool:
    return not _is_in(character, "gb2312") and _is_in(character, "big5")


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
