"""How the window answers, driven as by a hand: ``python -m benchmarks.interaction``.

The real window at 1440 x 900, without a display and, where Xvfb is installed, under a virtual X server as well; each part in a
process of its own. A step of a drag to its painted frame, frames per second, Enter to the painted point, the longest pauses
of the main thread, UMAP and t-SNE following a drag, memory: beside the machine's own limits, measured in the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import Report, print_report

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PARTS = ("size", "pauses", "layouts")
ALLOWED_ONCE = ("loading torch", "first typed sentence")
"""Phases in which one import may pause the main thread, once, at most 300 ms."""
NOT_PROMISED = ("another theme", "choosing all")
"""Phases that are told, but held to no bar."""
_SCREEN = "-screen 0 1600x1000x24"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--json`` the figures are written, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interaction", description=__doc__)
    parser.add_argument("--platform", choices=("offscreen", "xcb", "both"), default="both")
    parser.add_argument("--tokens", type=int, nargs="*", default=list(SIZES), metavar="N")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--where", action="store_true", help="tell what was under way in long pauses")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.child:
        return _measure_here(arguments)
    began = time.perf_counter()
    report = Report("interaction", "The window")
    platforms = ["offscreen", "xcb"] if arguments.platform == "both" else [arguments.platform]
    if "xcb" in platforms and shutil.which("xvfb-run") is None:
        print("Xvfb is not installed: no figures under an X server.", file=sys.stderr)
        platforms.remove("xcb")
    for platform in platforms:
        found = _measure_platform(platform, arguments)
        _hold_to_bars(report, found, platform)
        for table in found.tables:
            table.title += f" ({platform})"
        report.take(found)
    report.machine = _limits()
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def _measure_platform(platform: str, arguments: argparse.Namespace) -> Report:
    merged = Report("interaction", platform)
    children = [f"size {n}" for n in arguments.tokens] if "size" in arguments.parts else []
    children += [part for part in ("pauses", "layouts") if part in arguments.parts]
    for child in children:
        print(f"… {platform}, {child}", file=sys.stderr, flush=True)
        found = _in_a_process(platform, child, arguments.where)
        if found is None:
            continue
        for table in found.tables:
            same = next((t for t in merged.tables if t.title == table.title), None)
            if same is None:
                merged.tables.append(table)
            else:
                same.rows += table.rows
    return merged


def _in_a_process(platform: str, child: str, look: bool) -> Report | None:
    """Run one part; None, and a word, where it failed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [sys.executable, "-m", "benchmarks.interaction", "--child", child, "--json", str(path)]
        if platform == "xcb":
            command = ["xvfb-run", "-a", "-s", _SCREEN, *command]
        own = {f"XDG_{kind}_HOME": folder for kind in ("CONFIG", "DATA", "STATE")}  # nothing of the user's
        environment = {**os.environ, **own, "QT_QPA_PLATFORM": platform}
        status = subprocess.run(
            [*command, *(["--where"] if look else [])], env=environment, check=False
        ).returncode
        if status or not path.is_file():
            print(f"{platform}, {child}: ended with status {status}", file=sys.stderr)
            return None
        return Report.read(path)


def _measure_here(arguments: argparse.Namespace) -> int:
    from benchmarks import interaction_parts as parts

    part, *number = arguments.child.split()
    if part == "size":
        report = parts.measure_size(int(number[0]), arguments.where)
    elif part == "pauses":
        report = parts.measure_pauses(arguments.where)
    else:
        report = parts.measure_layouts(arguments.where)
    report.write(arguments.json)
    return 0


def _hold_to_bars(report: Report, found: Report, platform: str) -> None:
    tables = {table.title: table.rows for table in found.tables}
    for size, limit in ((100_000, 16.7), (1_000_000, 33.0)):
        for row in tables.get("Drag", []):
            if 0.9 * size <= _number(row[0]) <= 1.2 * size:
                late = _number(row[2])
                report.bar(
                    f"Drag in PCA, {size:,} tokens: 95 % of frames within {limit} ms ({platform})",
                    f"{late:.1f} ms",
                    late <= limit,
                )
    for row in tables.get("Enter", []):
        if 9_000 <= _number(row[0]) <= 20_000:
            late = _number(row[3])
            report.bar(
                f"Enter to painted point, 15 words, 10,000 tokens: 95th percentile within 150 ms; {row[1]} ({platform})",
                f"{late:.0f} ms",
                late <= 150,
            )
    for row in tables.get("Pauses", []):
        if str(row[0]).startswith(NOT_PROMISED):
            continue
        once = str(row[0]).startswith(ALLOWED_ONCE)
        worst, n_long = _number(row[1]), _number(row[3])
        met = worst <= 50 or (once and worst <= 300 and n_long <= 1)
        allowed = "one pause of 300 ms at most" if once else "no pause over 50 ms"
        report.bar(f"{row[0]}: {allowed} ({platform})", f"worst {worst:.0f} ms, {n_long:.0f} over 50 ms", met)
    for row in tables.get("Layouts", []):
        _hold_layout_to_bars(report, row, platform)


def _hold_layout_to_bars(report: Report, row: Sequence[object], platform: str) -> None:
    method, n_tokens, first, rate, settled, cancel = row[:6]
    name = f"{method}, {_number(n_tokens):,.0f} tokens"
    if method == "umap":
        least = 8 if _number(n_tokens) < 3000 else 2
        report.bar(
            f"{name}: at least {least} drawn steps a second while dragging ({platform})",
            f"{_number(rate):.1f}",
            _number(rate) >= least,
        )
        report.bar(
            f"{name}: first visible step within 100 ms ({platform})",
            f"{_number(first):.0f} ms",
            _number(first) <= 100,
        )
        if _number(n_tokens) < 3000:
            report.bar(
                f"{name}: settled within 2 s after release ({platform})",
                f"{_number(settled):.0f} ms",
                _number(settled) <= 2000,
            )
    stopped = None if cancel is None else _number(cancel) <= 50
    report.bar(
        f"{name}: cancelled within 50 ms ({platform})",
        "–" if cancel is None else f"{_number(cancel):.0f} ms",
        stopped,
    )


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else float("inf")


def _limits() -> list[str]:
    """Measured in a process of their own: torch is not to be in this one."""
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks.limits"], capture_output=True, text=True, check=False
    )
    return found.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
