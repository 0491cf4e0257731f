#!/usr/bin/env bash
# Runs the product's ranking over the search collections and scores it; fails below the bars.
#   tests/bench/relevance.sh PROGRAM COLLECTIONS
# tal-kp, whose queries are labels, also in two halves: without learning, and learnt on one and asked of the other.
set -euo pipefail
program=$1
collections=$2
here=$(dirname "$0")
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
score() {
  "$program" "$collections/$1/corpus.jsonl" "$collections/$1/queries.tsv" > "$runs/$1.run"
  python3 "$collections/eval.py" "$collections/$1/qrels.tsv" "$runs/$1.run" "${@:2}"
}
two_fold() {
  python3 "$here/two_fold" "$collections/$1" "$runs/$1"
  for half in "$runs/$1"/[01]; do
    "$program" "$half/corpus.jsonl" "$half/queries.tsv" >> "$runs/$1.without.run"
    "$program" "$half/corpus.jsonl" "$half/queries.tsv" --labels "$half/labels.tsv" \
      --teachers "$half/teachers.jsonl" >> "$runs/$1.learned.run"
  done
  python3 "$collections/eval.py" "$runs/$1/qrels.tsv" "$runs/$1.without.run"
  python3 "$collections/eval.py" "$runs/$1/qrels.tsv" "$runs/$1.learned.run" "${@:2}"
  python3 "$collections/eval.py" --compare "$runs/$1/qrels.tsv" "$runs/$1.without.run" "$runs/$1.learned.run"
}
score cmrc --min ndcg=0.945
score educat-dev --by-class --min ndcg=0.975
score tal-kp
two_fold tal-kp --min ndcg=0.20 --min recall=0.55
