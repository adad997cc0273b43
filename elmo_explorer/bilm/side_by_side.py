"""Two pieces of work on two threads, each with half of torch's threads.

The forward and the backward LSTM know nothing of each other. Read side by side they never wait for each other, whereas two
threads inside every small product wait for each other thousands of times a second: a few microseconds each on an idle
machine, milliseconds each while another program wants the same cores.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import torch

A = TypeVar("A")
B = TypeVar("B")


def side_by_side(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """Do both at once, the first on this thread; one after the other where torch has one thread.

    Both run in inference mode. What either raises is raised here when both have ended, the first's before the second's.
    """
    n_threads = torch.get_num_threads()
    if n_threads == 1:
        return first(), second()
    found: list[B] = []
    failed: list[BaseException] = []

    def run_second() -> None:
        torch.set_num_threads(n_threads // 2)  # of this thread
        try:
            with torch.inference_mode():
                found.append(second())
        except BaseException as error:  # raised on the caller's thread
            failed.append(error)

    helper = threading.Thread(target=run_second, name="backward", daemon=True)
    with n_torch_threads(n_threads - n_threads // 2):
        helper.start()
        try:
            result = first()
        finally:
            helper.join()
    if failed:
        raise failed[0]
    return result, found[0]


@contextmanager
def n_torch_threads(n: int) -> Iterator[None]:
    """Let this thread's products use n threads."""
    before = torch.get_num_threads()
    if before == n:
        yield
        return
    torch.set_num_threads(n)
    try:
        yield
    finally:
        torch.set_num_threads(before)
