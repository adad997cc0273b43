"""Where the focus word stands, and which of its uses belong together."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.part_of_speech import PartsOfSpeech
from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import Focus, Groups, ModelInfo, Notice, Sentence, Session, TokenRef, View
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

_Search = tuple[tuple[Sentence, ...], Focus | None, ModelInfo | None, Mapping[str, str]]
_MOST_CLUSTERED = 1500  # average linkage needs every pair


class FocusController(QObject):
    """Keeps ``session.occurrences`` and ``session.groups`` true to sentences, focus word and colouring."""

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._searched: _Search | None = None
        self._searching: Task | None = None
        self._clustering: Task | None = None
        self._parts_of_speech = PartsOfSpeech()
        self._untagged = ""
        events = session.events
        events.sentences.connect(self._on_sentences)
        events.model.connect(self._find)
        events.readers.connect(self._find)
        events.focus.connect(self._find)
        events.view.connect(self._on_view)
        events.states.connect(self._on_states)
        events.mix.connect(self._on_vectors)
        events.dragging.connect(self._on_vectors)

    def _on_sentences(self) -> None:
        self._find()
        session = self._session
        if not session.selection and session.hovered is None:
            return
        lengths = {sentence.id: len(sentence.tokens) for sentence in session.sentences}
        kept = frozenset(
            token for token in session.selection if token.index < lengths.get(token.sentence_id, 0)
        )
        if kept != session.selection:
            session.selection = kept
        hovered = session.hovered
        if hovered is not None and hovered.index >= lengths.get(hovered.sentence_id, 0):
            session.hovered = None

    def _on_view(self, view: View, old: View) -> None:
        if view.colour_by != old.colour_by:
            self._group()
        elif view.layer != old.layer:
            self._on_vectors()

    def _on_states(self) -> None:
        if self._session.view.colour_by == "part of speech":
            self._group()
        self._on_vectors()

    def _on_vectors(self) -> None:
        if self._session.view.colour_by == "cluster" and not self._session.dragging:
            self._group()

    def _find(self) -> None:
        session = self._session
        asked: _Search = (session.sentences, session.focus, session.model, session.readers)
        if self._searched is not None and all(map(operator.is_, asked, self._searched)):
            return  # several facts have changed together, and the first of them was answered for all
        before, self._searched = self._searched, asked
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        focus = session.focus
        if focus is not None and focus.matching == "lemma":
            sentences = session.pictured()
            self._forget_gone()
            self._searching = self._runner.submit(
                "text", lambda task: _by_lemma(sentences, focus, task), self._found
            )
        elif before is not None and all(map(operator.is_, before[1:], asked[1:])):
            self._found(self._with_news(before[0], focus))
        else:
            self._found(_by_form(session.pictured(), focus))

    def _with_news(self, before: tuple[Sentence, ...], focus: Focus | None) -> tuple[TokenRef, ...]:
        """The occurrences, where nothing but the list has changed: behind what it was, only what came is searched."""
        session = self._session
        changes = sentence_changes(before, session.sentences)
        if changes.gone or changes.first < len(before):
            return _by_form(session.pictured(), focus)
        one_of = {sentence.language: sentence for sentence in changes.come}
        here = {language for language, sentence in one_of.items() if session.is_read_here(sentence)}
        come = [s for s in changes.come if not s.hidden and s.language in here]
        return (*session.occurrences, *_by_form(come, focus))

    def _forget_gone(self) -> None:
        """Until the search is back: no occurrence in a sentence that is gone, hidden, shorter or another model's now."""
        session = self._session
        lengths = {s.id: len(s.tokens) for s in session.pictured()}
        kept = tuple(t for t in session.occurrences if t.index < lengths.get(t.sentence_id, 0))
        if kept != session.occurrences:
            session.occurrences = kept
            self._group()

    def _found(self, occurrences: tuple[TokenRef, ...]) -> None:
        self._searching = None
        if occurrences != self._session.occurrences:
            self._session.occurrences = occurrences
        self._group()

    def _group(self) -> None:
        if self._clustering is not None:
            self._clustering.cancel()
            self._clustering = None
        by = self._session.view.colour_by
        if by == "cluster":
            self._cluster()
            return
        if by == "part of speech":
            self._tag()
            return
        wanted = {token.sentence_id for token in self._session.occurrences}
        sentences = {
            sentence.id: (k, sentence)
            for k, sentence in enumerate(self._session.sentences, start=1)
            if sentence.id in wanted
        }
        names: dict[TokenRef, str] = {}
        for token in self._session.occurrences:
            number, sentence = sentences[token.sentence_id]
            if by == "sentence":
                names[token] = tr("Sentence {number}", number=number)
            elif by == "word":
                names[token] = sentence.tokens[token.index]
            elif token.index in sentence.senses:
                names[token] = sentence.senses[token.index]
        self._put(names)

    def _cluster(self) -> None:
        session = self._session
        loaded = LoadedTokens.of(session)
        tokens = loaded.known(session.occurrences)[:_MOST_CLUSTERED]
        mix, layer = session.mix, session.view.layer
        weights = mix.weights if layer is None else tuple(float(k == layer) for k in range(len(mix.weights)))
        if not tokens or loaded.n_layers != len(weights):
            self._put({})
            return

        def cluster(_: Task) -> NDArray[np.int64]:
            from elmo_explorer.analysis.mixing import mix_layers
            from elmo_explorer.analysis.senses import cluster_labels

            states = loaded.states(loaded.rows(tokens))
            return cluster_labels(mix_layers(states, weights, layer_norm=mix.layer_norm))

        def clustered(labels: NDArray[np.int64]) -> None:
            self._clustering = None
            known = set(session.occurrences)
            named = zip(tokens, labels.tolist(), strict=True)
            self._put(
                {token: tr("Cluster {label}", label=label + 1) for token, label in named if token in known}
            )

        self._clustering = self._runner.submit("analysis", cluster, clustered, key="clusters")

    def _tag(self) -> None:
        session, model = self._session, self._session.model
        loaded = LoadedTokens.of(session)
        tokens = loaded.known(session.occurrences)
        if not tokens or model is None:
            self._put({})
            return
        rows = loaded.rows(tokens)

        def tagged(tags: list[str] | None) -> None:
            self._clustering = None
            known = set(session.occurrences)
            self._put({t: tag for t, tag in zip(tokens, tags or (), strict=False) if t in known})
            if tags is None:
                tell_once(
                    tr(
                        "No part-of-speech head comes with {name}; there are heads for en and zh.",
                        name=model.name,
                    )
                )

        def tell_once(sentence: str) -> None:
            if self._untagged != model.key:
                self._untagged = model.key
                session.notice = Notice("warning", tr("The part of speech is not known"), sentence)

        self._clustering = self._runner.submit(
            "analysis",
            lambda task: self._parts_of_speech.of(loaded, rows, model),
            tagged,
            key="clusters",
            failed=lambda error: tell_once(str(error)),
        )

    def _put(self, names: dict[TokenRef, str]) -> None:
        order = sorted(dict.fromkeys(names.values())) if self._session.view.colour_by == "cluster" else None
        groups = tuple(order or dict.fromkeys(names.values()))
        number = {name: k for k, name in enumerate(groups)}
        of = {token: number[name] for token, name in names.items()}
        old = self._session.groups
        if groups != old.names or of != dict(old.of):
            self._session.groups = Groups(groups, MappingProxyType(of))


def _by_form(sentences: Sequence[Sentence], focus: Focus | None) -> tuple[TokenRef, ...]:
    """The tokens of a form, in any case where it is wished; sentences without it cost next to nothing."""
    if focus is None:
        return ()
    forms = {focus.word}
    if focus.matching != "form":
        folded = focus.word.casefold()
        types: set[str] = set().union(*(sentence.tokens for sentence in sentences))
        forms = {token for token in types if token.casefold() == folded}
    return tuple(
        TokenRef(sentence.id, index)
        for sentence in sentences
        if not forms.isdisjoint(sentence.tokens)
        for index, token in enumerate(sentence.tokens)
        if token in forms
    )


def _by_lemma(sentences: Iterable[Sentence], focus: Focus, task: Task) -> tuple[TokenRef, ...]:
    from elmo_explorer.text.lemmas import lemma

    def matches(token: str, language: str) -> bool:
        task.check()
        return lemma(token, language) == lemma(focus.word, language)

    return tuple(
        TokenRef(sentence.id, index)
        for sentence in sentences
        for index, token in enumerate(sentence.tokens)
        if matches(token, sentence.language)
    )
