"""Typed text -> sentences with tokens; Chinese typed with spaces between its words keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from sys import intern
from types import MappingProxyType

from elmo_explorer.session.session import Sentence
from elmo_explorer.text.sentences import split_sentences
from elmo_explorer.text.spacing import keeps_spaces, spaced_words
from elmo_explorer.text.tokens import language_of, words


def sentences_of(text: str, keep_spaces: bool | None = None) -> list[Sentence]:
    """The sentences of a typed or pasted text, tokenised.

    Args:
        text: a sentence or paragraphs.
        keep_spaces: whether a Chinese sentence's spaces are its word boundaries; None looks at them.
    """
    return [make_sentence(part, keep_spaces) for part in split_sentences(text)]


def make_sentence(text: str, keep_spaces: bool | None = None) -> Sentence:
    """One tokenised sentence."""
    language = language_of(text)
    spaced = language == "zh" and (keeps_spaces(text) if keep_spaces is None else keep_spaces)
    return Sentence(text, tuple(map(intern, tokens_of(text, language, spaced))), language, spaced)


def relabelled(sentence: Sentence, made: Sentence) -> Sentence:
    """The sentence with another's text and tokens; labels stay with their words."""
    return replace(
        sentence,
        text=made.text,
        tokens=made.tokens,
        language=made.language,
        spaced=made.spaced,
        senses=_carried(sentence, made.tokens),
    )


def tokens_of(text: str, language: str, spaced: bool) -> list[str]:
    """Words and marks; with ``spaced`` the spaces part the words, and marks stand alone."""
    return spaced_words(text) if spaced else words(text, language)


def _carried(sentence: Sentence, tokens: tuple[str, ...]) -> Mapping[int, str]:
    """The labels at the same words' places: the second "bank" stays the second "bank"."""
    senses: dict[int, str] = {}
    for index, sense in sentence.senses.items():
        word = sentence.tokens[index]
        nth = sentence.tokens[:index].count(word)
        places = [k for k, token in enumerate(tokens) if token == word]
        if nth < len(places):
            senses[places[nth]] = sense
    return MappingProxyType(senses)
