"""What the window keeps in memory: ``python -m benchmarks.memory``.

Idle with the bundled model, the main process and its helper; then 10,000 sentences added and removed again, twenty times, each
read by the real model through the real window. They are short (five tokens), so that twenty rounds take minutes, not an hour.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import Report, print_report

ROUNDS = 20
N_SENTENCES = 10_000
MAIN_MB, HELPER_MB = 600, 400
GROWTH = 0.02
_WORDS = ("bank", "river", "money", "stone", "light", "paper", "spring", "letter", "house", "garden")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--json`` the figures are written, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sentences", type=int, default=N_SENTENCES)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if not arguments.child:
        with tempfile.TemporaryDirectory() as folder:
            own = {f"XDG_{kind}_HOME": folder for kind in ("CONFIG", "DATA", "STATE")}
            environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}
            command = [sys.executable, "-m", "benchmarks.memory", "--child"]
            return subprocess.run(
                [*command, *(sys.argv[1:] if argv is None else argv)], env=environment, check=False
            ).returncode
    began = time.perf_counter()
    report = Report("memory", "Memory")
    _measure(report, arguments.rounds, arguments.sentences)
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def _measure(report: Report, n_rounds: int, n_sentences: int) -> None:
    from benchmarks.heartbeat import wait_until
    from benchmarks.window import OpenWindow, memory_mb, sleep

    note = "Resident memory (RSS), libraries shared with other programs included; 1 MB is 10^6 bytes."
    idle = report.table("Idle, bundled English model, example “bank”", ["process", "MB"], note)
    opened = OpenWindow()
    opened.load()
    opened.explorer.open_example("bank")
    sleep(0.5)
    opened.rest()
    opened.explorer.projection.warm_up()
    _settle_helper(memory_mb, sleep)
    main_mb, helper_mb = memory_mb()
    idle.rows += [["main", main_mb], ["helper that lays out", helper_mb]]
    report.bar(
        f"Idle memory with the bundled model, main process: under {MAIN_MB} MB",
        f"{main_mb:.0f} MB",
        main_mb < MAIN_MB,
    )
    report.bar(f"Idle memory, helper: under {HELPER_MB} MB", f"{helper_mb:.0f} MB", helper_mb < HELPER_MB)

    table = report.table(
        f"{n_sentences:,} sentences added and removed", ["round", "MB with them", "MB without"]
    )
    session, text = opened.session, opened.explorer.text
    kept = {sentence.id for sentence in session.sentences}
    for number in range(1, n_rounds + 1):
        before = opened.n_sentences
        text.add_text("\n".join(_line(number, k) for k in range(n_sentences)))
        wait_until(lambda n=before: opened.n_sentences > n, every_ms=20)  # type: ignore[misc]
        opened.rest()
        full = memory_mb()[0]
        text.remove([sentence.id for sentence in session.sentences if sentence.id not in kept])
        opened.rest()
        sleep(2.5)  # a second after the last work the window gives memory back
        table.rows.append([number, full, memory_mb()[0]])
        print(f"… round {number}: {table.rows[-1][2]:.0f} MB", file=sys.stderr, flush=True)
    if n_rounds > 1:
        first, last = (float(table.rows[k][2] or 0) for k in (0, -1))
        growth = last / first - 1
        report.bar(
            f"{n_sentences:,} sentences added and removed {n_rounds} times: no growth beyond {GROWTH:.0%} after the first round",
            f"{growth:+.1%}",
            growth <= GROWTH,
        )
    opened.close()


def _line(number: int, k: int) -> str:
    """Five tokens that no other line has."""
    words = _WORDS
    return f"the {words[k % 10]} {words[k // 10 % 10]} {words[k // 100 % 10]} {number * 100 + k // 1000}"


def _settle_helper(memory_mb: object, sleep: object) -> None:
    """Wait until the helper has imported what it needs and grows no more."""
    last, calm = 0.0, 0
    ends = time.monotonic() + 120
    while calm < 8 and time.monotonic() < ends:
        sleep(0.25)  # type: ignore[operator]
        now = memory_mb()[1]  # type: ignore[operator]
        calm = calm + 1 if now > 0 and abs(now - last) < 1 else 0
        last = now


if __name__ == "__main__":
    sys.exit(main())
