from PySide6.QtWidgets import QMenu

from elmo_explorer.examples import list_examples
from elmo_explorer.ui.examples_menu import FIRST, fill_examples_menu


def leaves(menu: QMenu) -> list[str]:
    """The titles that can be clicked, in submenus too."""
    titles = []
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            titles += leaves(below)
        elif not action.isSeparator():
            titles.append(action.text())
    return titles


def test_every_example_stands_in_the_menu_once(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_examples_menu(menu, list_examples(), lambda name: None)
    assert sorted(leaves(menu)) == sorted(example.title for example in list_examples())
    assert leaves(menu)[:FIRST] == [example.title for example in list_examples()[:FIRST]]


def test_no_menu_is_higher_than_a_small_window(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_examples_menu(menu, list_examples(), lambda name: None)
    submenus = [action.menu() for action in menu.actions() if action.menu()]
    assert max(below.sizeHint().height() for below in (menu, *submenus)) < 720


def test_chinese_has_a_submenu_and_a_click_names_the_example(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    chosen: list[str] = []
    fill_examples_menu(menu, list_examples(), chosen.append)
    chinese = next(action for action in menu.actions() if "中文" in action.text()).menu()
    assert len(chinese.actions()) == 15
    chinese.actions()[0].trigger()
    assert chosen == ["apple"]


def test_few_examples_need_no_submenu(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_examples_menu(menu, list_examples()[:FIRST], lambda name: None)
    assert [action.text() for action in menu.actions()] == [e.title for e in list_examples()[:FIRST]]
