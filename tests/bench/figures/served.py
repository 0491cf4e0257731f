"""A server that holds a size's records, loaded as a county would, and groonga-httpd with the same beside it."""
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import county
from figures.bench import HERE, QUERIES, VIEWERS, cpu_seconds, medians, wait_for

ROUNDS = 3
SECONDS = 8
PASSWORD = "kecang-bench-1"
GROONGA_PORT = 18_391
FILTERS = {"subject": county.SUBJECTS, "grade": county.GRADES, "type": county.TYPES}
HTTPD = """daemon off; master_process off; worker_processes 1; pid {work}/httpd.pid; error_log {work}/httpd.log;
events {{ worker_connections 256; }}
http {{ access_log off; groonga_cache_limit 0; groonga_database {work}/grn/db;
  server {{ listen 127.0.0.1:{port}; location /d/ {{ groonga on; }} }} }}
"""
METRIC = r"^{} (\d+)$"


class Server:
    """kecang-server on a data folder; caught up when it is there, gone at the end of the `with`."""

    def __init__(self, bench, data, cache_bytes=0):
        environment = dict(os.environ, KECANG_SERVER_PORT="0", KECANG_LOG_LEVEL="warn",
                           KECANG_STORAGE_FREE_SPACE_FLOOR="1048576", KECANG_SEARCH_CACHE_BYTES=str(cache_bytes))
        self.data, address = data, data / "server.address"
        address.unlink(missing_ok=True)
        log = open(bench.work / "server.log", "a", encoding="utf-8")
        self.process = subprocess.Popen([bench.programs / "kecang-server", "run", "--data", data], env=environment, stdout=log,
                                        stderr=log)
        wait_for("kecang-server", address.exists, 60)
        self.at = address.read_text().strip()
        self.port = int(self.at.rsplit(":", 1)[1])
        wait_for("the index", lambda: self.metric("kecang_index_dirty") == 0, 14_400)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    @property
    def pid(self):
        return self.process.pid

    def metric(self, name):
        text = urllib.request.urlopen(f"http://{self.at}/metrics").read().decode()
        found = re.search(METRIC.format(name), text, re.M)
        return int(found.group(1)) if found else None

    def cookie(self, login):
        body = json.dumps({"login": login, "password": PASSWORD}).encode()
        request = urllib.request.Request(f"http://{self.at}/api/v1/session", body, {"Content-Type": "application/json"})
        return urllib.request.urlopen(request).headers["Set-Cookie"].split(";")[0]

    def get(self, path, cookie):
        request = urllib.request.Request(f"http://{self.at}{path}", headers={"Cookie": cookie})
        return json.loads(urllib.request.urlopen(request).read())

    def paths(self, bench):
        cookies = [self.cookie(f"viewer{viewer}") for viewer in range(VIEWERS)]
        lines = []
        for line in bench.queries().read_text(encoding="utf-8").splitlines():
            query = json.loads(line)
            asked = {"q": " ".join(query["terms"]), "page_size": 10}
            for name, value in query["filters"].items():
                asked[name] = FILTERS[name][value] if name in FILTERS else value
            lines.append(f"/api/v1/search?{urllib.parse.urlencode(asked)}\t{cookies[query['viewer']]}")
        file = bench.work / f"kecang-{self.port}.paths"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file


def data(bench, size):
    """The folder, and what loading it through the server cost."""
    folder = bench.work / f"data-{size}"

    def load():
        bench.queries()
        shutil.rmtree(folder, ignore_errors=True)
        rosters = bench.work / f"county-{size}"
        rosters.mkdir(exist_ok=True)
        manifest = rosters / "manifest.jsonl"
        manifest.unlink(missing_ok=True)
        os.mkfifo(manifest)  # a million records need not be kept twice
        writer = subprocess.Popen([sys.executable, HERE / "county.py", bench.documents(size), rosters,
                                   bench.work / "viewers.json"])
        wait_for("rosters", (rosters / "memberships.csv").exists, 60)
        time.sleep(1)
        told = bench.run(bench.programs / "ingest", "--manifest", manifest, "--rosters", rosters, "--school", "s1000", "--keep",
                         folder, "--programs", bench.programs)
        writer.wait()
        manifest.unlink()
        return dict(re.findall(r"^(items/s|CPU-s|CPU-s [\w-]+|peak MB [\w-]+|seconds) ([\d.]+)$", told, re.M))

    return folder, bench.once(f"load-{size}", load)


def index_of(folder):
    """The live generation."""
    return folder / "index" / (folder / "index" / "CURRENT").read_text().strip()


