"""The chart of learned weights as a picture file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import large_picture
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.task_map import TaskMap
from elmo_explorer.written_aside import write_whole

_PNG_SCALE = 4.0


def save_chart(chart: TaskMap, file: Path) -> None:
    """Draw the chart as it is seen into a PNG file, or with any other suffix into an SVG file.

    Raises:
        OSError: the file cannot be written.
    """
    drawn = QByteArray()
    buffer = QBuffer(drawn)
    if file.suffix.lower() == ".png":
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        large_picture(chart, _PNG_SCALE).save(buffer, "PNG")
    else:
        picture = QSvgGenerator()
        picture.setOutputDevice(buffer)
        picture.setSize(chart.size())
        picture.setViewBox(chart.rect())
        picture.setTitle(tr("Mixing weights learned by task"))
        painter = QPainter(picture)
        painter.fillRect(chart.rect(), theme.color("surface"))
        chart.paint(painter)
        painter.end()
    buffer.close()
    write_whole(file, bytes(drawn.data()))
