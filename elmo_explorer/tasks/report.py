"""A result as a table for people."""

from __future__ import annotations

from elmo_explorer.tasks.results import TaskResult


def text_table(result: TaskResult) -> str:
    """The metric of every choice, the weights with their intervals, gamma, the effective shares."""
    train, dev = result.data.splits
    lines = [
        f"{result.name}, {result.model.name}: {result.metric} on dev, mean and standard deviation over "
        f"{len(result.seeds)} seed{'s' * (len(result.seeds) != 1)}"
        + ("" if result.complete else " (stopped: what was learned until then)"),
        f"train {train.sentences:,} sentences, {train.examples:,} examples; dev {dev.sentences:,} sentences, "
        f"{dev.examples:,} examples; {result.data.split}",
    ]
    width = max(len(choice.name) for choice in result.choices)
    for choice in result.choices:
        spread = f" ± {100 * choice.deviation:.2f}" if len(choice.scores) > 1 else ""
        first, last = min(choice.epochs, default=0), max(choice.epochs, default=0)
        passes = (
            f"   after {first if first == last else f'{first} to {last}'} passes" if choice.epochs else ""
        )
        lines.append(f"  {choice.name:<{width}}  {100 * choice.mean:6.2f} %{spread}{passes}")
    if result.mix is not None:
        weights = ", ".join(
            f"layer {layer} {weight.mean:.3f} [{weight.low:.3f}, {weight.high:.3f}]"
            for layer, weight in enumerate(result.mix.weights)
        )
        shares = ", ".join(
            f"layer {layer} {100 * share:.0f} %" for layer, share in enumerate(result.mix.shares)
        )
        gamma = result.mix.gamma
        lines += [
            f"weights: {weights}",
            f"gamma: {gamma.mean:.3f} [{gamma.low:.3f}, {gamma.high:.3f}]; effective shares: {shares}",
        ]
    return "\n".join(lines)
