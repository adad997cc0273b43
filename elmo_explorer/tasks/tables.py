"""Several tasks' results as one table, and their weights, in the formats that papers and other programs take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from elmo_explorer.table_text import Cell, Table, in_latex, in_pipes, pipe_table, table_text, tabular
from elmo_explorer.tasks.results import Choice, TaskResult
from elmo_explorer.translation import plain


def as_table(results: Sequence[TaskResult]) -> Table:
    """One row a task, numbers in full: scores from 0 to 1 with their standard deviations, weights with their intervals."""
    n_layers = _n_layers(results)
    head = [
        "task",
        "model",
        "language",
        "data",
        "metric",
        "train examples",
        "dev examples",
        "seeds",
        "complete",
    ]
    names = _choices(n_layers)
    for name in names:
        head += [name, f"{name} sd"]
    for layer in range(n_layers):
        head += [f"s{layer}", f"s{layer} low", f"s{layer} high"]
    head += ["gamma", "gamma low", "gamma high"]
    rows = []
    for result in results:
        by_name = _by_name(result)
        sizes = {split.name: split.examples for split in result.data.splits}
        row: list[Cell] = [result.name, result.model.name, result.language, result.data.title, result.metric]
        row += [sizes.get("train", ""), sizes.get("dev", ""), len(result.seeds), str(result.complete)]
        for name in names:
            choice = by_name.get(name)
            row += [choice.mean, choice.deviation] if choice is not None else ["", ""]
        if result.mix is not None:
            for interval in (*result.mix.weights, result.mix.gamma):
                row += [interval.mean, interval.low, interval.high]
        rows.append((*row, *([""] * (len(head) - len(row)))))
    return Table(tuple(head), tuple(rows))


def as_csv(results: Sequence[TaskResult]) -> str:
    """``as_table`` as CSV."""
    return table_text(as_table(results), "csv")


def as_markdown(results: Sequence[TaskResult]) -> str:
    """A table for a README: scores in percent, the best of each line bold."""
    head, rows = _short(results, _bold_markdown, in_pipes)
    return pipe_table(head, rows)


def as_latex(results: Sequence[TaskResult]) -> str:
    """A ``tabular`` with booktabs' rules: scores in percent, the best of each line bold."""
    head, rows = _short(results, lambda text: f"\\textbf{{{text}}}", in_latex)
    return tabular(head, [[cell.replace("±", "$\\pm$") for cell in row] for row in rows])


def weights_json(results: Sequence[TaskResult]) -> str:
    """The learned weights by task: after the softmax, and before it as AllenNLP's ``scalar_mix_parameters``.

    Results without weights are left out; of equal names the later ones are numbered.
    """
    tasks: dict[str, object] = {}
    for result in results:
        if result.mix is None:
            continue
        key, n = result.task, 1
        while key in tasks:
            n += 1
            key = f"{result.task}-{n}"
        tasks[key] = {
            "name": result.name,
            "model": {"name": result.model.name, "sha256": result.model.checksum},
            "weights": [weight.mean for weight in result.mix.weights],
            "gamma": result.mix.gamma.mean,
            "layer_norm": result.mix.layer_norm,
            "scalar_mix_parameters": list(result.mix.mean_parameters),
        }
    return msgspec.json.format(msgspec.json.encode(tasks, enc_hook=plain), indent=2).decode() + "\n"


def _short(
    results: Sequence[TaskResult],
    bold: Callable[[str], str],
    safe: Callable[[str], str] = lambda text: text,
) -> tuple[list[str], list[list[str]]]:
    n_layers = _n_layers(results)
    names = _choices(n_layers)
    weights = [safe(f"s{layer} %") for layer in range(n_layers)]
    head = ["task", "metric", *map(safe, names), *weights, "gamma"]
    rows = []
    for result in results:
        by_name = _by_name(result)
        best = max((choice.mean for choice in by_name.values()), default=0.0)
        row = [safe(result.name), safe(result.metric)]
        for name in names:
            choice = by_name.get(name)
            text = "" if choice is None else _percent(choice)
            row.append(bold(text) if choice is not None and choice.mean == best else text)
        if result.mix is not None:
            row += [f"{100 * weight.mean:.1f}" for weight in result.mix.weights]
            row.append(f"{result.mix.gamma.mean:.2f}")
        else:
            row += [""] * (n_layers + 1)
        rows.append(row)
    return head, rows


def _percent(choice: Choice) -> str:
    spread = f" ± {100 * choice.deviation:.1f}" if len(choice.scores) > 1 else ""
    return f"{100 * choice.mean:.1f}{spread}"


def _choices(n_layers: int) -> list[str]:
    return ["majority", *(f"layer {layer}" for layer in range(n_layers)), "average", "learned mix"]


def _by_name(result: TaskResult) -> dict[str, Choice]:
    return {choice.name: choice for choice in result.choices}


def _n_layers(results: Sequence[TaskResult]) -> int:
    return max((result.model.n_layers for result in results), default=0)


def _bold_markdown(text: str) -> str:
    return f"**{text}**"
