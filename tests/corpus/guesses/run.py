#!/usr/bin/env python3
"""How many guesses of type and subject are right on files a person labelled.
   run.py PLAN.csv LABELS.tsv      PLAN.csv is what `kecang-indexer import … --dry-run PLAN.csv` wrote
Prints a table; ends with 1 when less than nine in ten of either are right."""
import csv
import sys


def labels_of(path):
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return {row[0]: {"类型": row[1], "学科": row[2]} for row in rows[1:]}


def main(plan, labels):
    wanted = labels_of(labels)
    with open(plan, encoding="utf-8-sig", newline="") as file:
        planned = {row["路径"]: row for row in csv.DictReader(file)}
    missing = [path for path in wanted if path not in planned]
    if missing:
        sys.exit(f"{len(missing)} labelled files are not in the plan, the first is {missing[0]}")
    good = True
    for column in ("类型", "学科"):
        right, wrong = 0, []
        for path, label in wanted.items():
            guess = planned[path][column] or "-"
            right += guess == label[column]
            if guess != label[column]:
                wrong.append((path, label[column], guess))
        share = right / len(wanted)
        good = good and share >= 0.9
        print(f"{column}: {right} of {len(wanted)} right, {share:.1%}")
        for path, label, guess in wrong[:20]:
            print(f"    {path}: {label}, guessed {guess}")
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
