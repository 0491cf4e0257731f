#!/usr/bin/env python3
"""SQLite FTS5 with its trigram tokenizer as a search engine.

  sqlite_trigram.py CORPUS.jsonl QUERIES.tsv > RUN

A query is any of its trigrams, ranked by bm25; what is shorter than three characters is looked for with LIKE, as the manual says.
"""
import json
import re
import sqlite3
import sys

DEPTH = 100


def load(corpus):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, text, tokenize='trigram')")
    with open(corpus, encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines)
        database.executemany("INSERT INTO d VALUES(?,?,?)",
                             ((one["id"], one.get("title", ""), one.get("text", "")) for one in records))
    return database


def ask(database, query):
    pieces = dict.fromkeys(piece[at:at + 3] for piece in re.findall(r"\w{3,}", query) for at in range(len(piece) - 2))
    if not pieces:
        like = f"%{query.strip()}%"
        return database.execute("SELECT id, 1 FROM d WHERE title LIKE ? OR text LIKE ? LIMIT ?", (like, like, DEPTH))
    match = " OR ".join(f'"{piece}"' for piece in pieces)
    return database.execute("SELECT id, -bm25(d) FROM d WHERE d MATCH ? ORDER BY bm25(d), rowid LIMIT ?", (match, DEPTH))


def main():
    database = load(sys.argv[1])
    for line in open(sys.argv[2], encoding="utf-8"):
        number, query = line.rstrip("\n").split("\t", 1)
        for rank, (document, score) in enumerate(ask(database, query), 1):
            print(f"{number} Q0 {document} {rank} {score:.6f} sqlite")


if __name__ == "__main__":
    main()
