"""The dialog before weights are learned from the coloured groups."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from elmo_explorer.session.task_wish import ColouredUses
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.state_card import button

_MOST_GROUPS = 12
_WIDTH = 440


class ColoursDialog(QDialog):
    """Says which groups would be learned, and asks for a name."""

    learn_requested = Signal(str)
    """The task's name."""

    def __init__(self, uses: ColouredUses, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Learn weights from these colours"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = QLabel(groups_text(uses))
        self.note = QLabel(
            tr(
                "A small classifier learns to tell them apart, and with it the weights of the "
                "layers. Every use is scored by what was learned from the others; {sum:,} uses are "
                "an indication, no more.",
                sum=sum(uses.counts),
            )
        )
        self.name = QLineEdit(name)
        self.name.setAccessibleName(tr("Name of the task"))
        self.name.setToolTip(tr("As it will stand among the learned tasks"))
        self.name.selectAll()
        self.learn = button(tr("Learn"), "primary")
        self.learn.setToolTip(tr("It takes some seconds"))
        self.learn.setDefault(True)
        cancel = button(tr("Cancel"))
        for label, role in ((self.said, ""), (self.note, "text2")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role)
            label.setFont(theme.font(12 if role else 13))
        title = QLabel(tr("Name"))
        title.setProperty("role", "text2")
        title.setFont(theme.font(12))
        self.name.setFont(theme.font(12))
        row = QHBoxLayout()
        row.addWidget(title)
        row.addWidget(self.name, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.learn)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.said)
        column.addWidget(self.note)
        column.addLayout(row)
        column.addLayout(foot)
        cancel.clicked.connect(self.reject)
        self.learn.clicked.connect(self._accept)
        self.name.textChanged.connect(lambda text: self.learn.setEnabled(bool(text.strip())))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its text needs, which the stylesheet decides and is known only now."""
        super().showEvent(event)
        layout = self.layout()
        assert layout is not None
        width = theme.px(_WIDTH)
        layout.activate()
        self.resize(width, layout.totalHeightForWidth(width))

    def _accept(self) -> None:
        self.learn_requested.emit(self.name.text().strip())
        self.accept()


def groups_text(uses: ColouredUses) -> str:
    """``"money 4, river 4, storage 2; left out, with a single use: rely."``."""
    groups = [f"{name} {n:,}" for name, n in zip(uses.names, uses.counts, strict=True)]
    more = len(groups) - _MOST_GROUPS
    said = ", ".join(groups[:_MOST_GROUPS]) + (tr(" and {more} more", more=more) if more > 0 else "")
    if not uses.left_out:
        return f"{said}."
    left = ", ".join(uses.left_out[:_MOST_GROUPS])
    more = len(uses.left_out) - _MOST_GROUPS
    return tr(
        "{said}; left out, with a single use: {left}{value}.",
        said=said,
        left=left,
        value=f" and {more} more" if more > 0 else "",
    )
