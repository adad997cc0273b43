"""Tries to break the program: ``python -m tests.torture``; each part in a process of its own, a table at the end."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_SPARE_S = 180
"""What a part may take beyond its own bound, after which it is stuck."""


@dataclass(frozen=True)
class Part:
    """A module of this package, and how often it does what it does."""

    name: str
    unit: str
    count: int


PARTS = (
    Part("events", "random events", 10_000),
    Part("mutants", "mutated files", 10_000),
    Part("kills", "kill -9", 200),
    Part("places", "full disks and closed folders", 112),
    Part("opened", "odd sessions in the window", 200),
    Part("windows", "kinds of trouble around a window", 12),
)


@dataclass(frozen=True)
class Outcome:
    """What came of a part."""

    done: int
    failures: tuple[str, ...]
    facts: dict[str, Any]
    seconds: float


def run(part: Part, count: int, seed: int, seconds: float, *more: str) -> Outcome:
    """Run one part.

    Args:
        part: which.
        count: how often.
        seed: of its chance.
        seconds: after which it does no more.
        more: of its own arguments.
    """
    begun = time.monotonic()
    command = [sys.executable, "-m", f"tests.torture.{part.name}"]
    command += ["--count", str(count), "--seed", str(seed), "--seconds", str(seconds), *more]
    try:
        done = subprocess.run(
            command, cwd=_ROOT, capture_output=True, text=True, timeout=seconds + _SPARE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(0, ("stuck for good",), {}, time.monotonic() - begun)
    took = time.monotonic() - begun
    try:
        facts = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return Outcome(0, (f"crashed, exit status {done.returncode}: {done.stderr[-3000:]}",), {}, took)
    failures = [*facts.pop("failures", ()), *facts.pop("errors", ())]
    if "Traceback" in done.stderr:
        failures.append(f"shown raw: {done.stderr[-2000:]}")
    failures += [f"no event for over 2 s, {place}" for place in facts.pop("hangs", ())]
    failures += [
        f"a {kind} was left: {one}" for kind in ("threads", "children") for one in facts.pop(kind, ())
    ]
    return Outcome(int(facts.get(_DONE.get(part.name, part.name), 0)), tuple(failures), facts, took)


_DONE = {"mutants": "files"}
"""What a part calls what it has done, where not by its own name."""


def main() -> int:
    """Run all parts, or those that are named, and print a table; the exit status is 1 where there are faults."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(part.name for part in PARTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the counts (default: 1)")
    parser.add_argument("--minutes", type=float, default=10.0, help="at most, for each part (default: 10)")
    args = parser.parse_args()
    rows: list[tuple[Part, int, Outcome]] = []
    for part in PARTS:
        if args.parts and part.name not in args.parts:
            continue
        count = max(1, round(part.count * args.share))
        outcome = run(part, count, args.seed, 60 * args.minutes)
        rows.append((part, count, outcome))
        print(f"{part.name}: {outcome.seconds:.0f} s, {len(outcome.failures)} faults", flush=True)
        for name, value in outcome.facts.items():
            print(f"    {name}: {value}")
        again = f"python -m tests.torture {part.name} --seed {args.seed} --share {args.share:g}"
        for failure in outcome.failures:
            print("    FAULT " + failure.strip().replace("\n", "\n    ") + f"\n    again: {again}")
    print(f"\n{'part':<10}{'done':>8}{'of':>8}{'faults':>8}{'s':>7}  of what, seed {args.seed}")
    for part, count, outcome in rows:
        late = "" if outcome.done >= count else ", out of time"
        print(
            f"{part.name:<10}{outcome.done:>8,}{count:>8,}{len(outcome.failures):>8,}{outcome.seconds:>7.0f}  "
            f"{part.unit}{late}"
        )
    return 1 if any(outcome.failures for _, _, outcome in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
