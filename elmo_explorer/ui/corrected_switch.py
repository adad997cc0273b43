"""The one switch that decides whether cosines are shown corrected."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from elmo_explorer.session.session import Comparison, Session, View
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.cosine_scale import CosineScale, no_baseline
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.switch import Switch
from elmo_explorer.ui.widgets.tab_panel import Tool

_WHAT = mark("Show every cosine less that of two random loaded words (Ethayarajh 2019)")


class CorrectedSwitch(Tool):
    """Shows and writes ``session.view.corrected``; its tooltip tells what is taken off."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._label = QLabel(tr("Corrected cosines"))
        self._label.setProperty("role", "text2")
        self.switch = Switch()
        self.switch.setAccessibleName(tr("Corrected cosines"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self._label)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        self._restyle()
        self._show_view(session.view)
        self._show_baselines(session.comparison)
        self.switch.toggled.connect(self._on_toggled)
        theme.changed.connect(self._restyle)
        session.events.view.connect(self._show_view)
        session.events.comparison.connect(self._show_baselines)

    def set_compact(self, compact: bool) -> None:
        """One word less where there is little room."""
        self._label.setText(tr("Corrected") if compact else tr("Corrected cosines"))

    def _on_toggled(self, on: bool) -> None:
        self._session.view = replace(self._session.view, corrected=on)

    def _show_view(self, view: View) -> None:
        self.switch.setChecked(view.corrected)

    def _show_baselines(self, comparison: Comparison | None) -> None:
        session = self._session
        tip = tr(_WHAT)
        if comparison is not None:
            scales = CosineScale.of_layers(session.view, comparison, len(comparison.baseline))
            layers = [
                tr("layer {k}: {baseline}", k=k, baseline=figure(scale.baseline))
                for k, scale in enumerate(scales)
                if scale.is_known
            ]
            tip = "\n".join((tr(_WHAT), *layers)) if layers else f"{tr(_WHAT)}\n{no_baseline()}"
        self.setToolTip(tip)

    def _restyle(self) -> None:
        self._label.setFont(theme.font(12))
