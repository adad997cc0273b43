"""All benchmarks, and their results in one file: ``python -m benchmarks`` writes ``benchmarks/RESULTS.md``.

Nothing in that file is written by hand: the bars on top are held against the figures of this run.
"""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import Report, bars_table

PARTS = ("inference", "interaction", "startup", "memory", "language_model", "neighbours")
RESULTS = Path(__file__).parent / "RESULTS.md"


def main(argv: Sequence[str] | None = None) -> int:
    """Run them one after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(PARTS)}; all if you name none"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE.md")
    arguments = parser.parse_args(argv)
    if unknown := [part for part in arguments.parts if part not in PARTS]:
        parser.error(f"There is no benchmark {unknown[0]!r}; there are {', '.join(PARTS)}.")
    began = time.perf_counter()
    reports = [_run(name) for name in arguments.parts or PARTS]
    arguments.results.write_text(_results(reports, time.perf_counter() - began), encoding="utf-8")
    print(f"written to {arguments.results}")
    return 0


def _run(name: str) -> Report:
    """One benchmark, shown as it runs; what has no tables is taken as it was printed."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [sys.executable, "-m", f"benchmarks.{name}", "--json", str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
        status = process.wait()
        report = Report.read(path) if path.is_file() else Report(name, name.capitalize(), text="".join(lines))
    if status:
        report.bar(f"{name} runs to its end", f"ended with status {status}", False)
    report.seconds = report.seconds or time.perf_counter() - began
    return report


def _results(reports: Sequence[Report], seconds: float) -> str:
    bars = [bar for report in reports for bar in report.bars]
    n_met = sum(bar.met is True for bar in bars)
    return "\n".join(
        [
            "# Results",
            "",
            f"Made by `python -m benchmarks` on {datetime.date.today().isoformat()} in {seconds / 60:.0f} minutes; "
            f"{n_met} of {len(bars)} bars met.",
            "",
            *(f"- {line}" for line in _machine()),
            "",
            bars_table(bars),
            *(report.markdown() for report in reports),
        ]
    )


def _machine() -> list[str]:
    limits = subprocess.run(
        [sys.executable, "-m", "benchmarks.limits"], capture_output=True, text=True, check=False
    )
    from PySide6.QtCore import qVersion

    return [*limits.stdout.splitlines(), f"Qt {qVersion()}"]


if __name__ == "__main__":
    sys.exit(main())
