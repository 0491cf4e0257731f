#!/usr/bin/env python3
"""Scores kecang-extract on a corpus of real and hostile files.

    tests/corpus/run.py KECANG_EXTRACT CORPUS [--verbose]

CORPUS holds manifest.json and files/. Every file is run through `--json`; hostile ones must not crash, take longer than
60 s, use more than 1 GiB, or write anything, and whatever a file ends with has its sentences. Facts of formats that are read now are judged, those of later formats are
only counted. Ends with 1 when a judged fact fails.
"""
import argparse
import collections
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unicodedata

SECONDS = 60
KILOBYTES = 1024 * 1024

# Formats whose facts are judged; of hostile files, the kinds by their extension.
NOW = {"docx", "pptx", "xlsx", "pdf", "csv", "csv-gbk", "txt", "txt-gbk", "txt-big5", "txt-utf16", "html", "html-gbk",
       "doc", "xls", "ppt", "ppt-95", "wps", "wps-works", "et", "dps", "rtf",
       "xml-gbk", "xml-big5", "srt", "vtt", "zip", "zip-names",
       "mp4", "mkv", "flv", "mp3", "ass", "ttml", "image", "rar4", "rar5", "rar-multivolume", "7z", "tar",
       "moodlexml", "gift", "aiken", "qti12", "qti12-xml", "qti21", "qti22", "qti30", "imscc", "scorm12", "scorm2004", "mbz",
       "h5p", "ggb", "enbx", "epub", "odt", "ods", "odp", "ofd"}
NOW_EXTENSIONS = {"doc", "xls", "ppt", "wps", "et", "dps", "rtf", "docx", "docm", "pptx", "xlsx", "pdf", "csv", "txt", "html", "zip",
                  "xml", "h5p", "odt", "png", "mp4", "mkv", "mp3", "rar", "7z", "tar", "gz", "xz"}
# Formats whose questions are judged: how many, and their answers.
QUESTIONS_NOW = {"moodlexml", "gift", "aiken", "qti12", "qti12-xml", "qti21", "qti22", "qti30", "mbz"}

OUTCOMES = {
    "ok": {"ok"},
    "partial": {"partial"},
    "encrypted": {"encrypted"},
    "corrupt": {"broken", "partial"},
    "reject": {"broken", "unsupported"},
    "limited": {"too_large", "partial"},
}
ENCODINGS = {"GBK": "GB18030", "GB2312": "GB18030", "UTF-16": "UTF-16LE", "BIG5": "BIG5"}


SENTENCES = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "error-codes.d"


def codes_with_sentences():
    """The codes that have a Chinese and an English sentence."""
    rows = (line.split("\t") for file in SENTENCES.glob("*.tsv") for line in file.read_text(encoding="utf-8").splitlines())
    return {row[0] for row in rows if len(row) == 4 and row[2].strip() and row[3].strip()}


def reasons_of(report):
    """Every code a teacher may be shown for this file, its members and its questions."""
    yield report["reason"]
    yield from (member.get("reason", "") for member in report["members"])
    yield from (question.get("doubt", "") for question in report["questions"])


