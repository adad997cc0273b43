"""The window of a talk: one scene at a time, full screen, in large type."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLabel, QLineEdit, QWidget

from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.mix_hand import MixHand
from elmo_explorer.ui.stage.sizes import LABEL, TITLE, VALUE, Sizes
from elmo_explorer.ui.stage.stage_foot import StageFoot
from elmo_explorer.ui.stage.stage_keys import Deed, deed_of, layer_of
from elmo_explorer.ui.stage.stage_legend import StageEntry, StageLegend
from elmo_explorer.ui.stage.stage_mix import WIDTH, LargeTriangle, StageMix
from elmo_explorer.ui.stage.stage_picture import StagePicture
from elmo_explorer.ui.stage.stage_sentence import StageSentence
from elmo_explorer.ui.stage.veil import Cover, Veil
from elmo_explorer.ui.theme import theme

_BAND, _FOOT = 98, 56
_COLUMN = 914
"""Where the mix begins at a width of 1280."""
_COVERS: dict[Deed, Cover] = {"black": "black", "white": "white", "spotlight": "spotlight"}


class StageWindow(QWidget):
    """Shows the session and a scene's words; keys and clicks come out as signals."""

    stepped = Signal(int)
    chosen = Signal(int)
    """A scene by its number; -1 is the last."""
    left = Signal()
    theme_wished = Signal()
    sentence_given = Signal(str)
    """From the audience."""
    closing = Signal()

    def __init__(self, session: Session, hand: MixHand) -> None:
        super().__init__(None)
        self._session = session
        self.setObjectName("stage_window")
        self.setWindowTitle(tr("Presentation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sizes = Sizes()
        self._hidden: tuple[str, ...] = ()
        self.picture = StagePicture(session, self.sizes, self)
        self.title, self.caption = _text_label(self.picture), _text_label(self.picture)
        self.caption.setProperty("role", "text2")
        self.legend = StageLegend(self.sizes, self.picture)
        for child in (self.title, self.caption, self.legend):
            self.picture.add_float(child)
        self.mix = StageMix(session, hand, self.sizes, self)
        self.sentence = StageSentence(session, self.sizes, self)
        self.foot = StageFoot(self.sizes, self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("A sentence from the audience, then Enter"))
        self.field.setAccessibleName(tr("A sentence from the audience"))
        self.field.setToolTip(tr("Enter adds it, Esc closes the field"))
        self.field.hide()
        self.veil = Veil(self._lit, self)
        self.legend.revealed.connect(self.reveal)
        self.legend.toggled.connect(self.picture.deeds.toggle_group)
        self.foot.stepped.connect(self.stepped)
        self.foot.chosen.connect(self.chosen)
        self.field.returnPressed.connect(self._give)
        self._events = (session.events.groups, session.events.view)
        for event in self._events:
            event.connect(self._show_legend)
        session.events.selection.connect(self._selection_changed)
        theme.changed.connect(self._restyle)
        for widget in (self.picture, self.mix.triangle, self.foot.back, self.foot.forward, self.field):
            widget.installEventFilter(self)
        self._show_legend()
        self._restyle()

    # What is said

    def show_scene(self, scene: Scene, at: int, scenes: tuple[Scene, ...]) -> None:
        """Say a scene's words; its state comes through the session."""
        self.veil.set_cover("")
        self.title.setText(scene.title)
        self.caption.setText(scene.caption)
        self._hidden = scene.hidden
        before = scenes[at - 1].title if at > 0 else ""
        following = scenes[at + 1].title if at + 1 < len(scenes) else ""
        after = scene.hint or following
        self.foot.tell(at, len(scenes), before, tr("Next: {hint}", hint=after) if after else "")
        self._show_legend()
        self.lay_out()
        self.picture.lead_to(scene)

    @property
    def hidden_answers(self) -> tuple[str, ...]:
        """Names that are still covered."""
        return self._hidden

    def reveal(self, name: str = "") -> None:
        """Uncover a name, or all."""
        self._hidden = tuple(hidden for hidden in self._hidden if name and hidden != name)
        self._show_legend()

    def _show_legend(self) -> None:
        groups, hidden = self._session.groups, self._session.view.hidden_groups
        used = set(groups.of.values())
        self.legend.set_entries(
            tuple(
                StageEntry(name, k, name in hidden, name in self._hidden)
                for k, name in enumerate(groups.names)
                if k in used
            )
        )
        self.picture.floats_changed()

    # The sentence from the audience

    def ask_audience(self) -> None:
        """Open the field."""
        self.veil.set_cover("")
        self.field.clear()
        self.field.show()
        self.field.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give(self) -> None:
        text = self.field.text().strip()
        self.close_field()
        if text:
            self.sentence_given.emit(text)

    def close_field(self) -> None:
        """The keys are the talk's again."""
        self.field.hide()
        self.setFocus()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a talk."""
        if not self._take_key(event, self):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that reach a part are the talk's first."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.field:
                if event.key() == Qt.Key.Key_Escape:
                    self.close_field()
                    return True
                return False
            return self._take_key(event, watched)
        return False

    def _take_key(self, event: QKeyEvent, watched: QObject) -> bool:
        layer = layer_of(event)
        if layer is not None:
            self._show_layer(layer)
            return True
        slider = isinstance(watched, QAbstractSlider | LargeTriangle)
        deed = deed_of(event, slider, isinstance(watched, QAbstractButton))
        if deed is not None:
            self.do(deed)
        return deed is not None

    def do(self, deed: Deed) -> None:
        """Carry out what a key means."""
        picture, view = self.picture, self._session.view
        match deed:
            case "next" | "back":
                self.stepped.emit(1 if deed == "next" else -1)
                self.veil.set_cover("")
            case "first":
                self.chosen.emit(0)
            case "last":
                self.chosen.emit(-1)
            case "black" | "white" | "spotlight":
                cover = _COVERS[deed]
                self.veil.set_cover("" if self.veil.cover == cover else cover)
            case "reveal":
                self.reveal()
            case "leave":
                if self.veil.cover:
                    self.veil.set_cover("")
                else:
                    self.left.emit()
            case "theme":
                self.theme_wished.emit()
            case "audience":
                self.ask_audience()
            case "trails":
                self._session.view = replace(view, trajectories=not view.trajectories)
            case "fit":
                picture.fit()
            case "next point" | "previous point":
                picture.deeds.step(1 if deed == "next point" else -1)
            case "here":
                pass  # it is here

    def _show_layer(self, k: int) -> None:
        if k <= len(self._session.mix.weights):
            self._session.view = replace(self._session.view, layer=None if k == 0 else k - 1)

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything grows with the screen."""
        super().resizeEvent(event)
        self.sizes.take(self.width(), self.height())
        self._restyle()

    def lay_out(self) -> None:
        """Picture, mix, sentence, foot."""
        px, w, h = self.sizes.px, self.width(), self.height()
        foot, band = px(_FOOT), px(_BAND)
        top = h - foot - band
        column = w - px(1280 - _COLUMN) - px(10)
        self.picture.setGeometry(0, 0, column, top)
        self.mix.setGeometry(w - px(1280 - _COLUMN), px(33), px(WIDTH - 4), top - px(40))
        self.mix.lay_out()
        self.sentence.setGeometry(0, top, w, band)
        self.foot.setGeometry(0, h - foot, w, foot)
        self.foot.lay_out()
        self.field.setGeometry(px(24), h - foot + px(6), w - 2 * px(24), foot - px(12))
        self.veil.setGeometry(self.rect())
        room = column - 2 * px(33)
        self._fit_title(room)
        self.title.setGeometry(px(32), px(22), room, px(44))
        high = self.caption.heightForWidth(room) if self.caption.text() else 0
        self.caption.setGeometry(px(33), px(66), room, min(high, px(46)))
        self.caption.setVisible(bool(self.caption.text()))
        with theme.enlarged(self.picture.factor):
            self.picture.set_covered(px(8) if self.caption.text() else 0)
        self.legend.room = room
        self.legend.lay_out()
        self.legend.move(px(33), top - px(43))
        self.picture.floats_changed()

    def _fit_title(self, room: int) -> None:
        for size in range(TITLE, 19, -2):
            font = self.sizes.font(size, 700)
            self.title.setFont(font)
            if QFontMetricsF(font).horizontalAdvance(self.title.text()) <= room:
                break

    def _restyle(self) -> None:
        self.caption.setFont(self.sizes.font(LABEL))
        self.field.setFont(self.sizes.font(VALUE))
        self.lay_out()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One canvas behind picture and mix."""
        QPainter(self).fillRect(self.rect(), theme.color("canvas"))

    def _selection_changed(self) -> None:
        self.veil.update()

    def _lit(self) -> tuple[QRectF, QPointF | None, float]:
        """What the spotlight shows: the sentence, and its point."""
        at = None
        if len(self.picture.selected) == 1:
            (point,) = self.picture.selected
            at = QPointF(self.picture.mapTo(self, QPoint(0, 0))) + self.picture.pixel_of(point)
        return QRectF(self.sentence.geometry()), at, float(self.sizes.px(44))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Follow the session no more."""
        self.picture.close_picture()
        self.mix.close_mix()
        self.sentence.close_sentence()
        for followed in self._events:
            followed.disconnect(self._show_legend)
        self._session.events.selection.disconnect(self._selection_changed)
        theme.changed.disconnect(self._restyle)
        self.closing.emit()
        super().closeEvent(event)


def _text_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label
