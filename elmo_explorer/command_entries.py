"""What the list of all commands holds: the window's actions, tabs, layers, colours, examples and models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from elmo_explorer.model_menu import model_choices
from elmo_explorer.table_text import FORMATS
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.command_list import Entry

if TYPE_CHECKING:
    from elmo_explorer.examples import Example
    from elmo_explorer.explorer import Explorer

_TAB, _LAYER, _EXAMPLE, _MODEL = mark("Tab"), mark("Layer"), mark("Example"), mark("Model")
_TABLE = mark("Table")


def command_entries(explorer: Explorer, examples: Iterable[Example]) -> list[Entry]:
    """Everything that can be done now."""
    made = [*explorer.actions.entries()]
    made += _tabs(explorer)
    made += _layers(explorer)
    made += _models(explorer)
    made += (
        Entry(
            f"Copy as {title}",
            partial(explorer.data.copy_table, form),
            _TABLE,
            "",
            tr("Copy as {form}", form=title),
        )
        for form, title in FORMATS.items()
    )
    made += (Entry(e.title, partial(explorer.open_example, e.name), _EXAMPLE) for e in examples)
    return made


def _tabs(explorer: Explorer) -> Iterator[Entry]:
    for name, title in explorer.window.tabs.titles().items():
        english = name.replace("_", " ").capitalize()
        yield Entry(english, partial(_show_tab, explorer, name), _TAB, shown=title)


def _show_tab(explorer: Explorer, name: str) -> None:
    explorer.window.tabs.show_tab(name)
    explorer.window.set_folded(False)


def _layers(explorer: Explorer) -> Iterator[Entry]:
    layer = explorer.toolbar.layer
    for k, label in enumerate(layer.labels()):
        title = f"{tr('Layer')} {label}" if k else label
        yield Entry(f"Layer {label}", partial(layer.choose, k), _LAYER, str(k + 1), title)


def _models(explorer: Explorer) -> Iterator[Entry]:
    is_open = {model.name for model in explorer.session.models}
    for model in explorer.session.models:
        yield Entry(model.name, partial(explorer.models.show, model.key), _MODEL)
    for name, source in model_choices():
        if name not in is_open:
            yield Entry(
                f"Load {name}", partial(explorer.load_model, source), _MODEL, "", tr("Load {name}", name=name)
            )
    menu = explorer.model_menu
    yield Entry(mark("Open a model folder…"), menu.choose_folder, _MODEL)
    yield Entry(mark("Open published options and weights…"), menu.choose_published, _MODEL)
