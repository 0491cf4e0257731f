#!/usr/bin/env bash
# Runs the product's ranking over the search collections and scores it; fails below the bar.
#   tests/bench/relevance.sh PROGRAM COLLECTIONS
set -euo pipefail
program=$1
collections=$2
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
score() {
  "$program" "$collections/$1/corpus.jsonl" "$collections/$1/queries.tsv" > "$runs/$1.run"
  python3 "$collections/eval.py" "$collections/$1/qrels.tsv" "$runs/$1.run" "${@:2}"
}
score cmrc --min ndcg=0.93
score educat-dev --by-class
score tal-kp
