"""The three collections beside the peers, whose runs are made here with tests/bench/peers. tal-kp, whose queries are labels, in two
halves, too: what carries labels in one half teaches, the other half is asked, of us and of the peers alike."""
import functools
import json
import os
import pathlib
import re
import subprocess
import sys

from figures.bench import HERE, Row, Section, say, table

JAVA = pathlib.Path("/usr/share/java")
JARS = ("lucene-core", "lucene-analyzers-common", "lucene-analyzers-smartcn")
HALVES = "tal-kp, halves"
BOUNDS = {"cmrc": .945, "educat-dev": .975, HALVES: .20}
RECALL = {HALVES: .55}
UNTAUGHT = "tal-kp"
"""Nothing teaches there: the table alone."""
EMPTY = .002
CLASS = .95
MOST_CLASSES = 20
"""A collection without classes has a class for each query."""
LEVEL = .01
TRIALS = 2_000


def lucene_jars():
    return ":".join(str(sorted(JAVA.glob(f"{name}-[0-9]*.jar"))[-1]) for name in JARS if list(JAVA.glob(f"{name}-[0-9]*.jar")))


def as_table(bench, folder):
    """Lucene's peer reads columns."""
    file = bench.work / f"{folder.parent.name}-{folder.name}.tsv"
    with open(folder / "corpus.jsonl", encoding="utf-8") as lines, open(file, "w", encoding="utf-8") as out:
        for one in map(json.loads, lines):
            out.write("\t".join(" ".join(one.get(key, "").split()) for key in ("id", "title", "text")) + "\n")
    return file


def folders(bench, collection):
    """Each is searched for itself; the runs together are scored by the judgments of the second value."""
    if collection != HALVES:
        return [bench.relevance / collection], bench.relevance / collection / "qrels.tsv"
    out = bench.work / "tal-kp-halves"
    if not (out / "qrels.tsv").exists():
        bench.run(sys.executable, HERE / "two_fold", bench.relevance / "tal-kp", out)
    return [out / "0", out / "1"], out / "qrels.tsv"


def contestants(bench, folder):
    """Name → command; it gets the corpus and the queries and prints a run."""
    peers = HERE / "peers"
    files = [folder / "corpus.jsonl", folder / "queries.tsv"]
    taught = ["--labels", folder / "labels.tsv", "--teachers", folder / "teachers.jsonl"] if (folder / "labels.tsv").exists() else []
    commands = {"kecang": [bench.programs / "relevance", *files, *taught],
                "SQLite FTS5 trigram": [sys.executable, peers / "sqlite_trigram.py", *files],
                "Xapian, CJK n-grams": [bench.programs / "stock_xapian", "parsed", *files],
                "Xapian, their OR": [bench.programs / "stock_xapian", "any", *files],
                "groonga": [sys.executable, peers / "groonga.py", *files]}
    if lucene_jars():
        table_of = as_table(bench, folder)
        for name, analyzer in (("Lucene CJKAnalyzer", "cjk"), ("Lucene smartcn", "smart")):
            commands[name] = ["java", "-cp", lucene_jars(), peers / "Lucene.java", analyzer, table_of, files[1]]
    return commands


def is_older(file, program):
    return not file.exists() or program.exists() and program.stat().st_mtime > file.stat().st_mtime


def runs(bench, collection):
    """Made once, and again when the program that makes it is newer."""
    made = {}
    parts = [contestants(bench, folder) for folder in folders(bench, collection)[0]]
    for name in parts[0]:
        file = bench.work / f"{re.sub('[^a-z0-9]+', '-', f'{collection}-{name}'.lower())}.run"
        if is_older(file, pathlib.Path(parts[0][name][0])):
            say("run", collection, name)
            with open(file.with_suffix(".part"), "w", encoding="utf-8") as out:
                for part in parts:
                    subprocess.run([str(word) for word in part[name]], check=True, stdout=out)
            file.with_suffix(".part").rename(file)
        made[name] = file
    return made


