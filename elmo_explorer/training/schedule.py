"""The learning rate as a pure function of the step."""

from __future__ import annotations


def learning_rate(step: float, n_steps: float, peak: float, warmup_steps: int, decay_share: float) -> float:
    """Linear warm-up, a plateau, linear decay to zero (warmup-stable-decay, Hu et al. 2024).

    Args:
        step: from 0.
        n_steps: steps of the whole run.
        peak: the plateau's rate.
        warmup_steps: steps until the plateau.
        decay_share: the last share of the run, over which the rate falls.
    """
    warm = min(1.0, (step + 1) / warmup_steps) if warmup_steps else 1.0
    decay_steps = max(1.0, n_steps * decay_share)
    cool = min(1.0, max(0.0, (n_steps - step) / decay_steps))
    return peak * min(warm, cool)
