"""Similar resources: how many changed copies are found again, at what cost."""
import json
import re

from figures.bench import Row, Section

RECORDS = 3_000


def corpus(bench):
    """Records whose ids are text, as the bench wants them."""
    file = bench.work / "similar.jsonl"
    with open(bench.documents(min(bench.sizes)), encoding="utf-8") as lines, open(file, "w", encoding="utf-8") as out:
        for line, _ in zip(lines, range(RECORDS)):
            one = json.loads(line)
            out.write(json.dumps({"id": str(one["id"]), "title": one["title"], "text": one["text"]}, ensure_ascii=False) + "\n")
    return file


def measure(bench):
    told = bench.once("similar", lambda: {"told": bench.run(bench.programs / "similar", corpus(bench))})["told"].strip()
    page = re.search(r"median ([\d.]+) ms, 99 in 100 within ([\d.]+) ms", told)
    unchanged = float(re.search(r"^unchanged +[\d.]+ +([\d.]+)%", told, re.M).group(1))
    text = f"{RECORDS:,} records; changed copies of 500 of them ask as a resource page does.\n\n```\n" + told + "\n```"
    return Section(text, [Row("an unchanged copy is found", "—", f"{unchanged:.1f} %", None),
                          Row("all four questions of a resource page, p99", "—", f"{page.group(2)} ms", None)])