class Scores:
    """eval.py's functions on one collection."""

    def __init__(self, bench, collection, files):
        sys.path.insert(0, str(bench.relevance))
        import eval as judge  # noqa: PLC0415, the collections bring it along
        self.judge = judge
        qrels = judge.read_qrels(folders(bench, collection)[1])
        self.of = {name: judge.evaluate(qrels, judge.read_run(file)) for name, file in files.items()}
        self.mean = {name: judge.mean(scores) for name, scores in self.of.items()}

    def best_peer(self, class_name=None):
        return max((name for name in self.of if name != "kecang"), key=lambda name: self.class_mean(name, class_name))

    def classes(self):
        return sorted({query.split("-")[0] for query in self.of["kecang"]})

    def part(self, name, class_name):
        return {query: one for query, one in self.of[name].items() if class_name in (None, query.split("-")[0])}

    def class_mean(self, name, class_name):
        return self.judge.mean(self.part(name, class_name))["ndcg"]

    @functools.lru_cache(None)
    def p_value(self, peer, class_name=None):
        return self.judge.compare(self.part(peer, class_name), self.part("kecang", class_name), trials=TRIALS)[1]


def rows_of(collection, scores):
    ours, peer = scores.mean["kecang"], scores.best_peer()
    p = scores.p_value(peer)
    rows = [Row(f"nDCG@10, {collection}", f"≥ {BOUNDS[collection]:.3f}", f"{ours['ndcg']:.4f}", ours["ndcg"] >= BOUNDS[collection],
                f"{scores.mean[peer]['ndcg']:.4f} ({peer})"),
            Row(f"better than the best peer, {collection}", f"p < {LEVEL}", f"p = {p:.4f}",
                p < LEVEL and ours["ndcg"] > scores.mean[peer]["ndcg"], peer),
            Row(f"empty results, {collection}", "≤ 0.2 %", f"{ours['empty']:.2%}", ours["empty"] <= EMPTY,
                f"{min(one['empty'] for name, one in scores.mean.items() if name != 'kecang'):.2%}")]
    if collection in RECALL:
        best = max(one["recall"] for name, one in scores.mean.items() if name != "kecang")
        rows.append(Row(f"recall@100, {collection}", f"≥ {RECALL[collection]:.2f}", f"{ours['recall']:.3f}",
                        ours["recall"] >= RECALL[collection], f"{best:.3f}"))
    return rows


def collection_table(scores):
    rows = [[name, f"{one['ndcg']:.4f}", f"{one['mrr']:.4f}", f"{one['recall']:.4f}", f"{one['empty']:.2%}",
             "" if name == "kecang" else f"{scores.p_value(name):.4f}"]
            for name, one in sorted(scores.mean.items(), key=lambda item: -item[1]["ndcg"])]
    return table(["contestant", "nDCG@10", "MRR@10", "recall@100", "empty", "p beside kecang"], rows)


def class_table(scores):
    rows = []
    for name in scores.classes():
        peer = scores.best_peer(name)
        rows.append([name, len(scores.part("kecang", name)), f"{scores.class_mean('kecang', name):.4f}",
                     f"{scores.class_mean(peer, name):.4f} ({peer})", f"{scores.p_value(peer, name):.4f}"])
    return table(["class", "queries", "kecang", "best peer of the class", "p"], rows)


def script(bench):
    """What tests/bench/relevance.sh tells, with whatever it learned to measure since."""
    kept = bench.work / "relevance.told"
    if not is_older(kept, bench.programs / "relevance"):
        return kept.read_text(encoding="utf-8")
    told = subprocess.run([str(HERE / "relevance.sh"), str(bench.programs / "relevance"), str(bench.relevance)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
    text = re.sub(r"/\S*/([\w.-]+\.run)", r"\1", told.stdout.strip()).replace(str(bench.relevance), "COLLECTIONS")
    text += f"\nexit status {told.returncode}" if told.returncode else ""
    kept.write_text(text, encoding="utf-8")
    return text


def measure(bench):
    parts = ["Peers with the best of the settings tried (`tests/bench/peers`); p is the paired sign-flip test of `eval.py --compare`.", ""]
    rows = []
    for collection in (*BOUNDS, UNTAUGHT):
        scores = Scores(bench, collection, runs(bench, collection))
        parts += [f"### {collection}", "", collection_table(scores)]
        if collection == UNTAUGHT:
            continue
        rows += rows_of(collection, scores)
        if len(scores.classes()) <= MOST_CLASSES:
            parts.append(class_table(scores))
            worst = min(scores.classes(), key=lambda name: scores.class_mean("kecang", name))
            value = scores.class_mean("kecang", worst)
            rows.append(Row(f"worst class, {collection} ({worst})", f"≥ {CLASS}", f"{value:.4f}", value >= CLASS,
                            f"{scores.class_mean(scores.best_peer(worst), worst):.4f}"))
    parts += ["`tests/bench/relevance.sh`:", "", "```", script(bench), "```"]
    return Section("\n".join(parts), rows)
