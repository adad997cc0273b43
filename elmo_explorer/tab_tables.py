"""What the lower tabs show, as tables that can be copied."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from elmo_explorer.session.predictions import Expectation
from elmo_explorer.session.sentence_index import sentence_index
from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.table_text import Cell, Table
from elmo_explorer.tasks.tables import as_table


def tab_table(session: Session, tab: str) -> Table | None:
    """The table of a tab; None where it shows none, or nothing yet."""
    make = _TABLES.get(tab)
    return None if make is None else make(session)


def _compare(session: Session) -> Table | None:
    """Pairwise cosines of the focus word's uses, in the order in which they are shown."""
    found = session.half_comparison or session.comparison
    if found is None or not found.tokens:
        return None
    said = _Said(session)
    names = [said.number(token) for token in found.tokens]
    rows = [
        (*said.facts(token), *map(float, cosines))
        for token, cosines in zip(found.tokens, found.cosine.tolist(), strict=True)
    ]
    return Table((*_FACTS, *(f"cosine with {name}" for name in names)), tuple(rows))


def _layers(session: Session) -> Table | None:
    """Separation and mean cosines of every layer."""
    views, found = session.layer_views, session.comparison
    if views is None:
        return None
    n_layers = len(views.separation)
    nothing = [math.nan] * n_layers
    self_similarity = nothing if found is None else found.overall.tolist()
    baseline = nothing if found is None else found.baseline.tolist()
    columns = (
        views.separation.tolist(),
        self_similarity,
        views.within.tolist(),
        views.between.tolist(),
        baseline,
        views.typical_length.tolist(),
    )
    head = (
        "layer",
        "separation",
        "self-similarity",
        "cosine within",
        "cosine between",
        "random pair",
        "median length",
    )
    return Table(head, tuple((k, *(column[k] for column in columns)) for k in range(n_layers)))


def _neighbours(session: Session) -> Table | None:
    """The nearest tokens of the selected one."""
    found = session.nearest
    if found is None or not found.tokens:
        return None
    said = _Said(session)
    rows = [
        (rank, float(cosine), *said.facts(token))
        for rank, (token, cosine) in enumerate(zip(found.tokens, found.cosines.tolist(), strict=True), 1)
    ]
    return Table(("rank", "cosine", *_FACTS), tuple(rows))


def _language_model(session: Session) -> Table | None:
    """What both models expect at every place of the sentence."""
    found = session.predictions
    if found is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (place.word, *_expected(place.forward), *_expected(place.backward)) for place in found.places
    ]
    ways = ("forward", "backward")
    head = tuple(
        f"{way} {what}" for way in ways for what in ("likeliest", "probability", "surprisal (bits)", "rank")
    )
    return Table(("word", *head), tuple(rows))


def _tasks(session: Session) -> Table | None:
    """The weights that tasks have taught."""
    return as_table([task.result for task in session.learned]) if session.learned else None


def _expected(expectation: Expectation | None) -> tuple[Cell, ...]:
    if expectation is None:
        return "", math.nan, math.nan, ""
    likeliest = expectation.likely[0].word if expectation.likely else ""
    return likeliest, expectation.probability, expectation.bits, expectation.rank or ""


_FACTS = ("sentence", "token", "group", "text")


class _Said:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_id = sentence_index(session.sentences)

    def number(self, token: TokenRef) -> int:
        """Of its sentence, from 1."""
        found = self._by_id.get(token.sentence_id)
        return 0 if found is None else found[0]

    def facts(self, token: TokenRef) -> tuple[Cell, ...]:
        """``_FACTS``."""
        found = self._by_id.get(token.sentence_id)
        if found is None or token.index >= len(found[1].tokens):
            return 0, "", "", ""
        groups = self._session.groups
        group = groups.of.get(token)
        return (
            found[0],
            found[1].tokens[token.index],
            "" if group is None else groups.names[group],
            found[1].text,
        )


_TABLES: Mapping[str, Callable[[Session], Table | None]] = {
    "compare": _compare,
    "layers": _layers,
    "neighbours": _neighbours,
    "language_model": _language_model,
    "tasks": _tasks,
}
