"""The numbers that sentences carry in the list."""

from __future__ import annotations

from collections.abc import Sequence

from elmo_explorer.session.sentence_index import sentence_index
from elmo_explorer.session.session import Sentence, TokenRef
from elmo_explorer.ui.snippet import Snippet, snippet


class SentenceNumbers:
    """Finds a sentence and its number, from 1, by its id; one that is gone is None."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self._by_id = sentence_index(sentences)

    def number(self, token: TokenRef) -> str:
        """The number of the token's sentence; "" where it is gone."""
        found = self._by_id.get(token.sentence_id)
        return str(found[0]) if found else ""

    def sentence(self, token: TokenRef) -> Sentence | None:
        """The token's sentence."""
        found = self._by_id.get(token.sentence_id)
        return found[1] if found and token.index < len(found[1].tokens) else None

    def context(self, token: TokenRef) -> Snippet:
        """The token with all of its sentence around it, as it was typed; empty where it is gone."""
        sentence = self.sentence(token)
        if sentence is None:
            return Snippet("", "", "")
        return snippet(sentence.text, sentence.tokens, token.index, around=None)