def plain(text):
    """The form in which texts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def encoding_name(name):
    name = name.upper().replace("UTF-16-", "UTF-16")
    return ENCODINGS.get(name, name)


class Run:
    """One file through the program, watched."""

    def __init__(self, program, path, ocr):
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            with tempfile.TemporaryFile() as output:
                process = subprocess.Popen([program, "--json", str(path)] + ["--ocr"] * ocr, stdout=output, stderr=subprocess.DEVNULL,
                                           cwd=folder)
                self.timed_out = not self._wait(process, start)
                output.seek(0)
                printed = output.read()
            self.seconds = time.monotonic() - start
            self.wrote = os.listdir(folder)
        try:
            self.report = json.loads(printed)
        except ValueError:
            self.report = None

    def _wait(self, process, start):
        while time.monotonic() - start < SECONDS + 5:
            pid, self.status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(self.status)
                self.kilobytes = usage.ru_maxrss
                return True
            time.sleep(0.005)
        process.kill()
        _, self.status, usage = os.wait4(process.pid, 0)
        process.returncode = -9
        self.kilobytes = usage.ru_maxrss
        return False

    def harm(self):
        """What no file may ever cause."""
        if self.timed_out or self.seconds > SECONDS:
            yield f"took {self.seconds:.0f} s"
        if self.status != 0 or self.report is None:
            yield f"no report, wait status {self.status}"
        if self.kilobytes > KILOBYTES:
            yield f"used {self.kilobytes // 1024} MiB"
        if self.wrote:
            yield f"wrote {self.wrote}"


def failed_facts(expect, report):
    """Each fact of the manifest that the report does not meet."""
    text = plain("\n".join(segment["text"] for segment in report["segments"]))
    paths = [member["path"] for member in report["members"]]
    outcome = expect.get("outcome", "any")
    if outcome != "any" and report["status"] not in OUTCOMES[outcome]:
        yield f"outcome {report['status']} {report['reason']}, not {outcome}"
    if outcome == "limited" and not report["reason"]:
        yield "no limit named"
    for phrase in expect.get("text_contains", []) + expect.get("embedded_subtitle_contains", []):
        if plain(phrase) not in text:
            yield f"text lacks {phrase!r}"
    for phrase in expect.get("must_not_contain", []):
        if plain(phrase) in text:
            yield f"text holds {phrase!r}"
    # Two members of one name are two, or one of which the later replaces the earlier.
    if "entries" in expect and expect["entries"] not in (len(paths), len(set(paths))):
        yield f"{len(paths)} members, not {expect['entries']}"
    for name in expect.get("entry_names", []):
        if unicodedata.normalize("NFC", name).removeprefix("./") not in paths:
            yield f"no member {name!r}"
    for junk in expect.get("skip", []):
        states = [member["state"] for member in report["members"] if member["path"] == junk]
        if states != ["junk"]:
            yield f"{junk!r} is {states}, not junk"
    if expect.get("names_must_not_escape"):
        for path in paths:
            if path.startswith("/") or ".." in path.split("/") or "\\" in path:
                yield f"path {path!r} escapes"
    for count in ("pages", "slides", "sheets", "cues", "columns"):
        if count in expect and report["properties"].get(count) != expect[count]:
            yield f"{count} {report['properties'].get(count)}, not {expect[count]}"
    if abs(report["properties"].get("duration_s", 0) - expect.get("duration_s", 0)) > 0.2 and "duration_s" in expect:
        yield f"duration {report['properties'].get('duration_s')} s, not {expect['duration_s']}"
    if "streams" in expect and report["properties"].get("streams") != expect["streams"]:
        yield f"streams {report['properties'].get('streams')}, not {expect['streams']}"
    for name, value in expect.get("exif", {}).items():
        if report["properties"].get("exif", {}).get(name) != value:
            yield f"{name} {report['properties'].get('exif', {}).get(name)!r}, not {value!r}"
    if "encoding" in expect and encoding_name(report["encoding"]) != encoding_name(expect["encoding"]):
        yield f"encoding {report['encoding']}, not {expect['encoding']}"
    if "title" in expect and plain(report["title"]) != plain(expect["title"]):
        yield f"title {report['title']!r}, not {expect['title']!r}"
    if "first_cue_at_s" in expect and report["segments"][0]["locator"].get("time") != expect["first_cue_at_s"]:
        yield "the first cue's time"


# Facts of the manifest and the properties that answer them.
PROPERTIES = {"schema_version": "schema_version", "resources": "resources", "main_library": "main_library",
              "ggb_elements": "elements", "categories": "categories", "types": "question_types"}


def failed_properties(expect, report):
    for fact, name in PROPERTIES.items():
        if fact in expect and report["properties"].get(name) != expect[fact]:
            yield f"{fact} {report['properties'].get(name)!r}, not {expect[fact]!r}"


def counted_questions(report):
    """Those that can be answered: the text that several share is none of them."""
    return [question for question in report["questions"] if question["kind"] != "passage"]


def failed_questions(expect, report):
    """How many questions there are, and which answers they have."""
    found = counted_questions(report)
    wanted = expect.get("questions")
    if wanted is not None and abs(len(found) - wanted) > expect.get("questions_tolerance", 0):
        yield f"{len(found)} questions, not {wanted}"
    if "answers" in expect:
        answers = [question["answer"] for question in found]
        wrong = [number for number, (is_, should) in enumerate(itertools.zip_longest(answers, expect["answers"]), 1)
                 if is_ is None or should is None or plain(is_) != plain(should)]
        if wrong:
            yield f"{len(wrong)} of {len(expect['answers'])} answers wrong: {wrong[:10]}"


def is_judged(entry, ocr):
    if entry["expect"].get("text_needs_ocr"):
        return ocr
    if entry["category"] != "bad":
        return entry["format"] in NOW
    path = pathlib.PurePath(entry["file"])
    return path.suffix[1:].lower() in NOW_EXTENSIONS or entry["expect"].get("detect", "").startswith("html")


def count_questions(row, expect, report, exact):
    if "questions" not in expect:
        return
    row[0] += 1
    row[1] += exact
    row[2] += len(counted_questions(report))
    row[3] += expect["questions"]


def print_questions(table):
    print(f"{'questions of':<18}{'files':>6}{'exact':>6}{'found':>7}{'wanted':>7}")
    for name, (files, exact, found, wanted) in sorted(table.items()):
        if files:
            print(f"{name:<18}{files:>6}{exact:>6}{found:>7}{wanted:>7}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--ocr", action="store_true", help="judge the texts of pictures, too (tesseract)")
    parser.add_argument("--verbose", action="store_true", help="say what later formats lack, too")
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    arguments.corpus = arguments.corpus.resolve()
    known = codes_with_sentences()
    reasons = collections.Counter()
    entries = json.loads((arguments.corpus / "manifest.json").read_text())["files"]
    table = collections.defaultdict(lambda: [0, 0, 0, 0.0, 0])  # files, good, later, seconds, kilobytes
    questions = collections.defaultdict(lambda: [0, 0, 0, 0])  # files, exact files, found, wanted
    failures = 0
    for entry in entries:
        run = Run(arguments.program, arguments.corpus / entry["file"], arguments.ocr and bool(entry["expect"].get("text_needs_ocr")))
        row = table[entry["format"]]
        row[0] += 1
        row[3] = max(row[3], run.seconds)
        row[4] = max(row[4], run.kilobytes)
        harm = list(run.harm())
        if run.report is not None:
            found = set(reasons_of(run.report)) - {""}
            reasons.update(found)
            harm += [f"{code} has no sentence" for code in sorted(found - known)]
            if run.report["status"] != "ok" and not run.report["reason"]:
                harm.append(f"{run.report['status']} without a reason")
        judged = is_judged(entry, arguments.ocr)
        lacking = [] if run.report is None else list(failed_facts(entry["expect"], run.report))
        if run.report is not None:
            lacking += failed_properties(entry["expect"], run.report)
            lacking_questions = list(failed_questions(entry["expect"], run.report))
            if entry["format"] in QUESTIONS_NOW:
                lacking += lacking_questions
            elif lacking_questions and arguments.verbose:
                print(f"later {entry['id']} {entry['file']}: {'; '.join(lacking_questions)}")
            count_questions(questions[entry["format"]], entry["expect"], run.report, not lacking_questions)
        if not harm and (judged and not lacking):
            row[1] += 1
        if not judged:
            row[2] += 1
        if harm or (judged and lacking):
            failures += 1
        if harm or (lacking and (judged or arguments.verbose)):
            print(f"{'FAIL' if harm or judged else 'later'} {entry['id']} {entry['file']}: {'; '.join(harm + lacking)}")
    print(f"{'format':<18}{'files':>6}{'good':>6}{'later':>6}{'slowest s':>11}{'most MiB':>10}")
    for name, (files, good, later, seconds, kilobytes) in sorted(table.items()):
        print(f"{name:<18}{files:>6}{good:>6}{later:>6}{seconds:>11.2f}{kilobytes // 1024:>10}")
    print_questions(questions)
    print(f"reasons, each with its sentences: {', '.join(f'{code} {count}' for code, count in sorted(reasons.items()))}")
    judged_files = sum(row[0] - row[2] for row in table.values())
    print(f"{len(entries)} files, {judged_files} judged, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
