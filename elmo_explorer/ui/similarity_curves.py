"""Cosines by layer: within and between the groups, or of two chosen tokens, beside those of random pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.halves import half_of
from elmo_explorer.analysis.mixing import mix_layers, normalised
from elmo_explorer.analysis.similarity import MOST_COMPARED
from elmo_explorer.session.session import Comparison, Floats, Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui.cosine_scale import CosineScale, no_baseline, shown_by_layer
from elmo_explorer.ui.ear_names import ear_name
from elmo_explorer.ui.layer_names import group_noun, layer_kind
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.widgets.line_chart import Line, LineChart
from elmo_explorer.ui.widgets.section_title import SectionTitle

_DOTTED = (1.0, 2.5)
_DASHED = (4.0, 3.0)


class SimilarityCurves:
    """Fills a chart and its title from the session and a comparison."""

    def __init__(self, session: Session, title: SectionTitle, chart: LineChart) -> None:
        self._session = session
        self._title = title
        self._chart = chart

    def show(self, comparison: Comparison | None, numbers: SentenceNumbers) -> None:
        """Draw the curves of the groups, or of the selected pair."""
        if comparison is None:
            self._chart.set_lines((), ())
            return
        scales = CosineScale.of_layers(self._session.view, comparison, len(comparison.baseline))
        what = tr("Corrected") if scales[0].corrects else tr("Similarity")
        ear = ear_name(comparison.half)
        pair = self._selected_pair(numbers)
        vectors = [] if pair is None else [self._vectors(token, comparison) for token in pair]
        if pair is not None and all(found is not None for found in vectors):
            self._show_pair([self._name(token, numbers) for token in pair], vectors, comparison, scales, ear)
            return
        noun, nouns = group_noun(self._session.view.colour_by)
        self._title.set_text(
            what, ear or tr("within and between {nouns}", nouns=nouns), ear or tr("within, between")
        )
        baseline = _baseline(scales)
        overall, inside, across = (
            shown_by_layer(cosines, scales)
            for cosines in (comparison.overall, comparison.within, comparison.between)
        )
        of = self._session.groups.of
        n_groups = len({of.get(token, -1) for token in comparison.tokens} - {-1})
        if n_groups < 2:
            line = Line(tr("all pairs"), overall, "accent", "accent_text")
            missing = (
                tr("All have the same {noun}", noun=noun)
                if n_groups == 1
                else tr("No {noun} is set", noun=noun)
            )
            self._set_lines(
                [line, baseline],
                comparison,
                note=tr("{missing}: within and between need two {nouns}.", missing=missing, nouns=nouns),
            )
            return
        within = Line(tr("within {noun}", noun=noun), inside, "accent", "accent_text")
        between = Line(tr("between {nouns}", nouns=nouns), across, "text2", "text2", _DASHED)
        note = ""
        if not np.isfinite(comparison.within).any():
            note = tr("Each {noun} has one use only: within needs two of the same {noun}.", noun=noun)
        self._set_lines([within, between, baseline], comparison, tr("gap"), note)

    def _show_pair(
        self,
        names: Sequence[str],
        vectors: Sequence[Floats | None],
        comparison: Comparison,
        scales: Sequence[CosineScale],
        ear: str,
    ) -> None:
        one, other = vectors
        assert one is not None
        assert other is not None
        cosines = [_cosine(a, b) for a, b in zip(one, other, strict=True)]
        name = " × ".join(names)
        layer, scale = self._session.view.layer, CosineScale.of_view(self._session.view, comparison)
        where = ", ".join(filter(None, ("mix" if layer is None else f"layer {layer}", ear)))
        remark = f"{where} {scale.text(cosines[-1])}"
        self._title.set_text(name, f"{remark}, {scale.remark}", remark)
        self._set_lines(
            [
                Line(name, shown_by_layer(np.array(cosines[:-1]), scales), "accent", "accent_text"),
                Line(tr("all pairs"), shown_by_layer(comparison.overall, scales), "text2", "text2", _DASHED),
                _baseline(scales),
            ],
            comparison,
        )

    def _selected_pair(self, numbers: SentenceNumbers) -> tuple[TokenRef, TokenRef] | None:
        if len(self._session.selection) != 2:
            return None
        one, other = self._session.selection
        places = {token: int(numbers.number(token) or 0) for token in (one, other)}
        if (places[one], one.index) > (places[other], other.index):
            one, other = other, one
        return one, other

    def _vectors(self, token: TokenRef, comparison: Comparison) -> Floats | None:
        """A token's vector in every layer, and as the view shows it, (n_layers + 1, D); None until it is embedded."""
        states, mix, layer = (
            self._session.states.get(token.sentence_id),
            self._session.mix,
            self._session.view.layer,
        )
        if states is None or token.index >= states.shape[1] or len(states) != len(mix.weights):
            return None
        layers: Floats = states[:, token.index]
        if mix.layer_norm:
            layers = normalised(layers)
        shown = mix_layers(layers, mix.weights) if layer is None else layers[layer]
        return half_of(np.vstack([layers, shown]), comparison.half)

    def _name(self, token: TokenRef, numbers: SentenceNumbers) -> str:
        number = numbers.number(token)
        if token in self._session.occurrences:
            return number
        return f"{numbers.context(token).word} {number}".strip()

    def _set_lines(
        self, lines: Sequence[Line], comparison: Comparison, gap_name: str = "", note: str = ""
    ) -> None:
        n_layers, n_all = len(lines[0].values), len(self._session.occurrences)
        places = [(str(k), layer_kind(k)) for k in range(n_layers)]
        if not np.isfinite(lines[-1].values).any():  # the random pairs'
            note = " ".join(filter(None, (note, no_baseline())))
        if len(comparison.tokens) == MOST_COMPARED < n_all:
            note = " ".join(filter(None, (note, f"Of the first {MOST_COMPARED:,} of {n_all:,} uses.")))
        self._chart.set_lines(lines, places, gap_name, note, self._session.view.layer)


def _baseline(scales: Sequence[CosineScale]) -> Line:
    values = np.array([scale.shown_baseline for scale in scales])
    return Line(tr("random pair"), values, "text3", "text2", _DOTTED, nodes=False)


def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    lengths = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return float(np.dot(one, other)) / lengths if lengths > 0 else float("nan")
