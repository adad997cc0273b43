"""The way in from the command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command that was typed and leave with its exit status."""
    if sys.argv[1:2] != ["train"]:  # which has the cores to itself
        # OpenMP reads it when torch is loaded: threads that wait for each other sleep instead of spinning. Where the
        # window or another program wants the same two cores, a large model reads a sentence five times as fast.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from elmo_explorer.cli import run

    status = run(sys.argv[1:])
    if "TORCHELASTIC_RUN_ID" in os.environ:
        # Under torchrun everything is done and said here. A thread of torch that still waits for the interpreter while
        # it is taken down would abort the process ("terminate called without an active exception").
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise SystemExit(status)


if __name__ == "__main__":
    main()
