#!/usr/bin/env python3
"""How much memory an archive of many members takes: planned, and taken in.

    tests/bench/zip64.py PROGRAMS [--members 2000,20000,200000] [--apply-up-to 20000] [--gap BYTES] [--keep FILE.zip]

Makes a ZIP64 of the shape of a school's drive: small texts in folders of folders, and before the last of them a gap of
4.2 GiB that no member owns (a hole of the file: no disk is used until it is uploaded), so that their offsets, the central
directory and its ZIP64 end records stand beyond 4 GiB. For each number of members a fresh server takes it with
`import --dry-run` and, up to --apply-up-to, `--apply`. Prints wall time, the peak resident memory of one process of each
program (VmHWM), and how long the review page waits for folders and for a page of one of them. Needs about 5 GiB of disk
for one archive at a time, in TMPDIR; everything is removed at the end.
"""
import argparse
import http.cookiejar
import json
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
import zlib

GAP = 4_509_715_660  # 4.2 GiB
PROGRAMS = ("kecang-server", "kecang-indexer", "kecang-extract")
ROSTERS = {
    "schools": "key,name,region\nbench,Bench,\n",
    "users": "key,login,name,password\nbench,bench,Bench,kecang-bench-1\n",
    "memberships": "kind,member,container,role,from,until\nuser_in_school,bench,bench,school_administrator,2020-01-01,\n",
}
LESSONS = ("有理数的加法", "一次函数的图象", "光的折射", "春", "二元一次方程组", "压强", "全等三角形", "细胞的结构")


def member(index):
    """Path and text of a member; a folder holds fifty, a folder above twenty of those."""
    chapter = index // 50
    path = f"资料/第{chapter // 20:03}册/第{chapter % 20 + 1:02}章/{LESSONS[index % len(LESSONS)]}教案{index:06}.txt"
    text = f"{LESSONS[index % len(LESSONS)]}，第{index}份教案。教学目标与重点。\n"
    return path.encode(), text.encode()


def write_archive(path, members, gap):
    """A ZIP64 with stored members, the last nine tenths of them behind the gap."""
    central = bytearray()
    with open(path, "wb") as out:
        for index in range(members):
            if index == members // 10:
                out.seek(gap, os.SEEK_CUR)
            name, data = member(index)
            offset, crc = out.tell(), zlib.crc32(data)
            flags = 0x0800  # names are UTF-8
            out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, flags, 0, 0, 0x5D7E, crc, len(data), len(data), len(name), 0))
            out.write(name + data)
            extra = struct.pack("<HHQ", 1, 8, offset)
            central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, flags, 0, 0, 0x5D7E, crc, len(data), len(data), len(name),
                                   len(extra), 0, 0, 0, 0, 0xFFFFFFFF) + name + extra
        begin = out.tell()
        out.write(central)
        end = out.tell()
        out.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, members, members, end - begin, begin))
        out.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
        out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))


