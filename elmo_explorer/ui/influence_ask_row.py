"""What is done to the words of a sentence, and where the distance is taken."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from elmo_explorer.session.influence import NEUTRAL, How
from elmo_explorer.session.nearest import Space
from elmo_explorer.session.session import Session
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.layer_names import layer_kind
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.segmented import Segmented

_HOWS: dict[How, tuple[str, str]] = {
    "remove": (mark("Remove"), mark("Take each word out in turn; what is left is read as it stands")),
    "likely": (
        mark("Likely word"),
        mark(
            "Put the likeliest other word into each place in turn, by the forward and the backward model together"
        ),
    ),
    "word": (mark("Word:"), mark("Put one and the same word into each place in turn: type it beside")),
}
_TYPING_MS = 350


class InfluenceAskRow(QWidget):
    """Shows and writes ``session.influence_ask``."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hows: tuple[How, ...] = ()
        self.how = Segmented(name=tr("Each other word in turn"))
        self.word = QLineEdit()
        self.word.setAccessibleName(tr("Word that is put into each place"))
        self.word.setToolTip(tr("Stands in each place in turn; empty for a neutral word"))
        self.space = Segmented(name=tr("Distance in"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for control in (self.how, self.word, self.space):
            row.addWidget(control)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._restyle()
        self.show_ask("en")
        self._typing.timeout.connect(self._take_word)
        self.how.changed.connect(self._on_how)
        self.space.changed.connect(self._on_space)
        self.word.textEdited.connect(lambda _: self._typing.start())
        self.word.editingFinished.connect(self._take_word)
        theme.changed.connect(self._restyle)

    @property
    def speaks(self) -> bool:
        """Whether the model can say which word is likely."""
        return "likely" in self._hows

    def show_ask(self, language: str) -> None:
        """Show the session as it is now, for a sentence of a language."""
        session, ask = self._session, self._session.influence_ask
        speaks = session.model is None or session.model.has_output_layer
        self._hows = ("remove", "likely", "word") if speaks else ("remove", "word")
        self.how.set_segments(
            [tr(_HOWS[how][0]) for how in self._hows], [tr(_HOWS[how][1]) for how in self._hows]
        )
        how: How = ask.how if ask.how in self._hows else "word"
        self.how.set_index(self._hows.index(how))
        self.word.setVisible(how == "word")
        self.word.setPlaceholderText(NEUTRAL.get(language, NEUTRAL["en"]))
        if not self.word.hasFocus() and self.word.text() != ask.word:
            self.word.setText(ask.word)
        n_layers = len(session.mix.weights)
        layers = [tr("Layer {k}, {layer_kind}", k=k, layer_kind=layer_kind(k)) for k in range(n_layers)]
        self.space.set_segments(
            [tr("Pictured"), tr("Mix"), *map(str, range(n_layers))],
            [tr("What the picture shows, the mix or one layer"), tr("The mix of the layers"), *layers],
        )
        spaces = self._spaces()
        self.space.set_index(spaces.index(ask.space) if ask.space in spaces else 0)

    def _spaces(self) -> list[Space]:
        return ["picture", "mix", *range(len(self._session.mix.weights))]

    def _on_how(self, index: int) -> None:
        self._session.influence_ask = replace(self._session.influence_ask, how=self._hows[index])

    def _on_space(self, index: int) -> None:
        self._session.influence_ask = replace(self._session.influence_ask, space=self._spaces()[index])

    def _take_word(self) -> None:
        """What was typed; a word has no spaces."""
        self._typing.stop()
        word = "".join(self.word.text().split())
        self._session.influence_ask = replace(self._session.influence_ask, word=word)

    def _restyle(self) -> None:
        self.word.setFixedWidth(theme.px(120))
