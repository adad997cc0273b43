"""Exports the window's views as figures, and opens them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QScrollBar, QWidget

from elmo_explorer.session.carried import SUFFIXES, Cargo, Kind, carry
from elmo_explorer.session.figure_look import LARGEST, Colours, FigureLook
from elmo_explorer.session.methods import methods_sentence
from elmo_explorer.session.session import Notice
from elmo_explorer.session.session_file import saved_session, to_bytes, write_bytes
from elmo_explorer.translation import tr
from elmo_explorer.ui.figure_dialog import FigureDialog, FigureWish
from elmo_explorer.ui.figures.drawn import Drawn, draw, dressed
from elmo_explorer.ui.figures.projection_figure import ProjectionFigure
from elmo_explorer.ui.stage.stage_picture import camera_for, seen
from elmo_explorer.ui.theme import theme

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer

LANE = "figures"
_USUAL = QSize(960, 640)


@dataclass(frozen=True)
class FigureTask:
    """A figure that the command line asks for; None is as the opened figure was drawn, or as usual."""

    out: Path
    view: str | None = None
    size: tuple[int, int] | None = None
    scale: float | None = None
    colours: Colours | None = None
    with_session: bool = True


class FigureParts(QObject):
    """What is drawn is drawn on the main thread; packing, carrying and writing are not."""

    def __init__(self, explorer: Explorer) -> None:
        """The window and its file's commands are there."""
        super().__init__(explorer)
        self._explorer = explorer
        self._wish: FigureWish | None = None
        self.dialog: FigureDialog | None = None
        explorer.documents.controller.opened.connect(self._opened)
        explorer.window.tabs.export_requested.connect(lambda: self.ask(explorer.window.tabs.current))

    def ask(self, view: str = "projection") -> None:
        """Open the dialog, with what was chosen last."""
        wish = self._wish or FigureWish(FigureLook(colours="dark" if theme.dark else "light"))
        views = self._views()
        size = next((size for key, _, size in views if key == view), _USUAL)
        if view != wish.look.view:
            look = replace(wish.look, view=view, width=size.width(), height=size.height())
            wish = replace(wish, look=look)
        look = replace(wish.look, camera=self._camera())
        dialog = FigureDialog(replace(wish, look=look), views, self._preview, self._explorer.window)
        self.dialog = dialog

        def answered(accepted: int) -> None:
            self.dialog = None
            dialog.deleteLater()
            if accepted:
                self._wish = dialog.wish
                self._choose_file(dialog.wish)

        dialog.finished.connect(answered)
        dialog.open()

    def copy(self) -> None:
        """Put the projection on the clipboard, as large as it is seen and twice as sharp."""
        size = self._explorer.canvas.size()
        colours: Colours = "dark" if theme.dark else "light"
        look = FigureLook("projection", size.width(), size.height(), 2.0, colours, self._camera())
        QGuiApplication.clipboard().setImage(self.drawn(look, "png").image)
        self._explorer.window.toasts.show("info", tr("Copied as a picture"))

    def drawn(self, look: FigureLook, kind: Kind) -> Drawn:
        """Draw a view.

        Raises:
            ValueError: there is no such view now, or it would be too large.
            MemoryError: there is too little memory.
        """
        look.check()
        with self._widget(look) as widget:
            return draw(widget, kind, look.scale, title=look.view)

    def packing(self, wish: FigureWish, file: Path) -> Callable[[], None]:
        """Draw now.

        Returns:
            What packs and writes the figure, for any thread; it raises OSError and ValueError.

        Raises:
            ValueError: it cannot be drawn.
            MemoryError: there is too little memory.
        """
        picture = self.drawn(wish.look, wish.kind)
        saved = saved_session(self._explorer.session, with_vectors=False)

        def pack() -> None:
            cargo = Cargo(
                to_bytes(saved) if wish.with_session else None,
                methods_sentence(saved, wish.look.view, words=wish.with_session),
                wish.look,
            )
            write_bytes(file, carry(picture.encoded(), wish.kind, cargo))

        return pack

    def export(self, wish: FigureWish, file: Path) -> None:
        """Write a figure; how it went is told."""
        window = self._explorer.window

        def failed(error: Exception) -> None:
            if not isinstance(error, OSError | ValueError | MemoryError):
                raise error
            said = f"{error.filename}: {error.strerror}." if isinstance(error, OSError) else str(error)
            self._explorer.session.notice = Notice(
                "error", tr("{name} could not be saved", name=file.name), said
            )

        try:
            pack = self.packing(wish, file)
        except (ValueError, MemoryError) as error:
            failed(error)
            return
        self._explorer.runner.submit(
            LANE,
            lambda _task: pack(),
            lambda _: window.toasts.show("info", tr("Saved {name}", name=file.name), str(file.parent)),
            failed=failed,
        )

    def carry_out(self, task: FigureTask) -> str:
        """Draw what the command line asks for.

        Returns:
            "" when the file is written, else one sentence.
        """
        look = self._explorer.documents.controller.look or FigureLook()
        if task.view is not None and task.view != look.view:
            look = replace(look, view=task.view, camera=None)
            size = next((size for key, _, size in self._views() if key == task.view), _USUAL)
            look = replace(look, width=size.width(), height=size.height())
        if task.size is not None:
            look = replace(look, width=task.size[0], height=task.size[1])
        look = replace(look, scale=task.scale or look.scale, colours=task.colours or look.colours)
        wish = FigureWish(look, SUFFIXES[task.out.suffix.lower()], task.with_session)
        try:
            self.packing(wish, task.out)()
        except OSError as error:
            return f"{task.out}: {error.strerror or error}."
        except (ValueError, MemoryError) as error:
            return str(error)
        return ""

    def _views(self) -> list[tuple[str, str, QSize]]:
        """What can be exported now: its key, its title and its usual size."""
        window = self._explorer.window
        views = [
            ("projection", tr("Projection"), _USUAL),
            ("mix", tr("Mixing weights"), _whole(self._explorer.mix)),
        ]
        if window.tabs.seen:
            title, page = window.tabs.titles()[window.tabs.seen], window.tabs.page
            views.append((window.tabs.seen, title, _whole(page)))
        return views

    @contextmanager
    def _widget(self, look: FigureLook) -> Iterator[QWidget]:
        """What is to be drawn, laid out in the look's size and colours."""
        explorer, tabs = self._explorer, self._explorer.window.tabs
        if look.view == "projection":
            with theme.drawn_as(look.colours), theme.enlarged(1 / theme.zoom):
                figure = ProjectionFigure(explorer.session, look)
                try:
                    yield figure
                finally:
                    figure.hide()
                    figure.deleteLater()
            return
        widget = explorer.mix if look.view == "mix" else tabs.page if tabs.seen == look.view else None
        if widget is None:
            raise ValueError(tr("The tab {name} is not in front.", name=look.view))
        before = widget.size()
        with ExitStack() as stack:
            stack.enter_context(dressed(widget, look.colours))
            widget.resize(look.width, look.height)
            stack.callback(widget.resize, before)
            yield widget

    def _preview(self, look: FigureLook) -> QImage:
        return self.drawn(look, "png").image

    def _camera(self) -> tuple[float, float, float, float] | None:
        scatter = self._explorer.canvas.scatter
        return seen(scatter) if scatter.camera_is_users else None

    def _choose_file(self, wish: FigureWish) -> None:
        focus = self._explorer.session.focus
        name = focus.word if focus is not None and wish.look.view == "projection" else wish.look.view
        filters = {
            "png": tr("PNG picture (*.png)"),
            "svg": tr("SVG picture (*.svg)"),
            "pdf": tr("PDF document (*.pdf)"),
        }
        chosen, _ = QFileDialog.getSaveFileName(
            self._explorer.window, tr("Export as a picture"), f"{name}.{wish.kind}", filters[wish.kind]
        )
        if chosen:
            file = Path(chosen)
            if file.suffix.lower() != f".{wish.kind}":
                file = file.with_name(f"{file.name}.{wish.kind}")
            self.export(wish, file)

    def _opened(self) -> None:
        """A figure was opened: look where it looked, and be ready to draw it once more."""
        look = self._explorer.documents.controller.look
        if look is None:
            return
        self._wish = FigureWish(look)
        scatter, tabs = self._explorer.canvas.scatter, self._explorer.window.tabs
        if look.view in tabs.titles():
            tabs.show_tab(look.view)
            self._explorer.window.set_folded(False)
        if look.camera is not None:
            scatter.look_again(camera_for(look.camera, QRectF(scatter.rect())))


def _whole(page: QWidget) -> QSize:
    """A tab's size in which nothing of it need be scrolled."""
    bars = [bar for bar in page.findChildren(QScrollBar) if bar.isVisibleTo(page)]
    more = [
        max((bar.maximum() for bar in bars if bar.orientation() == way), default=0)
        for way in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical)
    ]
    return QSize(min(page.width() + more[0], LARGEST), min(page.height() + more[1], LARGEST))
