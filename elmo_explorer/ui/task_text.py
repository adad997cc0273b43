"""What is said about the weights that a task has taught."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.tasks.results import Choice, TaskResult
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.layer_names import layer_kind

_OF_BUNDLED_RESULTS = (mark("Sentiment"),)
"""Names of tasks that no layout gives."""


def percent(value: float) -> str:
    """A share for people, one digit behind the point: 92.4 %."""
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"


def score_text(result: TaskResult) -> str:
    """What the learned mix reaches: ``"accuracy 92.4 %"``."""
    learned = result.learned
    return f"{tr(result.metric)} {percent(learned.mean)}" if learned else tr(result.metric)


def choice_name(choice: Choice) -> str:
    """A row of the table for people."""
    if choice.kind == "layer" and choice.layer is not None:
        return tr("layer {layer}, {layer_kind}", layer=choice.layer, layer_kind=layer_kind(choice.layer))
    return {
        "mix": tr("learned mix"),
        "average": tr("plain average"),
        "majority": tr("most frequent label"),
    }.get(choice.kind, choice.name)


def with_deviation(choice: Choice) -> str:
    """Mean and standard deviation over the seeds, in percent: 92.4 ± 0.1."""
    mean = f"{100 * choice.mean:.1f}"
    return f"{mean} ± {100 * choice.deviation:.1f}" if len(choice.scores) > 1 else mean


def task_tip(learned: LearnedTask) -> str:
    """HTML: intervals of the weights, and the table of what each choice reaches."""
    result = learned.result
    assert result.mix is not None
    weights = "".join(
        f"<tr><td>s<sub>{j}</sub> {layer_kind(j)}</td><td align='right'>&nbsp;&nbsp;{100 * w.mean:.1f} %</td>"
        f"<td>&nbsp;&nbsp;{100 * w.low:.1f} to {100 * w.high:.1f}</td>"
        f"<td align='right'>&nbsp;&nbsp;{100 * share:.0f} %</td></tr>"
        for j, (w, share) in enumerate(zip(result.mix.weights, result.mix.shares, strict=True))
    )
    rows = "".join(
        f"<tr><td>{choice_name(choice)}</td><td align='right'>&nbsp;&nbsp;{with_deviation(choice)}</td></tr>"
        for choice in result.choices
    )
    n_seeds = len(result.seeds)
    seeds = tr("{n_seeds} seeds", n_seeds=n_seeds) if n_seeds > 1 else tr("1 seed")
    if " folds" in result.data.split:
        seeds = result.data.split.split(":")[0]  # cross-validated: "3 folds, 2 times"
    note = f"<p>{escape(result.note)}</p>" if result.note else ""
    stopped = "" if result.complete else tr("<p>The run was stopped; this is what it had learned.</p>")
    gamma = result.mix.gamma
    return tr(
        "<p><b>{name}</b> · {title} · "
        "{seeds}</p><table><tr><td>weight</td><td></td><td>&nbsp;&nbsp;95 % "
        "interval</td><td>&nbsp;&nbsp;share</td></tr>{weights}<tr><td>γ</td><td "
        "align='right'>{mean:.2f}</td><td>&nbsp;&nbsp;{low:.2f} to "
        "{high:.2f}</td></tr></table><p>{metric} on the dev split, "
        "%</p><table>{rows}</table>{note}{stopped}",
        name=escape(tr(result.name)),
        title=escape(result.data.title),
        seeds=seeds,
        weights=weights,
        mean=gamma.mean,
        low=gamma.low,
        high=gamma.high,
        metric=escape(tr(result.metric)),
        rows=rows,
        note=note,
        stopped=stopped,
    )


def finding(result: TaskResult) -> str:
    """One sentence: which layer knows most about the task, what the mix adds, and whether the plain average does better."""
    best, learned = result.best_layer, result.learned
    if best is None or learned is None or best.layer is None:
        return tr("{name}: the run was stopped before every layer was measured.", name=tr(result.name))
    kind = tr("the word vector") if best.layer == 0 else tr("layer {layer}", layer=best.layer)
    gain = learned.mean - best.mean
    spread = math.hypot(learned.deviation, best.deviation)
    if abs(gain) <= spread or round(100 * abs(gain), 1) == 0:
        versus = tr("the learned mix does as well")
    elif gain > 0:
        versus = tr("the learned mix adds {gain:.1f} points", gain=100 * gain)
    else:
        versus = tr("the learned mix loses {value:.1f} points", value=-100 * gain)
    average = next((choice for choice in result.choices if choice.kind == "average"), None)
    if average is not None and average.mean - max(learned.mean, best.mean) > math.hypot(
        learned.deviation, average.deviation
    ):
        versus = tr(
            "{versus}; the plain average is better ({mean})", versus=versus, mean=percent(average.mean)
        )
    return tr(
        "{name}: best alone is {kind} ({mean}); {versus}.",
        name=tr(result.name),
        kind=kind,
        mean=percent(best.mean),
        versus=versus,
    )


RESERVATION = mark(
    "This is this model, this data and this head: another model, text or classifier may put its knowledge elsewhere."
)

_PUBLISHED = {
    "word sense": (mark("word sense"), 67.4, 69.0, "F1"),
    "part of speech": (mark("part of speech"), 97.3, 96.8, mark("accuracy")),
}
"""Task -> layers 1 and 2 of the full-size model (Peters et al. 2018, tables 5 and 6)."""


def published_order(results: Sequence[TaskResult]) -> str:
    """Whether layers 1 and 2 stand in the order that was published for the full-size model; "" without such a task."""
    said = []
    for result in results:
        known = _PUBLISHED.get(result.name.casefold())
        layers = {choice.layer: choice.mean for choice in result.choices if choice.kind == "layer"}
        if known is None or not {1, 2} <= layers.keys() or len(layers) != 3:
            continue
        name, first, second, metric = known
        name, metric = tr(name), tr(metric)
        ours = tr("the same order") if (layers[1] > layers[2]) == (first > second) else tr("the other order")
        said.append(
            tr(
                "{name}: layer 1 {first}, layer 2 {second} ({metric}); here {layer:.1f} and "
                "{layer2:.1f}, {ours}",
                name=name,
                first=first,
                second=second,
                metric=metric,
                layer=100 * layers[1],
                layer2=100 * layers[2],
                ours=ours,
            )
        )
    if not said:
        return ""
    return tr("The full-size model (Peters et al. 2018), other data: {join}.", join="; ".join(said))
