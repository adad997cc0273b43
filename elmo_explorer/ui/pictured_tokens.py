"""What the picture's points are: their tokens, words, sentences, groups, and what a card tells of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.sentence_index import Index, sentence_index
from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.session.token_columns import TokenColumns
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.snippet import Snippet, snippet
from elmo_explorer.ui.widgets.legend import LegendEntry
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.token_card import CardContent, Neighbour

NO_GROUP = mark("no sense")
"""Stands in the legend for occurrences that no group holds."""
_N_NEAREST = 4


class PicturedTokens:
    """Reads the session for the points of one list of tokens."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.places = TokenPlaces(())
        self.marks: tuple[TokenRef, ...] = ()
        """The focus word's uses among them, the picture's large points."""
        self.by_id: Index = {}
        """Sentence id -> its number in the list, and itself."""

    @property
    def tokens(self) -> Sequence[TokenRef]:
        """The token of every point."""
        return self.places.tokens

    def take(self, points: NDArray[np.int64]) -> TokenColumns:
        """The tokens of some points, (n,)."""
        return TokenColumns.of(self.tokens).take(points)

    def place(self, token: TokenRef | None) -> int:
        """The point of a token; -1 where it is not in the picture."""
        return -1 if token is None else int(self.places.find((token,))[0])

    def index_sentences(self) -> None:
        """The session's sentences are others now."""
        self.by_id = sentence_index(self._session.sentences)

    def is_there(self, token: TokenRef) -> bool:
        """Whether the list has the token; it may be gone, or behind the end of its sentence, before the picture is new."""
        found = self.by_id.get(token.sentence_id)
        return found is not None and token.index < len(found[1].tokens)

    def token(self, point: int) -> TokenRef | None:
        """The token of a point; None where there is no such point."""
        return self.places.tokens[point] if 0 <= point < len(self.places.tokens) else None

    def word_at(self, point: int) -> str:
        """The word of a point; "" where it is gone."""
        token = self.token(point)
        if token is None or not self.is_there(token):
            return ""
        return self.by_id[token.sentence_id][1].tokens[token.index]

    def snippet(self, token: TokenRef) -> Snippet:
        """A token with a little of its sentence around it."""
        sentence = self.by_id[token.sentence_id][1]
        return snippet(sentence.text, sentence.tokens, token.index)

    def category(self, token: TokenRef) -> int:
        """The number of a token's group; -1 without one."""
        return self._session.groups.of.get(token, -1)

    def senses(self) -> list[tuple[str, int]]:
        """The senses the focus word's occurrences have, with their colours."""
        groups = self._session.groups
        by_sense = self._session.view.colour_by == "sense"
        names = dict.fromkeys(groups.names if by_sense else ())
        for token in self._session.occurrences:
            if token.sentence_id in self.by_id:
                names |= dict.fromkeys(
                    filter(None, (self.by_id[token.sentence_id][1].senses.get(token.index),))
                )
        return [
            (name, groups.names.index(name) if by_sense and name in groups.names else -1) for name in names
        ]

    def group_name(self, k: int) -> str:
        """The name of a group; that of the rest for -1."""
        names = self._session.groups.names
        return names[k] if 0 <= k < len(names) else tr(NO_GROUP)

    def legend(self, scene: ScatterScene) -> tuple[LegendEntry, ...]:
        """The groups of a scene that have points, and those points that have no group."""
        groups, hidden = self._session.groups, self._session.view.hidden_groups
        counts = np.bincount(scene.categories + 1, minlength=len(groups.names) + 1)
        entries = [
            LegendEntry(name, int(counts[k + 1]), k, name in hidden)
            for k, name in enumerate(groups.names)
            if counts[k + 1]
        ]
        if entries and counts[0]:
            entries.append(LegendEntry(tr(NO_GROUP), int(counts[0]), -1, NO_GROUP in hidden))
        return tuple(entries)

    def scene(self) -> ScatterScene:
        """What a scatter shows of them; the focus word's uses become its large points."""
        places = self.places.find(self._session.occurrences)
        known = [
            (int(place), token)
            for place, token in zip(places, self._session.occurrences, strict=True)
            if place >= 0 and self.is_there(token)
        ]
        self.marks = tuple(token for _, token in known)
        hidden = self._session.view.hidden_groups
        categories = np.array([self.category(token) for token in self.marks], np.int64)
        shown = np.array([self.group_name(int(k)) not in hidden for k in categories], bool)
        focus = self._session.focus
        return ScatterScene(
            n_points=len(self.places.tokens),
            marks=np.array([place for place, _ in known], np.int64),
            categories=categories,
            shown=shown,
            snippet_of=lambda i: self.snippet(self.marks[i]),
            word_of=self.word_at,
            start_note=tr("layer 0: every “{word}” starts here", word=focus.word) if focus else "",
            with_hulls=self._session.view.colour_by != "sentence",
            fits_all=self._session.isolated is not None,
        )

    def card(self, token: TokenRef) -> CardContent:
        """What a card tells of a token that is there."""
        number, sentence = self.by_id[token.sentence_id]
        category = self.category(token)
        groups = self._session.groups
        focus = self._session.focus
        scale = CosineScale.of_view(self._session.view, self._session.comparison)
        nearest = self._nearest(token, scale)
        return CardContent(
            sentence=snippet(sentence.text, sentence.tokens, token.index, around=None),
            place=tr(
                "sentence {number}, word {index} of {n}",
                number=number,
                index=token.index + 1,
                n=len(sentence.tokens),
            ),
            group=self.group_name(category) if 0 <= category < len(groups.names) else "",
            category=category,
            nearest_title=tr("Nearest “{word}”", word=focus.word) if focus else tr("Nearest"),
            nearest=nearest,
            measure=f"{scale.name}, {scale.short_remark}",
            explanation=scale.explanation,
        )

    def said(self, chosen: frozenset[TokenRef]) -> str:
        """The selection for a screen reader."""
        if len(chosen) != 1:
            return tr("{n} selected", n=len(chosen)) if chosen else ""
        (token,) = chosen
        if not self.is_there(token):
            return ""
        card = self.card(token)
        return ", ".join(filter(None, (card.sentence.word, card.group, card.place)))

    def spoken(self, token: TokenRef) -> str:
        """A token's point for a screen reader: word, group, sentence, and what is nearest to it; "" where it is gone."""
        if not self.is_there(token):
            return ""
        number, sentence = self.by_id[token.sentence_id]
        category = self.category(token)
        parts = [
            sentence.tokens[token.index],
            self.group_name(category) if 0 <= category < len(self._session.groups.names) else "",
            tr("sentence {number} of {n}", number=number, n=len(self.by_id)),
        ]
        comparison = self._session.comparison
        if comparison is not None and token in comparison.tokens:
            scale = CosineScale.of_view(self._session.view, comparison)
            row = comparison.cosine[comparison.tokens.index(token)]
            for i in np.argsort(-row, kind="stable"):
                other = comparison.tokens[int(i)]
                if other != token and other.sentence_id in self.by_id and np.isfinite(row[i]):
                    place, value = self.by_id[other.sentence_id][0], scale.text(float(row[i]))
                    parts.append(tr("nearest: sentence {number}, {value}", number=place, value=value))
                    break
        return ", ".join(filter(None, parts))

    def _nearest(self, token: TokenRef, scale: CosineScale) -> tuple[Neighbour, ...]:
        comparison = self._session.comparison
        if comparison is None or token not in comparison.tokens:
            return ()
        row = comparison.cosine[comparison.tokens.index(token)]
        found = []
        for i in np.argsort(-row, kind="stable"):
            other = comparison.tokens[int(i)]
            if other != token and self.is_there(other) and np.isfinite(row[i]):
                shown = scale.shown(float(row[i]))
                found.append(Neighbour(self.category(other), self.snippet(other), shown))
            if len(found) == _N_NEAREST:
                break
        return tuple(found)
