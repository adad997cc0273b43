"""What is asked before a view is exported: which one, as what, how large, in which colours, with its session or without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from elmo_explorer.session.carried import Kind
from elmo_explorer.session.figure_look import COLOURS, LARGEST, SMALLEST, FigureLook
from elmo_explorer.translation import tr
from elmo_explorer.ui.preference_rows import PreferencePage
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.state_card import button

_KINDS: tuple[Kind, ...] = ("png", "svg", "pdf")
_PREVIEW = 380
_SOON_MS = 60


@dataclass(frozen=True)
class FigureWish:
    """What is to be exported."""

    look: FigureLook
    kind: Kind = "png"
    with_session: bool = True


class FigureDialog(QDialog):
    """A form beside a small picture of what it will give."""

    def __init__(
        self,
        wish: FigureWish,
        views: Sequence[tuple[str, str, QSize]],
        preview: Callable[[FigureLook], QImage],
        parent: QWidget | None = None,
    ) -> None:
        """Ask.

        Args:
            wish: to begin with.
            views: what can be exported: key, title, usual size.
            preview: draws a look at its own size, at a scale of 1.
            parent: of the dialog.
        """
        super().__init__(parent)
        self.setObjectName("figure")
        self.setWindowTitle(tr("Export picture"))
        self.resize(theme.px(850), theme.px(600))
        self.wish = wish
        self._sizes = {key: size for key, _, size in views}
        self._preview = preview
        self._form = self._built([(key, title) for key, title, _ in views])
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedSize(theme.px(_PREVIEW), theme.px(_PREVIEW))
        self.picture.setAccessibleName(tr("What the picture will look like"))
        self.picture.setToolTip(tr("What the picture will look like"))
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("role", "error")
        self.export = button(tr("Export…"), "primary")
        self.export.setToolTip(tr("Choose a file (Enter)"))
        self.export.setDefault(True)
        cancel = button(tr("Cancel"))
        cancel.setToolTip(tr("Export nothing (Esc)"))
        cancel.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.problem, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.export)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 20, 0)
        row.addWidget(self._form, 1)
        row.addWidget(self.picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addLayout(foot)
        self.export.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._show_picture)
        self._soon.start(0)

    def _built(self, views: list[tuple[str, str]]) -> PreferencePage:
        page = PreferencePage(tr("Export picture"))
        page.add_list(tr("View"), "", views, lambda: self.wish.look.view, self._take_view)
        page.add_choice(
            tr("Format"),
            tr("SVG and PDF have real text and bring their fonts."),
            [(kind, kind.upper()) for kind in _KINDS],
            lambda: self.wish.kind,
            self._take_kind,
        )
        page.add_number(
            tr("Width"),
            "",
            (SMALLEST, LARGEST),
            lambda: self.wish.look.width,
            lambda width: self._take(width=width),
        )
        page.add_number(
            tr("Height"),
            "",
            (SMALLEST, LARGEST),
            lambda: self.wish.look.height,
            lambda height: self._take(height=height),
        )
        self.scale = page.add_choice(
            tr("Scale"),
            tr("Pixels of a PNG for each one of its size"),
            [(f"{k}", f"{k}×") for k in (1, 2, 3, 4)],
            lambda: f"{self.wish.look.scale:.0f}",
            lambda scale: self._take(scale=float(scale)),
        )
        names = {"light": tr("Light"), "dark": tr("Dark"), "print": tr("Print")}
        page.add_choice(
            tr("Colours"),
            "",
            [(colours, names[colours]) for colours in COLOURS],
            lambda: self.wish.look.colours,
            lambda colours: self._take(colours=colours),
        )
        page.add_switch(
            tr("The picture can be opened again"),
            tr(
                "The file carries the session: its sentences, weights and view. Off, nobody can take more from it than is seen."
            ),
            lambda: self.wish.with_session,
            self._take_session,
        )
        page.end()
        page.show_values()
        return page

    def _take(self, **changes: object) -> None:
        self.wish = replace(self.wish, look=replace(self.wish.look, **changes))  # type: ignore[arg-type]
        self._soon.start(_SOON_MS)

    def _take_view(self, view: str) -> None:
        size = self._sizes[view]
        self._take(view=view, width=size.width(), height=size.height())
        self._form.show_values()

    def _take_kind(self, kind: str) -> None:
        self.wish = replace(self.wish, kind=kind)  # type: ignore[arg-type]
        self.scale.setEnabled(kind == "png")

    def _take_session(self, on: bool) -> None:
        self.wish = replace(self.wish, with_session=on)

    def _show_picture(self) -> None:
        """The picture as it will be, or why it cannot."""
        wrong = ""
        try:
            self.wish.look.check()
            image = self._preview(replace(self.wish.look, scale=1.0))
        except (ValueError, MemoryError) as error:
            wrong = str(error)
        else:
            ratio = self.devicePixelRatioF()
            small = image.scaled(
                self.picture.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            small.setDevicePixelRatio(ratio)
            self.picture.setPixmap(QPixmap.fromImage(small))
        self.problem.setText(wrong)
        self.export.setEnabled(not wrong)
