"""The button that chooses what the sentence in view is compared with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from elmo_explorer.session.minimal_pair import MinimalPair
from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr


class SecondSentenceButton(QPushButton):
    """Its menu lists the loaded sentences that differ in one word; it is filled when it is opened."""

    other_chosen = Signal(int, int)
    """Compare this sentence with that one of the list."""
    forgotten = Signal(int)
    """Compare this sentence with nothing any more."""
    typing_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Second sentence"), parent)
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
        self.setText(tr("Second sentence: {n:,} found", n=n) if n else tr("Second sentence"))
        many = (
            tr("1 loaded sentence differs")
            if n == 1
            else tr("{n:,} loaded sentences differ", n=n)
            if n
            else tr("No loaded sentence differs")
        )
        self.setToolTip(tr("{many} from this one in one word", many=many))
        self.setAccessibleName(tr("Second sentence, {lower} in one word", lower=many.lower()))

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
            menu.addAction(
                tr("… and {n_others:,} more", n_others=pair.n_others - len(pair.others))
            ).setEnabled(False)
        if not pair.others:
            menu.addAction(tr("No loaded sentence differs in one word")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(tr("Type a second sentence…")).triggered.connect(self.typing_wanted)
        if pair.b is not None and not pair.found:
            menu.addAction(tr("Without this one")).triggered.connect(lambda: self.forgotten.emit(pair.a.id))
