"""What a screen reader says of a number field is said of the editor inside, which has the keyboard."""

import pytest
from pytestqt.qtbot import QtBot

from elmo_explorer.ui.widgets.cell_field import CellField
from elmo_explorer.ui.widgets.number_field import NumberField


@pytest.mark.parametrize("kind", [NumberField, CellField])
def test_the_editor_inside_is_called_as_the_field(kind: type[NumberField], qtbot: QtBot) -> None:
    field = kind()
    qtbot.addWidget(field)
    assert field.lineEdit().accessibleName() == field.accessibleName()
    field.setAccessibleName("Weight of layer 1")
    assert field.lineEdit().accessibleName() == "Weight of layer 1"