class Groonga:
    def __init__(self, bench, size):
        work = bench.work / f"groonga-{size}"
        bench.once(f"groonga-build-{size}", lambda: json.loads(bench.run(
            sys.executable, bench.perf / "peers.py", "build", "groonga", "--docs", bench.documents(size), "--dir", work)))
        self.paths = bench.work / "groonga.paths"
        bench.run(sys.executable, bench.perf / "peers.py", "urls", "groonga", "--queries", bench.queries(), "--n", QUERIES,
                  "--out", self.paths)
        configuration = work / "httpd.conf"
        configuration.write_text(HTTPD.format(work=work, port=GROONGA_PORT))
        self.process = subprocess.Popen(["groonga-httpd", "-c", configuration, "-p", f"{work}/"])
        time.sleep(1)

    @staticmethod
    def is_installed():
        return shutil.which("groonga") and shutil.which("groonga-httpd")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def ask(bench, pid, port, paths, clients, seconds=SECONDS):
    before = cpu_seconds(pid)
    told = subprocess.run([bench.programs / "load", "--json", "--port", str(port), "--paths", paths, "--clients",
                           str(clients), "--seconds", str(seconds)], stdout=subprocess.PIPE, text=True).stdout
    one = json.loads(told.splitlines()[-1])
    one["cpu_ms"] = (cpu_seconds(pid) - before) / one["requests"] * 1e3
    return one


def contest(bench, size):
    """Our server and groonga's take turns, nothing kept of earlier answers."""
    folder, _ = data(bench, size)
    peer = Groonga(bench, size) if Groonga.is_installed() else None
    try:
        with Server(bench, folder) as server:
            contestants = {"kecang": (server.pid, server.port, server.paths(bench))}
            if peer:
                contestants["groonga-httpd"] = (peer.process.pid, GROONGA_PORT, peer.paths)
            for contestant in contestants.values():
                ask(bench, *contestant, clients=1, seconds=20)  # what is read is in memory, as after a morning's use
            return {str(clients): rounds(bench, contestants, clients) for clients in (1, 8)}
    finally:
        if peer:
            peer.stop()


def rounds(bench, contestants, clients):
    told = {name: [] for name in contestants}
    for turn in range(ROUNDS):
        for name in list(contestants)[::1 if turn % 2 == 0 else -1]:
            told[name].append(ask(bench, *contestants[name], clients=clients))
    return {name: medians(all) for name, all in told.items()}


def remembered(bench, size):
    """The same with the cache of answers, for itself."""
    folder, _ = data(bench, size)
    with Server(bench, folder, cache_bytes=64 << 20) as server:
        paths = server.paths(bench)
        ask(bench, server.pid, server.port, paths, 1, 20)
        return ask(bench, server.pid, server.port, paths, 1)


def add_records(bench, server, size, first, count):
    """Milliseconds from handing over records to finding the last, and the records' own word for it."""
    import_one = bench.work / f"adding-{size}.jsonl"
    word = f"zz{int(time.time())}x{first}x{count}"
    with open(bench.documents(10_000), encoding="utf-8") as lines:
        records = [county.record(line) for line, _ in zip(lines, range(count))]
    for number, record in enumerate(records):
        record.update(id=f"added-{first + number}", title=f"{record['title']} {word}n{number}", visible_groups=["g0"])
    import_one.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n", encoding="utf-8")
    cookie = server.cookie("bench")
    begin = time.monotonic()
    client = subprocess.Popen([bench.programs / "kecang-indexer", "import", "--school", "s1000", "--json", "--quiet", "--manifest",
                               import_one, "--data", server.data], stdout=subprocess.DEVNULL)
    try:
        while server.get(f"/api/v1/search?q={word}n{count - 1}", cookie)["total"] == 0:
            if time.monotonic() > begin + 300:
                raise SystemExit("what was added is not found")
            time.sleep(0.01)
        return (time.monotonic() - begin) * 1e3
    finally:
        client.wait()


def adding(bench, size):
    """Through the server with all of the size's records in it: from the start of the import until a search finds it."""
    folder, _ = data(bench, size)
    with Server(bench, folder) as server:
        server.get("/api/v1/search?q=start", server.cookie("bench"))
        singles = [add_records(bench, server, size, number, 1) for number in range(10)]
        together = [add_records(bench, server, size, 1_000 + 100 * number, 100) for number in range(4)]
    return {"single_ms_p50": statistics.median(singles), "single_ms_max": max(singles),
            "hundred_ms_p50": statistics.median(together),
            "hundred_over_one": statistics.median(together) / statistics.median(singles)}
