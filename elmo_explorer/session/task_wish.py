"""What a person is about to learn weights from."""

from __future__ import annotations

from dataclasses import dataclass

from elmo_explorer.session.session import Groups, TokenRef


@dataclass(frozen=True)
class ColouredUses:
    """The groups of the focus word's uses that weights can be learned from."""

    names: tuple[str, ...]
    """Of the groups with two uses or more."""
    counts: tuple[int, ...]
    """Uses of each of them."""
    left_out: tuple[str, ...]
    """Groups with a single use."""
    tokens: tuple[TokenRef, ...]
    labels: tuple[str, ...]
    """The group of each of ``tokens``."""

    @property
    def enough(self) -> bool:
        """Whether there are two groups to tell apart."""
        return len(self.names) >= 2


def coloured_uses(groups: Groups) -> ColouredUses:
    """What of the coloured groups can be learned from."""
    n = [0] * len(groups.names)
    for group in groups.of.values():
        n[group] += 1
    kept = {group for group, count in enumerate(n) if count >= 2}
    pairs = [(token, groups.names[group]) for token, group in groups.of.items() if group in kept]
    return ColouredUses(
        tuple(name for group, name in enumerate(groups.names) if group in kept),
        tuple(count for count in n if count >= 2),
        tuple(name for group, name in enumerate(groups.names) if n[group] == 1),
        tuple(token for token, _ in pairs),
        tuple(label for _, label in pairs),
    )
