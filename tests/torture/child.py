"""A copy of this process that does one thing: it may be limited, crash or be killed, and this one lives on."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

_BEGUN, _RESULT = b"\x1d", b"\x1e"


@dataclass(frozen=True)
class Ended:
    """How it came to its end."""

    status: int
    """Exit status, or minus the signal."""
    said: str
    """On both its output streams."""
    result: str
    """What its work gave; "" where it did not come so far."""


class Child:
    """Runs from the moment it is made; what it prints is read when it has ended."""

    def __init__(self, does: Callable[[Callable[[], None]], str]) -> None:
        """Begin.

        Args:
            does: the work; it gets a function to call when it has begun in earnest, and its result comes back.
        """
        self._reads, writes = os.pipe()
        self._data = b""
        sys.stdout.flush()
        self._id = os.fork()
        if self._id == 0:
            os.close(self._reads)
            _work(does, writes)
        os.close(writes)

    def wait_begun(self, seconds: float = 120.0) -> None:
        """Until it has begun, or is at its end."""
        ends = time.monotonic() + seconds
        while _BEGUN not in self._data and self._read(ends - time.monotonic()):
            pass

    def kill(self) -> Ended:
        """End it and all that it has started, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._id, signal.SIGKILL)
        return self.end()

    def end(self, seconds: float = 120.0) -> Ended:
        """Wait for its end; after so many seconds it is killed, which shows in its status."""
        ends = time.monotonic() + seconds
        while self._read(ends - time.monotonic()):
            pass
        if time.monotonic() > ends:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._id, signal.SIGKILL)
        _, status = os.waitpid(self._id, 0)
        os.close(self._reads)
        said, _, result = self._data.replace(_BEGUN, b"").partition(_RESULT)
        return Ended(os.waitstatus_to_exitcode(status), said.decode("utf-8", "replace"), result.decode())

    def _read(self, seconds: float) -> bool:
        """Take what there is; False at the end, or when the time is over."""
        if not select.select([self._reads], [], [], max(0.0, seconds))[0]:
            return False
        found = os.read(self._reads, 1 << 16)
        self._data += found
        return bool(found)


def _work(does: Callable[[Callable[[], None]], str], writes: int) -> NoReturn:
    status = 70
    try:
        os.setsid()
        os.dup2(writes, 1)
        os.dup2(writes, 2)
        sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        result = does(lambda: (os.write(writes, _BEGUN), None)[1])
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(writes, _RESULT + result.encode("utf-8", "replace"))
        status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(status)


def give_up_powers() -> None:
    """From now on closed folders are closed for this process too, though it be the administrator's."""
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    ctypes.CDLL(None).capset(head, (ctypes.c_uint32 * 6)())


def mount_small_disk(place: Path, n_bytes: int) -> bool:
    """Put a disk of this size over a folder, for this process alone; False where the system does not let us."""
    system = ctypes.CDLL(None)
    new_mounts, private = 0x20000, 0x4000 | 0x40000
    if system.unshare(new_mounts) or system.mount(b"none", b"/", None, private, None):
        return False
    options = f"size={n_bytes}".encode()
    return not system.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, options)
