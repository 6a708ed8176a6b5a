"""Phrases per second beside ja-timex, in one run, on the same phrases.

``python -m benchmarks.values [FILE.tsv …]``. ja-timex pins packages that clash with ours, so it
is installed into an environment of its own in a temporary folder. Each library reads all phrases
once to warm up and is then timed over whole rounds, turn about, in its own process; the best
round counts. Files hold one phrase a row, in the column named ``text`` or the second one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from benchmarks.report import Bar, Section

ROOT = Path(__file__).parents[1]
OWN_PHRASES = ROOT / "tests" / "values" / "phrases.tsv"
TURNS = 3
SECONDS = 3.0

_TIMED = """
import json, sys, time
phrases = json.load(open(sys.argv[1], encoding="utf-8"))
seconds = float(sys.argv[2])
{setup}
failed = 0
for phrase in phrases:
    try:
        read(phrase)
    except Exception:
        failed += 1
def attempt(phrase):
    try:
        read(phrase)
    except Exception:
        pass
rounds, begin = 0, time.process_time()
while time.process_time() - begin < seconds:
    for phrase in phrases:
        attempt(phrase)
    rounds += 1
rate = rounds * len(phrases) / (time.process_time() - begin)
print(json.dumps({{"rate": rate, "failed": failed}}))
"""
_OURS = _TIMED.format(setup="from parsers.values import find_values as read")
_THEIRS = _TIMED.format(setup="from ja_timex import TimexParser; read = TimexParser().parse")


def phrases_of(path: Path) -> list[str]:
    """Return the phrases of a TSV file."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    column = rows[0].index("text") if "text" in rows[0] else 1
    return [row[column].replace("\\n", "\n") for row in rows[1:]]


def measured(paths: list[Path]) -> tuple[dict[str, float], dict[str, int], int]:
    """Phrases per second of both, how many phrases each failed on, and how many there were."""
    phrases = [phrase for path in paths or [OWN_PHRASES] for phrase in phrases_of(path)]
    results: dict[str, list[float]] = {"kouyaku": [], "ja-timex": []}
    failed: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "phrases.json")
        listed.write_text(json.dumps(phrases), "utf-8")
        theirs = _environment(Path(folder, "ja-timex"))
        for _ in range(TURNS):
            for name, python, code in (
                ("kouyaku", sys.executable, _OURS),
                ("ja-timex", theirs, _THEIRS),
            ):
                result = _run(python, code, listed)
                results[name].append(result["rate"])
                failed[name] = int(result["failed"])
    return {name: max(rates) for name, rates in results.items()}, failed, len(phrases)


def section() -> Section:
    """Values beside ja-timex; says so where that cannot be installed."""
    title = "Values in text"
    try:
        best, failed, count = measured([])
    except subprocess.CalledProcessError:
        return Section(title, "ja-timex could not be installed.", ("what",), ())
    rows = [(name, f"{rate:,.0f}", str(failed[name])) for name, rate in best.items()]
    ratio = best["kouyaku"] / best["ja-timex"]
    text = (
        f"{count} phrases, best of {TURNS} turns; kouyaku reads {ratio:.1f} times as many, and "
        "numbers, money, shares and units besides dates."
    )
    head = ("what", "phrases a second", "raised an exception")
    bar = Bar("values: phrases a second / ja-timex", ratio, 10, True)
    return Section(title, text, head, rows, (bar,))


def main(paths: list[Path]) -> None:
    """Print phrases per second of both, their ratio, and how time grows with length."""
    best, failed, count = measured(paths)
    print(f"{count} phrases, best of {TURNS} turns")
    for name, rate in best.items():
        print(f"{name:10s} {rate:10.0f} phrases/s, {failed[name]} raised an exception")
    print(f"ratio      {best['kouyaku'] / best['ja-timex']:10.1f}")
    _print_growth([phrase for path in paths or [OWN_PHRASES] for phrase in phrases_of(path)])


def _environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "ja-timex"], check=True)
    return python


def _run(python: str, code: str, phrases: Path) -> dict[str, float]:
    command = [python, "-c", code, str(phrases), str(SECONDS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _print_growth(phrases: list[str]) -> None:
    from parsers.values import find_values

    text = "。\n".join(phrases)
    for length in (125_000, 250_000, 500_000, 1_000_000):
        sample = (text * (length // len(text) + 1))[:length]
        begin = time.process_time()
        find_values(sample)
        print(f"{length:9,d} characters {time.process_time() - begin:6.2f} s")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
