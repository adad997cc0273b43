"""How fast the tab "Language model" is there: ``python -m benchmarks.language_model``.

For sentences of 20 words and the bundled models: everything that is expected at every place, beside the matrix product of
states and output words alone, measured in the same run; the next words of a sentence that is being typed; and in the real
window the time from a click on another sentence to its painted columns. Also how good the guesses are.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence

import torch
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from benchmarks.limits import best_seconds, describe_machine
from elmo_explorer import BiLM
from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.controllers.predictions_controller import predictions
from elmo_explorer.examples import list_examples, read_example
from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Sentence, TokenRef
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.style import Style
from elmo_explorer.window_options import WindowOptions
from elmo_explorer.workers.task import Task

N_WORDS = 20
BAR_MS = 100.0
"""The whole tab, for 20 words with the bundled English model on 2 cores."""
N_CLICKS = 30


def sentences(language: str, n: int) -> list[Sentence]:
    """Sentences of 20 words out of the bundled examples'."""
    examples = [read_example(e.path) for e in list_examples() if e.language == language]
    words = [word for example in examples for row in example for word in row.tokens]
    cut = [tuple(words[k * N_WORDS : (k + 1) * N_WORDS]) for k in range(n)]
    return [Sentence(" ".join(tokens), tokens, language) for tokens in cut]


def print_arithmetic(name: str) -> None:
    """Without a window: what one sentence costs, and of what it is made."""
    bilm = BiLM.load(name, device="cpu")
    asker = NextWords(bilm)
    assert bilm.output_layer is not None
    (sentence,) = sentences(name, 1)
    tokens = sentence.tokens
    weight, bias = bilm.output_layer.weight, bilm.output_layer.bias
    states = torch.randn(N_WORDS + 1, weight.shape[1])
    words = bilm.word_vectors([tokens], N_WORDS + 2)

    def both_products() -> None:
        for _ in range(2):
            torch.nn.functional.linear(states, weight, bias)

    with torch.inference_mode():
        product = best_seconds(both_products)
        reading = best_seconds(lambda: bilm.read(words, [N_WORDS + 2]))
    rows: list[tuple[str, Callable[[], object]]] = [
        ("all that is expected, from the left, the right and both sides", lambda: asker.expect(tokens)),
        ("the same as the window gets it", lambda: predictions(asker, name, sentence, Task())),
        ("next words while typing, behind 20 words", lambda: asker.after(tokens)),
        ("completions of an unfinished word", lambda: asker.after(tokens, begins=tokens[0][:1])),
    ]
    print(
        f"\n{name}: {N_WORDS} words, {len(asker.vocabulary.words):,} output words, {weight.shape[1]} numbers each"
    )
    print(f"{'':68}{'ms':>8}{'x product':>11}")
    shown = [
        ("the matrix product alone, both directions", product),
        ("reading alone, both directions", reading),
    ]
    for text, seconds in (*shown, *((text, best_seconds(call)) for text, call in rows)):
        print(f"{text:68}{seconds * 1e3:8.1f}{seconds / product:11.1f}")


def print_guesses(name: str) -> None:
    """How often the true word is the first guess, and its mean reciprocal rank, in the bundled examples' sentences."""
    asker = NextWords(BiLM.load(name, device="cpu"))
    examples = [read_example(e.path) for e in list_examples() if e.language == name]
    ranks: dict[str, list[float]] = {"forward": [], "backward": [], "both": []}
    for row in (row for example in examples for row in example):
        found = asker.expect(row.tokens)
        ranks["forward"] += found.forward.ranks[:-1][found.known].tolist()
        ranks["backward"] += found.backward.ranks[1:][found.known].tolist()
        ranks["both"] += found.both.ranks[found.known].tolist()
    print(f"\n{name}: {len(ranks['both']):,} words of the bundled examples, those in the vocabulary")
    print(f"{'':12}{'first guess':>14}{'among five':>14}{'mean 1/rank':>14}")
    for side, of in ranks.items():
        first, five = (sum(rank <= most for rank in of) / len(of) for most in (1, 5))
        print(f"{side:12}{first:14.1%}{five:14.1%}{sum(1 / rank for rank in of) / len(of):14.3f}")


class Painted(QObject):
    """Notes when a widget is painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint event goes on to the widget."""
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def print_window() -> None:
    """The real window, 1440 x 900: from the click to the painted columns."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle(Style())
    explorer = Explorer(WindowOptions(model="en"), Settings(None))
    explorer.window.resize(1440, 900)
    explorer.window.tabs.show_tab("language_model")
    explorer.window.show()
    explorer.start()
    session = explorer.session
    wait(app, lambda: session.model is not None)
    made = sentences("en", 8)
    session.sentences = tuple(made)
    wait(app, lambda: len(session.states) == len(made) and explorer.waiting_for() != "the vectors")
    wait(app, lambda: not explorer.runner.busy)
    painted = Painted(explorer.language_model_panel.table.columns)
    columns = explorer.language_model_panel.table.columns
    times = []
    for k in range(N_CLICKS):
        sentence = made[(k + 1) % len(made)]
        start = time.perf_counter()
        session.selection = frozenset({TokenRef(sentence.id, 3)})
        wait(app, lambda: tuple(c.word for c in columns.columns[1:-1]) == sentence.tokens)  # noqa: B023
        shown = time.perf_counter()
        wait(app, lambda: painted.at >= shown)  # noqa: B023
        times.append((painted.at - start) * 1e3)
        wait(app, lambda: not explorer.runner.busy)
    explorer.window.close()
    explorer.close()
    times.sort()
    print(f"\nthe window, en, {N_WORDS} words: from the click on another sentence to its painted columns")
    print(
        f"ms: shortest {times[0]:.0f}, median {statistics.median(times):.0f}, longest {times[-1]:.0f} "
        f"of {N_CLICKS} clicks; the bar is {BAR_MS:.0f}: {'met' if statistics.median(times) < BAR_MS else 'missed'}"
    )


def wait(app: QApplication, until: Callable[[], bool], seconds: float = 120.0) -> None:
    """Let the window work."""
    end = time.perf_counter() + seconds
    while not until():
        if time.perf_counter() > end:
            raise TimeoutError("The window did not come to its end.")
        app.processEvents()
        time.sleep(0.0005)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language_model", description=__doc__)
    parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(describe_machine())
    for name in ("en", "zh"):
        print_arithmetic(name)
        print_guesses(name)
    print_window()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
