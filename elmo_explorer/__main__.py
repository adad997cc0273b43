"""The way in from the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that was typed and leave with its exit status."""
    from elmo_explorer.cli import run

    raise SystemExit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
