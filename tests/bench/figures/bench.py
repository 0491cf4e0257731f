"""What the parts of the report share: the work folder, the input, running programs, tables, sections."""
import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
VIEWERS = 100
QUERIES = 4_000


@dataclasses.dataclass
class Row:
    """A figure that was promised: what was measured, the bound, whether it is kept (none: no bound), and what the best
    peer has."""
    figure: str
    bound: str
    ours: str
    kept: bool | None
    peer: str = ""


@dataclasses.dataclass
class Section:
    text: str
    rows: list


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, file=sys.stderr, flush=True)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def folder_bytes(folder):
    return sum(file.stat().st_size for file in pathlib.Path(folder).rglob("*") if file.is_file())


def wait_for(what, condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: waited {seconds} s")
        time.sleep(0.2)


def quantile(values, share):
    values = sorted(values)
    return values[int(share * (len(values) - 1))]


class Bench:
    def __init__(self, shared, work, programs, sizes):
        self.perf, self.relevance = shared / "perf", shared / "relevance"
        self.work, self.programs, self.sizes = work, programs, sizes
        self.work.mkdir(parents=True, exist_ok=True)

    def run(self, *words, **options):
        return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, **options).stdout

    def speed(self, *words):
        return json.loads(self.run(self.programs / "speed", *words).splitlines()[-1])

    def once(self, name, make):
        """What `make` measured, kept, so that a run that was cut short goes on."""
        kept = self.work / f"{name}.json"
        if not kept.exists():
            say(name)
            made = make()
            kept.write_text(json.dumps(made, ensure_ascii=False))
        return json.loads(kept.read_text())

    def documents(self, size):
        """Each is the beginning of the next larger one."""
        file = self.work / f"docs-{size}.jsonl"
        if not file.exists():
            part = file.with_suffix(".part")
            self.run(sys.executable, self.perf / "gen_corpus.py", "docs", "--n", size, "--jobs", 2, "--out", part)
            part.rename(file)
        return file

    def text_bytes(self, size):
        def count():
            with open(self.documents(size), encoding="utf-8") as lines:
                return sum(len((one["title"] + one["text"]).encode()) for one in map(json.loads, lines))
        return self.once(f"text-bytes-{size}", count)

    def queries(self):
        """The log, asked by a hundred viewers in turn: the first hundred different sets of groups in it."""
        file = self.work / "queries.jsonl"
        if not file.exists():
            raw = self.work / "queries.raw.jsonl"
            self.run(sys.executable, self.perf / "gen_corpus.py", "queries", "--n-docs", 10_000, "--n", QUERIES, "--out", raw)
            log = [json.loads(line) for line in raw.read_text(encoding="utf-8").splitlines()]
            sets = list(dict.fromkeys(tuple(query["groups"]) for query in log))[:VIEWERS]
            for number, query in enumerate(log):
                query["viewer"], query["groups"] = number % VIEWERS, sets[number % VIEWERS]
            file.write_text("\n".join(json.dumps(query, ensure_ascii=False, separators=(",", ":")) for query in log) + "\n",
                            encoding="utf-8")
            (self.work / "viewers.json").write_text(json.dumps(sets))
        return file


def medians(measured):
    return {key: statistics.median(one[key] for one in measured) for key in measured[0]}
