"""What is asked before tokens are exported as data: which ones, with which vectors, as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from elmo_explorer.token_export import Format, TokenWish, Vector, Which
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.preference_rows import PreferencePage
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.plain_scroll import plain_scroll
from elmo_explorer.ui.widgets.state_card import button

FORMATS: dict[Format, tuple[str, str]] = {
    "csv": ("CSV", mark("One line a token: what it is and its numbers")),
    "tsv": ("TSV", mark("The same with tabs")),
    "npy": ("NPY", mark("NumPy: tokens × vectors × numbers; a TSV file beside it says which is which")),
    "hdf5": ("HDF5", mark("As bilm-tf writes it: whole sentences, layers × tokens × numbers")),
    "projector": ("Projector", mark("TensorFlow’s Embedding Projector: a pair of TSV files")),
}
"""Format -> what it is called, and what it is."""
_WHICH: dict[Which, str] = {
    "selected": mark("Selected ({n:,})"),
    "focus": mark("Focus word ({n:,})"),
    "all": mark("All ({n:,})"),
}


class ExportDialog(QDialog):
    """A form; ``wish`` is what it says."""

    def __init__(
        self,
        wish: TokenWish,
        counts: Mapping[Which, int],
        n_layers: int,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Ask.

        Args:
            wish: to begin with.
            counts: how many tokens there are of each kind.
            n_layers: of the shown model.
            note: what will be missing, one sentence; "" for nothing.
            parent: of the dialog.
        """
        super().__init__(parent)
        self.setObjectName("export_tokens")
        self.setWindowTitle(tr("Export tokens as data"))
        self.resize(theme.px(520), theme.px(620))
        self.wish = wish
        self._counts, self._n_layers = counts, n_layers
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "caption")
        self._hint.setContentsMargins(20, 0, 20, 0)
        self.note = QLabel(note)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "warning")
        self.note.setContentsMargins(20, 0, 20, 0)
        self.note.setVisible(bool(note))
        self.export = button(tr("Export…"), "primary")
        self.export.setToolTip(tr("Choose a file (Enter)"))
        self.export.setDefault(True)
        cancel = button(tr("Cancel"))
        cancel.setToolTip(tr("Export nothing (Esc)"))
        cancel.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(plain_scroll(self._built(), down=True), 1)
        column.addWidget(self._hint)
        column.addWidget(self.note)
        column.addLayout(foot)
        self.export.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self._show_hint()

    def _built(self) -> PreferencePage:
        page = PreferencePage(tr("Export tokens as data"))
        page.add_choice(
            tr("Tokens"),
            "",
            [(which, tr(title, n=self._counts[which])) for which, title in _WHICH.items()],
            lambda: self.wish.which,
            lambda which: self._take(which=which),
        )
        page.add_choice(
            tr("Format"),
            "",
            [(form, title) for form, (title, _) in FORMATS.items()],
            lambda: self.wish.form,
            lambda form: self._take(form=form),
        )
        for vector in ("mix", *range(self._n_layers)):
            title = tr("The mix") if vector == "mix" else tr("Layer {layer}", layer=vector)
            page.add_switch(
                title,
                tr("With the weights of now") if vector == "mix" else "",
                lambda vector=vector: vector in self.wish.vectors,  # type: ignore[misc]
                lambda on, vector=vector: self._take_vector(vector, on),  # type: ignore[misc]
            )
        page.add_switch(
            tr("Coordinates"),
            tr("Where each token is in the picture"),
            lambda: self.wish.coordinates,
            lambda on: self._take(coordinates=on),
        )
        page.end()
        return page

    def _take(self, **changes: object) -> None:
        self.wish = replace(self.wish, **changes)  # type: ignore[arg-type]
        self._show_hint()

    def _take_vector(self, vector: Vector, on: bool) -> None:
        chosen = {*self.wish.vectors, vector} if on else {*self.wish.vectors} - {vector}
        order: tuple[Vector, ...] = ("mix", *range(self._n_layers))
        self._take(vectors=tuple(other for other in order if other in chosen))

    def _show_hint(self) -> None:
        """What the format is, and whether there is anything to write."""
        needs = self.wish.form in ("npy", "hdf5", "projector") and not self.wish.vectors
        hint = (
            tr("This format holds vectors: choose the mix or a layer.")
            if needs
            else tr(FORMATS[self.wish.form][1])
        )
        self._hint.setText(hint)
        self.export.setEnabled(not needs and self._counts[self.wish.which] > 0)
