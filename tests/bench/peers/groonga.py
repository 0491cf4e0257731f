#!/usr/bin/env python3
"""groonga as a search engine: bigrams, title and text.

  groonga.py CORPUS.jsonl QUERIES.tsv > RUN

A query is any of its bigrams (all of them together find next to no question), each weighted by tf-idf, the title counting
TITLE times: the best of the ways tried (its own similar search, all pieces, plain term frequency, titles once to thrice).
"""
import json
import re
import subprocess
import sys
import tempfile

DEPTH = 100
TITLE = 1
SCHEMA = """table_create Docs TABLE_NO_KEY
column_create Docs id COLUMN_SCALAR ShortText
column_create Docs title COLUMN_SCALAR Text
column_create Docs text COLUMN_SCALAR Text
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms titles COLUMN_INDEX|WITH_POSITION Docs title
column_create Terms texts COLUMN_INDEX|WITH_POSITION Docs text
"""


def pieces_of(query):
    """Two characters each of Chinese, whole words of the rest."""
    pieces = []
    for run in re.findall(r"[\u3400-\u9fff]+|[A-Za-z0-9]+", query):
        han = run[0] >= "\u3400" and len(run) > 2
        pieces += [run[at:at + 2] for at in range(len(run) - 1)] if han else [run]
    return list(dict.fromkeys(pieces))


class Groonga:
    def __init__(self, folder):
        self.process = subprocess.Popen(["groonga", "-n", f"{folder}/db"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, encoding="utf-8")

    def command(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def load(self, corpus):
        for line in SCHEMA.splitlines():
            self.command(line)
        with open(corpus, encoding="utf-8") as lines:
            records = [{key: one.get(key, "") for key in ("id", "title", "text")} for one in map(json.loads, lines)]
        self.command("load --table Docs " + "\n" + json.dumps(records, ensure_ascii=False))

    def ask(self, query):
        pieces = pieces_of(query)
        if not pieces:
            return []
        columns = f"scorer_tf_idf(title) * {TITLE} || scorer_tf_idf(text)"
        wanted = " OR ".join(f'"{piece}"' for piece in pieces)
        answer = self.command(f"select Docs --match_columns {quoted(columns)} --query {quoted(wanted)} --sort_keys -_score,_id "
                              f"--output_columns id,_score --limit {DEPTH} --cache no")
        return answer[1][0][2:]


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def main():
    with tempfile.TemporaryDirectory() as folder:
        engine = Groonga(folder)
        engine.load(sys.argv[1])
        for line in open(sys.argv[2], encoding="utf-8"):
            number, query = line.rstrip("\n").split("\t", 1)
            for rank, (document, score) in enumerate(engine.ask(query), 1):
                print(f"{number} Q0 {document} {rank} {score} groonga")


if __name__ == "__main__":
    main()
