"""What can be wrong with a model's files and with the memory it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from elmo_explorer.brief import brief

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_LONGEST = 800
"""Signs of a sentence: a path may be long."""


class ModelFileError(ValueError):
    """A model's files cannot be used; the message is one sentence, and the tensor at fault stands apart."""

    def __init__(
        self, sentence: str, tensor: str = "", expected: object = None, found: object = None
    ) -> None:
        super().__init__(brief(sentence, _LONGEST))
        self.tensor = tensor
        self.expected = expected
        self.found = found

    @property
    def details(self) -> str:
        """Tensor, what was expected and what was found, for copying; empty where no tensor is at fault."""
        if not self.tensor:
            return ""
        return f"{self.tensor}\nexpected {self.expected}, found {self.found}"


def tensor_error(file: str, tensor: str, expected: object, found: object) -> ModelFileError:
    """The sentence that names the tensor, what was expected and what was found."""
    return ModelFileError(f"{file}: {tensor} should be {expected}, found {found}.", tensor, expected, found)


class OutOfMemoryError(RuntimeError):
    """The device has too little memory for a batch; what was finished before it is kept."""

    def __init__(
        self,
        message: str,
        done: int,
        results: Sequence[NDArray[np.float32] | None] = (),
        batch_size: int = 0,
    ) -> None:
        """Keep what is done.

        Args:
            message: one sentence: what did not fit where.
            done: sentences that are finished.
            results: per sentence its layers, None where it was not reached.
            batch_size: sentences in the batch that did not fit.
        """
        super().__init__(message)
        self.done = done
        self.results = tuple(results)
        self.batch_size = batch_size
