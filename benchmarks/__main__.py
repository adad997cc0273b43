"""All benchmarks, and their results in one file: ``python -m benchmarks`` writes ``benchmarks/RESULTS.md``.

Nothing in that file is written by hand: the bars on top are held against the figures of each benchmark's last run. Every run is
kept in ``benchmarks/.reports``, so that one benchmark can be run again without the others.
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

PARTS: dict[str, list[str]] = {
    "inference": ["inference"],
    "interaction": ["interaction", "--platform", "offscreen"],
    # What an X server changes is how frames reach the screen; the rest is the same work.
    "interaction-x11": ["interaction", "--platform", "xcb", "--tokens", "10000", "100000", "--parts", "size"],
    "startup": ["startup"],
    "memory": ["memory"],
    "language_model": ["language_model"],
    "layers": ["layers"],
    "sentence_pairs": ["sentence_pairs"],
    "neighbours": ["neighbours"],
    "spelling": ["spelling"],
    "influence": ["influence"],
}
"""Each benchmark's module and options."""
HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
REPORTS = HERE / ".reports"


def main(argv: Sequence[str] | None = None) -> int:
    """Run them one after the other, each in a process of its own, and gather what they and earlier runs found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(PARTS)}; all if you name none"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE.md")
    arguments = parser.parse_args(argv)
    if unknown := [part for part in arguments.parts if part not in PARTS]:
        parser.error(f"There is no benchmark {unknown[0]!r}; there are {', '.join(PARTS)}.")
    REPORTS.mkdir(exist_ok=True)
    for name in arguments.parts or PARTS:
        _run(name).write(REPORTS / f"{name}.json")
        kept = [path for part in PARTS if (path := REPORTS / f"{part}.json").is_file()]
        arguments.results.write_text(_results([Report.read(path) for path in kept]), encoding="utf-8")
    print(f"written to {arguments.results}")
    return 0


def _run(name: str) -> Report:
    """One benchmark, shown as it runs."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        module, *options = PARTS[name]
        command = [sys.executable, "-m", f"benchmarks.{module}", *options]
        status = subprocess.run([*command, "--json", str(path)], check=False).returncode
        report = Report.read(path) if path.is_file() else Report(name, name.capitalize())
    if status:
        report.bar(f"{name} runs to its end", f"ended with status {status}", False)
    report.name = " ".join(PARTS[name])
    report.seconds = report.seconds or time.perf_counter() - began
    report.date = datetime.datetime.now().isoformat(" ", "minutes")
    return report


def _results(reports: Sequence[Report]) -> str:
    bars = [bar for report in reports for bar in report.bars]
    n_met = sum(bar.met is True for bar in bars)
    return "\n".join(
        [
            "# Results",
            "",
            f"Made by `python -m benchmarks` on {datetime.date.today().isoformat()}: "
            f"{n_met} of {len(bars)} bars met, {sum(bar.met is None for bar in bars)} not measured.",
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
