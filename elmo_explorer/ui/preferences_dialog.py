"""The preferences: four pages; what is chosen counts at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.translation import tr
from elmo_explorer.ui.preference_rows import PreferencePage
from elmo_explorer.ui.settings import LARGEST_SEED, Entry, Settings
from elmo_explorer.ui.shortcut_page import ShortcutPage
from elmo_explorer.ui.shortcuts import Shortcuts
from elmo_explorer.ui.theme import LARGEST_ZOOM, SMALLEST_ZOOM, theme
from elmo_explorer.ui.widgets.state_card import button

_AT_FIRST = (
    "theme_mode",
    "zoom",
    "language",
    "reduce_motion",
    "high_contrast",
    "autosave",
    "device",
    "precision",
    "matching",
    "seed",
)
"""What Reset changes; where the window was and what was open stay."""


class PreferencesDialog(QDialog):
    """Writes the settings; who listens to them carries out what was chosen."""

    def __init__(self, settings: Settings, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self._settings = settings
        self._shortcuts = shortcuts
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None
        self.pages = QStackedWidget()
        self.names = QListWidget()
        self.fault = QLabel()
        self.rebuild()
        settings.changed.connect(self._changed)
        self.finished.connect(lambda: settings.changed.disconnect(self._changed, missing_ok=True))

    def sizeHint(self) -> QSize:
        """Room for the widest page."""
        return QSize(theme.px(700), theme.px(600))

    def rebuild(self) -> None:
        """Build all of it anew, in the language of now, with the same page in front."""
        at = max(self.names.currentRow(), 0) if self._content is not None else 0
        if self._content is not None:
            self._outer.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self.setWindowTitle(tr("Preferences"))
        self._content = self._built()
        self._outer.addWidget(self._content)
        self.names.setCurrentRow(at)

    def show_page(self, index: int) -> None:
        """Bring a page to the front."""
        self.names.setCurrentRow(index)

    def tell_fault(self, sentence: str) -> None:
        """Say on the page Model why it stays as it was; "" says nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def reset(self) -> None:
        """All preferences as at first."""
        for name in _AT_FIRST:
            entry = vars(Settings)[name]
            assert isinstance(entry, Entry)
            setattr(self._settings, name, entry.default)
        self._shortcuts.reset()
        self._show_values()

    def _built(self) -> QWidget:
        content = QWidget()
        self.names, self.pages = QListWidget(), QStackedWidget()
        self.names.setProperty("kind", "pages")
        self.names.setAccessibleName(tr("Pages of the preferences"))
        self.names.setToolTip(tr("Pages of the preferences"))
        self.names.setFixedWidth(theme.px(150))
        self.names.ensurePolished()  # the rows' height follows from the style
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in (self._general(), self._model(), self._analysis(), ShortcutPage(self._shortcuts)):
            self.names.addItem(page.title)
            self.pages.addWidget(page if isinstance(page, ShortcutPage) else _scrolling(page))
        self.names.currentRowChanged.connect(self.pages.setCurrentIndex)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedWidth(1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.setContentsMargins(8, 12, 0, 0)
        row.addWidget(self.names)
        row.addWidget(line)
        row.addWidget(self.pages, 1)
        reset = button(tr("Reset to defaults"))
        reset.setToolTip(tr("All preferences and keys as at first"))
        reset.setAutoDefault(False)
        close = button(tr("Close"), "primary")
        close.setToolTip(tr("Close the preferences (Esc)"))
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addWidget(reset)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addLayout(foot)
        reset.clicked.connect(self.reset)
        close.clicked.connect(self.accept)
        self.reset_button, self.close_button = reset, close
        return content

    def _general(self) -> PreferencePage:
        s, page = self._settings, PreferencePage(tr("General"))
        page.add_choice(
            tr("Theme"),
            "",
            [("light", tr("Light")), ("dark", tr("Dark")), ("system", tr("As the system"))],
            lambda: s.theme_mode,
            lambda value: setattr(s, "theme_mode", value),
        )
        page.add_choice(
            tr("Language"),
            tr("Of the window; the models read what they were trained on."),
            [("system", tr("As the system")), ("en", "English"), ("zh", "简体中文")],
            lambda: s.language,
            lambda value: setattr(s, "language", value),
        )
        page.add_number(
            tr("Size of the text"),
            tr("13 pixels are 100 %; Ctrl + and Ctrl − change it, too."),
            (round(13 * SMALLEST_ZOOM), round(13 * LARGEST_ZOOM)),
            lambda: s.font_size,
            lambda value: setattr(s, "zoom", _zoom_of(value)),
            " px",
        )
        page.add_switch(
            tr("Reduce motion"),
            tr("Nothing glides or fades; the picture is at once where it goes to."),
            lambda: s.reduce_motion,
            lambda on: setattr(s, "reduce_motion", on),
        )
        page.add_switch(
            tr("High contrast"),
            tr("Stronger lines and text."),
            lambda: s.high_contrast,
            lambda on: setattr(s, "high_contrast", on),
        )
        page.add_switch(
            tr("Keep the session by itself"),
            tr("A second after every change, so that nothing is lost where the power goes."),
            lambda: s.autosave,
            lambda on: setattr(s, "autosave", on),
        )
        page.end()
        return page

    def _model(self) -> PreferencePage:
        s, page = self._settings, PreferencePage(tr("Model"))
        page.add_list(
            tr("Device"),
            tr("Where the models run. The open ones are loaded again."),
            [
                ("auto", tr("The fastest there is")),
                ("cpu", tr("Processor (CPU)")),
                ("cuda", tr("NVIDIA graphics (CUDA)")),
                ("mps", tr("Apple graphics (MPS)")),
            ],
            lambda: s.device,
            lambda value: setattr(s, "device", value),
        )
        page.add_choice(
            tr("Precision"),
            tr("bf16 is faster where the device multiplies in it, and changes every vector a little."),
            [("fp32", "fp32"), ("bf16", "bf16")],
            lambda: s.precision,
            lambda value: setattr(s, "precision", value),
        )
        self.fault = QLabel()
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.hide()
        page.column.addWidget(self.fault)
        page.end()
        return page

    def _analysis(self) -> PreferencePage:
        s, page = self._settings, PreferencePage(tr("Analysis"))
        page.add_choice(
            tr("What counts as the same word"),
            tr("For a new focus word; the list's filter changes it for the present one."),
            [("form", tr("Form")), ("caseless", tr("Form in any case")), ("lemma", tr("Base form"))],
            lambda: s.matching,
            lambda value: setattr(s, "matching", value),
        )
        page.add_number(
            tr("Random seed"),
            tr("Where UMAP, t-SNE and the learning of weights take their random numbers from."),
            (0, LARGEST_SEED),
            lambda: s.seed,
            lambda value: setattr(s, "seed", value),
        )
        page.end()
        return page

    def _changed(self, _key: str) -> None:
        self._show_values()

    def _show_values(self) -> None:
        for page in self.findChildren(PreferencePage):
            page.show_values()


def _zoom_of(pixels: int) -> float:
    return min(max(round(pixels / 13, 2), SMALLEST_ZOOM), LARGEST_ZOOM)


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return area
