"""Similar resources: how many changed copies are found again, at what cost."""
import re

from figures.bench import Row, Section


def measure(bench):
    told = bench.once("similar", lambda: {"told": bench.run(bench.programs / "similar", bench.documents(10_000))})["told"].strip()
    page = re.search(r"median ([\d.]+) ms, 99 in 100 within ([\d.]+) ms", told)
    unchanged = float(re.search(r"^unchanged +[\d.]+ +([\d.]+)%", told, re.M).group(1))
    text = "10,000 records; changed copies of 500 of them ask as a resource page does.\n\n```\n" + told + "\n```"
    return Section(text, [Row("an unchanged copy is found", "—", f"{unchanged:.1f} %", unchanged > 99),
                          Row("all four questions of a resource page, p99", "—", f"{page.group(2)} ms", True)])