class Peaks:
    """The largest resident memory of one process of each program below a root, as the kernel remembers it."""

    def __init__(self, roots):
        self.roots = roots
        self.bytes = dict.fromkeys(PROGRAMS, 0)

    def sample(self):
        parents, names = {}, {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = pathlib.Path(f"/proc/{entry}/stat").read_text()
                    parents[int(entry)] = int(stat[stat.rindex(")") + 2:].split()[1])
                    names[int(entry)] = os.path.basename(os.readlink(f"/proc/{entry}/exe"))
                except (OSError, ValueError):
                    continue
        for pid, name in names.items():
            above = pid
            while above not in self.roots and above in parents:
                above = parents[above]
            if above in self.roots and name in self.bytes:
                self.bytes[name] = max(self.bytes[name], self.high_water(pid))

    @staticmethod
    def high_water(pid):
        try:
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        except OSError:
            pass
        return 0


class Server:
    def __init__(self, programs, folder):
        self.programs, self.data = programs, folder / "data"
        self.environment = os.environ | {"KECANG_SERVER_PORT": "0", "KECANG_LOG_LEVEL": "warn",
                                         "KECANG_STORAGE_FREE_SPACE_FLOOR": "1048576"}
        self.run("kecang-server", "init")
        for kind, rows in ROSTERS.items():
            file = folder / f"{kind}.csv"
            file.write_text(rows)
            self.run("kecang-server", "admin", "roster", kind, str(file))
        self.log = open(folder / "server.log", "wb")
        self.process = subprocess.Popen(self.command("kecang-server", "run"), env=self.environment, stdout=self.log, stderr=self.log)
        while not (self.data / "server.address").exists():
            if self.process.poll() is not None:
                raise SystemExit((folder / "server.log").read_text())
            time.sleep(0.05)
        self.base = "http://" + (self.data / "server.address").read_text().strip()

    def command(self, program, *words):
        return [str(self.programs / program), *words, "--data", str(self.data)]

    def run(self, *words):
        subprocess.run(self.command(*words), env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def watched(self, *words):
        """Runs the indexer's command; its output, seconds, and peaks by program."""
        start = time.monotonic()
        client = subprocess.Popen(self.command("kecang-indexer", *words) + ["--json", "--quiet"], env=self.environment,
                                  stdout=subprocess.PIPE)
        peaks, importing = Peaks({self.process.pid}), Peaks({client.pid})
        while client.poll() is None:
            peaks.sample()
            importing.sample()
            time.sleep(0.2)
        if client.returncode not in (0, 1):
            raise SystemExit(f"{words}: exit code {client.returncode}")
        peaks.bytes["client"] = importing.bytes["kecang-indexer"]
        return json.loads(client.stdout.read()), time.monotonic() - start, peaks.bytes

    def page(self):
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        request = urllib.request.Request(self.base + "/api/v1/session", data=json.dumps({"login": "bench", "password": "kecang-bench-1"}).encode(),
                                         headers={"Content-Type": "application/json"})
        opener.open(request)
        return opener

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def timed_get(opener, url):
    start = time.monotonic()
    answer = json.load(opener.open(url))
    return answer, (time.monotonic() - start) * 1000


def mib(peaks, name):
    return f"{peaks[name] / 2**20:9.0f}"


def print_row(what, members, seconds, peaks):
    print(f"{members:>8} {what:<6}{seconds:>9.1f}{mib(peaks, 'kecang-server')}{mib(peaks, 'kecang-indexer')}"
          f"{mib(peaks, 'kecang-extract')}{mib(peaks, 'client')}", flush=True)


def measure(programs, folder, archive, members, apply):
    server = Server(programs, folder)
    try:
        plan = folder / "plan.csv"
        printed, seconds, peaks = server.watched("import", str(archive), "--school", "bench", "--dry-run", str(plan))
        status = printed["imports"][0]
        if status["counts"]["planned"] != members:
            raise SystemExit(f"{status['counts']}")
        print_row("plan", members, seconds, peaks)
        show_page(server, status["import"]["id"], members)
        if apply:
            printed, seconds, peaks = server.watched("import", "--apply", str(plan))
            print_row("apply", members, seconds, peaks)
            if printed["imports"][0]["counts"]["indexed"] != members:
                raise SystemExit(f"{printed['imports'][0]['counts']}")
    finally:
        server.stop()


def show_page(server, import_id, members):
    """As the school's office sees it: the operator's import is nobody else's."""
    opener = server.page()
    base = f"{server.base}/api/v1/imports/{import_id}"
    folders, folders_ms = timed_get(opener, base + "/folders")
    deep = member(members - 1)[0].decode().rsplit("/", 1)[0]
    _, whole_ms = timed_get(opener, base + "/entries?state=planned&limit=200")
    below, below_ms = timed_get(opener, f"{base}/entries?state=planned&limit=200&below={urllib.parse.quote(deep)}")
    print(f"{'':>8} folders {len(folders['items'])} in {folders_ms:.0f} ms; first page {whole_ms:.0f} ms; "
          f"{len(below['items'])} files of one folder {below_ms:.0f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=pathlib.Path, help="folder of kecang-server and kecang-indexer")
    parser.add_argument("--members", default="2000,20000,200000")
    parser.add_argument("--apply-up-to", type=int, default=20_000)
    parser.add_argument("--gap", type=int, default=GAP)
    parser.add_argument("--keep", type=pathlib.Path, help="only write the archive of the first number of members there")
    arguments = parser.parse_args()
    numbers = [int(one) for one in arguments.members.split(",")]
    if arguments.keep:
        write_archive(arguments.keep, numbers[0], arguments.gap)
        return
    print(f"{'members':>8} {'what':<6}{'seconds':>9}{'server':>9}{'indexer':>9}{'extract':>9}{'client':>9}   peak MiB of one process")
    for members in numbers:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="kecang-zip64-"))
        try:
            archive = folder / "drive.zip"
            write_archive(archive, members, arguments.gap)
            measure(arguments.programs.resolve(), folder, archive, members, members <= arguments.apply_up_to)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
