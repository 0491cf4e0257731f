"""Suggestions as somebody types, over the titles of the largest size."""
import re

from figures.bench import Row, Section

BOUND_MS = 10
SESSIONS = 50


def measure(bench):
    size = max(bench.sizes)

    def suggest():
        return {"told": bench.run(bench.programs / "suggest", bench.documents(size), "--limit", size, "--sessions", SESSIONS, "--index",
                                  bench.work / f"suggest-{size}")}

    told = bench.once(f"suggest-{size}", suggest)["told"].strip()
    line = re.search(r"^all .*$", told, re.M).group(0)
    wall, cpu = re.search(r"p99 +([\d.]+) ms", line).group(1), re.search(r"cpu p50 +[\d.]+ +p99 +([\d.]+)", line).group(1)
    text = f"Typed letter by letter by viewers of 1-20 groups, over {size:,} titles; names of people and schools beside them.\n\n```\n{told}\n```"
    return Section(text, [Row(f"a suggestion, {size:,} titles, p99", f"≤ {BOUND_MS} ms", f"{wall} ms (CPU {cpu} ms)",
                              float(wall) <= BOUND_MS)])
