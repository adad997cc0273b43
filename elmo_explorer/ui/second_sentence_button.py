"""The button that chooses what the sentence in view is compared with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from elmo_explorer.session.minimal_pair import MinimalPair
from elmo_explorer.session.session import Session


class SecondSentenceButton(QPushButton):
    """Its menu lists the loaded sentences that differ in one word; it is filled when it is opened."""

    other_chosen = Signal(int, int)
    """Compare this sentence with that one of the list."""
    forgotten = Signal(int)
    """Compare this sentence with nothing any more."""
    typing_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Second sentence", parent)
        self._session = session
        self._pair: MinimalPair | None = None
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.choices.aboutToShow.connect(self._fill)

    def set_pair(self, pair: MinimalPair) -> None:
        """Of this sentence, and with what it is compared."""
        self._pair = pair
        n = pair.n_others
        self.setText(f"Second sentence: {n:,} found" if n else "Second sentence")
        many = (
            "1 loaded sentence differs"
            if n == 1
            else f"{n:,} loaded sentences differ"
            if n
            else "No loaded sentence differs"
        )
        self.setToolTip(f"{many} from this one in one word")
        self.setAccessibleName(f"Second sentence, {many.lower()} in one word")

    def _fill(self) -> None:
        menu, pair = self.choices, self._pair
        menu.clear()
        if pair is None:
            return
        texts = {sentence.id: sentence.text for sentence in self._session.sentences}
        for other in pair.others:
            text = f"{pair.a.tokens[other.index]} → {other.word}:  {texts.get(other.sentence_id, '')}"
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(pair.b is not None and pair.b.id == other.sentence_id)
            action.triggered.connect(
                lambda _=False, chosen=other.sentence_id: self.other_chosen.emit(pair.a.id, chosen)
            )
        if pair.n_others > len(pair.others):
            menu.addAction(f"… and {pair.n_others - len(pair.others):,} more").setEnabled(False)
        if not pair.others:
            menu.addAction("No loaded sentence differs in one word").setEnabled(False)
        menu.addSeparator()
        menu.addAction("Type a second sentence…").triggered.connect(self.typing_wanted)
        if pair.b is not None and not pair.found:
            menu.addAction("Without this one").triggered.connect(lambda: self.forgotten.emit(pair.a.id))
