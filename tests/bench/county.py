#!/usr/bin/env python3
"""A county's catalogue for the ingest bench, from generated documents.

  county.py DOCS.jsonl DIR [VIEWERS.json]    writes DIR/manifest.jsonl and DIR/{schools,groups,users,memberships}.csv

VIEWERS.json is a list of lists of group numbers: viewer N is the user `viewerN`, a member of those groups by themselves.

A document names its groups by number: 0 is everybody, below 1,000 are groups, from 1,000 on schools that own it. Each
school is a member of the groups that its documents are offered to, as far as the bench needs: the teacher `bench` belongs
to group 1 and to school 1000.
"""
import json
import pathlib
import sys

SUBJECTS = ["语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理", "政治", "科学", "信息技术", "音乐", "美术", "体育"]
GRADES = ["一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级", "高一", "高二", "高三"]
TYPES = ["教案", "课件", "试卷", "习题", "导学案", "素材", "视频", "音频", "微课", "教学反思"]
EDITIONS = ["人教版", "部编版", "北师大版", "苏教版", "沪教版", "浙教版", "外研版", "冀教版", "湘教版", "通用"]
FIRST_SCHOOL, GROUPS = 1_000, 5_000


def record(line):
    document = json.loads(line)
    school = document["owner"] if document["owner"] >= FIRST_SCHOOL else FIRST_SCHOOL
    return {"id": str(document["id"]), "title": document["title"], "text": document["text"],
            "subject": SUBJECTS[document["subject"]], "grade": GRADES[document["grade"]], "type": TYPES[document["type"]],
            "edition": EDITIONS[document["edition"]], "year": document["year"], "owner_school": f"s{school}",
            "visible_groups": [f"g{group}" for group in document["groups"]]}


def viewers(rosters, groups_of):
    for number, groups in enumerate(groups_of):
        rosters["users"].append(f"viewer{number},viewer{number},Viewer {number},kecang-bench-1")
        rosters["memberships"] += [f"user_in_group,viewer{number},g{group},teacher,2020-01-01," for group in groups]


def main():
    source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    rosters = {
        "schools": ["key,name"] + [f"s{n},学校{n}" for n in range(FIRST_SCHOOL, GROUPS)],
        "groups": ["key,name,kind"] + [f"g{n},集团{n},joined_group" for n in range(GROUPS)],
        "users": ["key,login,name,password", "bench,bench,Bench,kecang-bench-1"],
        "memberships": ["kind,member,container,role,from,until", "user_in_school,bench,s1000,teacher,2020-01-01,",
                        "school_in_group,s1000,g0,member,2020-01-01,", "school_in_group,s1000,g1,member,2020-01-01,"],
    }
    if len(sys.argv) > 3:
        viewers(rosters, json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")))
    for kind, lines in rosters.items():
        (folder / f"{kind}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open(source, encoding="utf-8") as documents, open(folder / "manifest.jsonl", "w", encoding="utf-8") as out:
        for line in documents:
            out.write(json.dumps(record(line), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
