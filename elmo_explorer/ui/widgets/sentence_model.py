"""The rows of the sentence list, and how tall each is."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from operator import attrgetter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from elmo_explorer.text.long_words import is_long
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.token_spans import token_spans
from elmo_explorer.ui.widgets.sentence_layout import (
    CHIP_PADDING,
    SentenceLayout,
    gaps_before,
    lay_out,
)
from elmo_explorer.ui.widgets.word_widths import WordWidths

ROWS_MIME = "application/x-sentence-rows"
ROW_HEIGHT = 31
LINE_HEIGHT = 21
TEXT_SIZE = 13
TAG_WIDTH = 32
"""Pixels that a tag of two letters takes at a row's end, with the gap before it."""
_WIDEST_TAG = 86
MARK_WIDTH = 20
_DOUBT = 0.03
"""Share by which an estimated width may be wrong."""
_MOST_KEPT = 2000
"""Widths of texts that are listed no more, besides as many as there are rows."""
_NO_CHIPS: Mapping[int, int] = {}

Index = QModelIndex | QPersistentModelIndex
Heights = NDArray[np.int64]


class SentenceLike(Protocol):
    """What a row shows."""

    @property
    def id(self) -> int:
        """Unlike any other's."""

    @property
    def text(self) -> str:
        """As it was typed."""

    @property
    def tokens(self) -> tuple[str, ...]:
        """Its words and marks."""

    @property
    def language(self) -> str:
        """Either "en" or "zh"."""

    @property
    def spaced(self) -> bool:
        """Chinese whose spaces are its word boundaries."""

    @property
    def hidden(self) -> bool:
        """Listed, but in no other view."""


