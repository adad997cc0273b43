"""The form that begins a training run: text, name, language, size, how much is read, where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from elmo_explorer.session.training import CUSTOM, Choices, Size
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.number_field import NumberField
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.segmented import Segmented

LANGUAGES = ("en", "zh")
TEXTS = mark("Text (*.txt *.txt.xz *.txt.gz *.txt.zst *.xz *.gz *.zst);;All files (*)")
_MILLION = 1e6


class TrainingForm(QWidget):
    """Shows a ``Choices`` and tells every change of it."""

    changed = Signal(object)
    """The new ``Choices``."""

    def __init__(self, sizes: Callable[[str], Sequence[Size]], parent: QWidget | None = None) -> None:
        """``sizes``: the networks to choose from, by language."""
        super().__init__(parent)
        self._sizes_of = sizes
        self._sizes: tuple[Size, ...] = ()
        self._choices = Choices()
        self.texts = QPushButton()
        self.texts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self.texts)
        self._menu.addAction(icon("text"), tr("Choose text files…")).triggered.connect(self._choose_files)
        self._menu.addAction(icon("folder"), tr("Choose a folder of texts…")).triggered.connect(
            self._choose_folder
        )
        self.texts.setMenu(self._menu)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the model"))
        self.name.setToolTip(tr("What the model and the folder of its run are called"))
        self.name.setPlaceholderText(tr("its name"))
        self.language = Segmented(name=tr("Language"))
        self.language.set_segments(LANGUAGES, (tr("English"), tr("Chinese, segmented")))
        self.size_choice = Segmented(name=tr("Size"))
        self.tokens = NumberField()
        self.tokens.setAccessibleName(tr("Million tokens to read"))
        self.tokens.setToolTip(
            tr("How many million tokens are read in all, the text more than once if it is short")
        )
        self.tokens.setRange(0.001, 1_000_000.0)
        self.tokens.setDecimals(2)
        self.tokens.setSingleStep(1.0)
        self.initial = QComboBox()
        self.initial.setAccessibleName(tr("Start from"))
        self.initial.setToolTip(tr("Begin with random weights, or with those of a model, in its size"))
        self.initial.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.output = QLineEdit()
        self.output.setAccessibleName(tr("Folder of the run"))
        self.output.setToolTip(tr("Where checkpoints and the model are written; empty: among your runs"))
        self.output.setPlaceholderText(tr("among your runs"))
        self.browse = QuietButton("folder", tr("Choose the folder of the run"))
        self._labels = [
            QLabel(text)
            for text in (tr("Text"), tr("Name"), tr("Size"), tr("Read"), tr("From"), tr("Folder"))
        ]
        self._million = QLabel(tr("million tokens"))
        self._lay_out()
        self._restyle()
        self.show_choices(Choices())

        self.name.textEdited.connect(lambda text: self._tell(name=text))
        self.language.changed.connect(self._on_language)
        self.size_choice.changed.connect(self._on_size)
        self.tokens.valueChanged.connect(lambda value: self._tell(tokens=max(1, round(value * _MILLION))))
        self.initial.activated.connect(self._on_initial)
        self.output.textEdited.connect(lambda text: self._tell(output=text))
        self.browse.clicked.connect(self._choose_output)
        theme.changed.connect(self._restyle)

    def show_choices(self, choices: Choices) -> None:
        """Show these, without a signal."""
        self._choices = choices
        self._show_texts()
        for field, text in ((self.name, choices.name), (self.output, choices.output)):
            if field.text() != text:
                field.setText(text)
        if choices.language in LANGUAGES:
            self.language.set_index(LANGUAGES.index(choices.language))
        self._show_sizes()
        self.tokens.show_value(choices.tokens / _MILLION)
        self._show_initial()

    def add_texts(self, paths: Sequence[str]) -> None:
        """Take these files and folders; a name is made of the first where there is none."""
        if not paths:
            return
        name = self._choices.name or Path(paths[0]).name.split(".")[0]
        self._tell(texts=tuple(paths), name=name)
        self.show_choices(self._choices)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The texts' names are cut to what fits."""
        super().resizeEvent(event)
        self._show_texts()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.texts,),
            (self.name, self.language),
            (self.size_choice,),
            (self.tokens, self._million),
            (self.initial,),
            (self.output, self.browse),
        )
        for k, (label, widgets) in enumerate(zip(self._labels, rows, strict=True)):
            label.setProperty("role", "text2")
            grid.addWidget(label, k, 0)
            line = QHBoxLayout()
            line.setSpacing(6)
            for widget in widgets:
                stretches = widget in (self.texts, self.name, self.initial, self.output)
                line.addWidget(widget, 1 if stretches else 0)
            if widgets[-1] in (self.size_choice, self._million):
                line.addStretch(1)
            grid.addLayout(line, k, 1)
        grid.setRowStretch(len(rows), 1)
        self._million.setProperty("role", "text2")

    def _show_texts(self) -> None:
        texts = self._choices.texts
        names = [Path(text).name for text in texts]
        said = tr("Choose or drop text") if not texts else names[0]
        if len(texts) > 1:
            said = tr("{n} texts: {join}", n=len(texts), join=", ".join(names))
        room = max(40, self.texts.width() - theme.px(40))
        metrics = QFontMetrics(theme.font(12, 500))
        self.texts.setText(metrics.elidedText(said, Qt.TextElideMode.ElideMiddle, room))
        self.texts.setToolTip(
            "\n".join(texts[:20]) or tr("Text files or a folder of them, as they are or compressed")
        )
        self.texts.setAccessibleName(tr("Text: {said}", said=said))

    def _show_sizes(self) -> None:
        choices = self._choices
        self._sizes = tuple(self._sizes_of(choices.language))
        own = bool(choices.more) or choices.size == CUSTOM
        titles = [size.title for size in self._sizes] + ([tr("Own")] if own else [])
        tips = [size.what for size in self._sizes] + [tr("As your options say")]
        self.size_choice.set_segments(titles, tips)
        names = [size.name for size in self._sizes]
        place = len(names) if own else names.index(choices.size) if choices.size in names else 0
        self.size_choice.set_index(place)
        self.size_choice.setEnabled(not choices.initial or own)

    def _show_initial(self) -> None:
        choices = self._choices
        names = [size.name for size in self._sizes if size.name == choices.language]
        if choices.initial and choices.initial not in names:
            names.append(choices.initial)
        self.initial.clear()
        self.initial.addItem(tr("random weights"), "")
        for name in names:
            self.initial.addItem(tr("the model {name}", name=Path(name).name), name)
        self.initial.setCurrentIndex(max(0, self.initial.findData(choices.initial)))

    def _on_language(self, index: int) -> None:
        language = LANGUAGES[index]
        names = [size.name for size in self._sizes_of(language)]
        size = self._choices.size if self._choices.size in (*names, CUSTOM) else names[0]
        self._tell(language=language, size=size, initial="")
        self.show_choices(self._choices)

    def _on_size(self, index: int) -> None:
        if index < len(self._sizes):
            self._tell(size=self._sizes[index].name, more="")
            self.show_choices(self._choices)

    def _on_initial(self, index: int) -> None:
        """A model to start from brings its own shape."""
        name = str(self.initial.itemData(index))
        if name and name in [size.name for size in self._sizes]:
            self._tell(initial=name, size=name, more="")
        else:
            self._tell(initial=name)
        self.show_choices(self._choices)

    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self.window(), tr("Text to train on"), "", tr(TEXTS))
        self.add_texts(files)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window(), tr("A folder of text files"))
        self.add_texts([folder] if folder else [])

    def _choose_output(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window(), tr("The folder of the run"))
        if folder:
            self._tell(output=folder)
            self.show_choices(self._choices)

    def _tell(self, **changes: object) -> None:
        self._choices = replace(self._choices, **changes)  # type: ignore[arg-type]
        self.changed.emit(self._choices)

    def _restyle(self) -> None:
        for widget in (*self._labels, self._million, self.name, self.output):
            widget.setFont(theme.font(12))
        self.tokens.setFixedWidth(theme.px(58))
        self._show_texts()