class SentenceModel(QAbstractListModel):
    """Sentences in the order in which they are listed, with their chips, hits and layouts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sentences: list[SentenceLike] = []
        self.numbers: Mapping[int, int] | None = None
        """Sentence id -> the number in front of the row; None where the rows are counted."""
        self.chips: Mapping[int, Mapping[int, int]] = {}
        """Sentence id -> token index -> category, -1 for none."""
        self.heights: Heights = np.zeros(0, np.int64)
        """Every row's height, (n_rows,) pixels."""
        self.tags: Mapping[str, str] = {"en": ""}
        """Language -> what the tag of its rows says, "" for no tag; a language that is absent says itself."""
        self.away: frozenset[str] = frozenset()
        """Languages whose rows belong to another picture: they are muted."""
        self.edited: Callable[[int, str], None] = lambda _id, _text: None
        self._rows: dict[int, int] = {}
        self._width = 100.0
        self._layouts: dict[int, tuple[SentenceLike, Mapping[int, int], SentenceLayout]] = {}
        self._natural: dict[str, float] = {}
        self._widths: WordWidths | None = None

    # What is listed

    def set_sentences(
        self, sentences: Sequence[SentenceLike], numbers: Mapping[int, int] | None = None
    ) -> None:
        """List these sentences; rows that stay are not touched."""
        old, new = self.sentences, list(sentences)
        self.numbers = numbers
        first = _n_common(old, new)
        most = min(len(old), len(new)) - first
        last = _n_common(old[len(old) - most :][::-1], new[len(new) - most :][::-1])
        n_old, n_new = len(old) - first - last, len(new) - first - last
        if not n_old and not n_new:
            return
        if n_old and not n_new:
            self.beginRemoveRows(QModelIndex(), first, first + n_old - 1)
            self._take(new, first, last)
            self.endRemoveRows()
        elif n_new and not n_old:
            self.beginInsertRows(QModelIndex(), first, first + n_new - 1)
            self._take(new, first, last)
            self.endInsertRows()
        elif n_old == n_new and all(
            a.id == b.id for a, b in zip(old[first : first + n_old], new[first : first + n_new], strict=True)
        ):
            self._take(new, first, last)
            self.dataChanged.emit(self.index(first), self.index(first + n_new - 1))
        else:
            self._relist(new)

    def set_chips(self, chips: Mapping[int, Mapping[int, int]]) -> bool:
        """Which tokens are drawn as chips; returns whether a row's height changed."""
        old, self.chips = self.chips, chips
        other = {i for i in (*old, *chips) if old.get(i) != chips.get(i)}
        rows = [row for i in other if (row := self.row_of(i)) >= 0]
        heights = self._heights_of([self.sentences[row] for row in rows])
        changed = not np.array_equal(self.heights[rows], heights)
        self.heights[rows] = heights
        return changed

    def set_tags(self, tags: Mapping[str, str], away: frozenset[str]) -> bool:
        """What rows say of their language or model; returns whether a row's height changed."""
        self.away = away
        if tags == self.tags:
            return False
        self.tags = tags
        self._layouts.clear()
        return self.measure()

    def set_width(self, width: float) -> bool:
        """The width of a row's text; returns whether a row's height changed."""
        if width == self._width:
            return False
        self._width = max(width, 40.0)
        self._layouts.clear()
        return self.measure()

    def restyle(self) -> None:
        """Fonts or zoom changed."""
        self._widths = None
        self._layouts.clear()
        self._natural.clear()
        self.measure()

    def row_of(self, sentence_id: int) -> int:
        """The row of a sentence; -1 where it is not listed."""
        return self._rows.get(sentence_id, -1)

    def number(self, row: int) -> int:
        """The number in front of a row."""
        return row + 1 if self.numbers is None else self.numbers.get(self.sentences[row].id, row + 1)

    def chips_of(self, sentence: SentenceLike) -> Mapping[int, int]:
        """Token index -> category of this sentence's chips."""
        return self.chips.get(sentence.id, _NO_CHIPS)

    # How it is laid out

    @property
    def widths(self) -> WordWidths:
        """Measures words in the present fonts."""
        if self._widths is None:
            self._widths = WordWidths(theme.font(TEXT_SIZE), theme.font(TEXT_SIZE, 600))
        return self._widths

    def layout(self, sentence: SentenceLike) -> SentenceLayout:
        """Where this sentence's words stand, kept until it changes."""
        chips = self.chips_of(sentence)
        kept = self._layouts.get(sentence.id)
        if kept is not None and kept[0] is sentence and kept[1] == chips:
            return kept[2]
        if len(self._layouts) > 4000:
            self._layouts.clear()
        tokens = sentence.tokens or tuple(sentence.text.split())
        gaps = gaps_before(sentence.text, tokens, self.widths.space, theme.px(4))
        room = self._width - self.reserved(sentence)
        layout = lay_out(tokens, gaps, chips.keys(), room, self.widths, CHIP_PADDING * theme.zoom)
        self._layouts[sentence.id] = (sentence, chips, layout)
        return layout

    def tag(self, sentence: SentenceLike) -> str:
        """What the tag at the row's end says; "" for none."""
        return self.tags.get(sentence.language, sentence.language)

    def tag_width(self, sentence: SentenceLike) -> int:
        """Pixels for the tag and the gap before it; 0 without one."""
        tag = self.tag(sentence)
        if not tag:
            return 0
        width = TAG_WIDTH if len(tag) == 2 else min(TAG_WIDTH + 7 * (len(tag) - 2), _WIDEST_TAG)
        return theme.px(width)

    def reserved(self, sentence: SentenceLike) -> float:
        """Pixels at the row's end that belong to its tag and marks."""
        return self.tag_width(sentence) + theme.px(MARK_WIDTH) * (
            sentence.hidden + has_long_word(sentence.tokens)
        )

    def measure(self) -> bool:
        """Every row's height anew; returns whether one changed."""
        heights = self._heights_of(self.sentences)
        changed = not np.array_equal(heights, self.heights)
        self.heights = heights
        return changed

    def _heights_of(self, sentences: Sequence[SentenceLike]) -> Heights:
        """The rows' heights: what needs one line or two."""
        if len(self._natural) > _MOST_KEPT + 2 * len(self.sentences):  # most of them are gone
            self._natural.clear()
        new = [s.text for s in sentences if s.text not in self._natural]
        if new:
            self._natural.update(zip(new, self.widths.estimate(new).tolist(), strict=True))
        natural = np.fromiter((self._natural[s.text] for s in sentences), float, len(sentences))
        for row, sentence in enumerate(sentences):
            if sentence.id in self.chips or sentence.hidden or self.tag(sentence):
                natural[row] += self._extra(sentence)
        room = self._width
        two = natural > room
        for row in np.flatnonzero(np.abs(natural - room) < _DOUBT * room).tolist():
            two[row] = self.layout(sentences[row]).n_lines > 1
        return np.where(two, theme.px(ROW_HEIGHT + LINE_HEIGHT), theme.px(ROW_HEIGHT)).astype(np.int64)

    # What Qt asks for

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many sentences are listed."""
        return 0 if parent.isValid() else len(self.sentences)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The sentence as text, for editing and for screen readers."""
        if not index.isValid() or index.row() >= len(self.sentences):
            return None
        sentence = self.sentences[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return sentence.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            hidden = tr(", hidden") if sentence.hidden else ""
            return f"{self.number(index.row())}: {sentence.text}{hidden}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the edit; the row changes when the sentence does."""
        text = str(value).strip()
        sentence = self.sentences[index.row()]
        if role != Qt.ItemDataRole.EditRole or not text or text == sentence.text:
            return False
        self.edited(sentence.id, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen, edited and dragged; they are dropped between rows."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
        )

    def mimeTypes(self) -> list[str]:
        """Rows of this list."""
        return [ROWS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The sentences' ids, and their texts for other programs."""
        sentences = [self.sentences[row] for row in sorted(index.row() for index in indexes)]
        data = QMimeData()
        data.setData(ROWS_MIME, QByteArray(",".join(str(s.id) for s in sentences).encode()))
        data.setText("\n".join(s.text for s in sentences))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    # Helpers

    def _take(self, sentences: list[SentenceLike], first: int = 0, last: int = 0) -> None:
        """Hold these sentences, of which so many at the beginning and at the end are as they were."""
        heights, end = self.heights, len(sentences) - last
        if first == len(self.sentences):  # some more at the end
            self._rows.update(zip(map(attrgetter("id"), sentences[first:]), count(first), strict=False))
        else:
            self._rows = dict(zip(map(attrgetter("id"), sentences), count(), strict=False))
        self.sentences = sentences
        new = self._heights_of(sentences[first:end])
        self.heights = np.concatenate([heights[:first], new, heights[len(heights) - last :]])

    def _relist(self, new: list[SentenceLike]) -> None:
        """Another order or choice of rows: what was chosen and is still listed stays chosen."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self.sentences[index.row()].id for index in before]
        self._take(new)
        after = [self.index(row) if (row := self.row_of(i)) >= 0 else QModelIndex() for i in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _extra(self, sentence: SentenceLike) -> float:
        """What a row needs besides its text: chips are bold and padded, tags stand at its end."""
        widths, tokens = self.widths, sentence.tokens
        extra = float(self.tag_width(sentence) + theme.px(MARK_WIDTH) * sentence.hidden)
        for i in self.chips.get(sentence.id, _NO_CHIPS):
            if i < len(tokens):
                extra += widths.of(tokens[i], True) - widths.of(tokens[i]) + 2 * CHIP_PADDING * theme.zoom
        if sentence.language == "zh" and token_spans(sentence.text, tokens) is not None:
            abutting = len(tokens) - 1 - sentence.text.strip().count(" ")
            extra += max(abutting, 0) * theme.px(4)
        return extra


def has_long_word(tokens: Sequence[str]) -> bool:
    """Whether the model reads some of these words only in part."""
    return any(map(is_long, tokens))


def _n_common(a: Sequence[SentenceLike], b: Sequence[SentenceLike]) -> int:
    """How many of the first sentences are the same objects."""
    differs = list(map(operator.is_not, a, b))
    return differs.index(True) if True in differs else len(differs)
