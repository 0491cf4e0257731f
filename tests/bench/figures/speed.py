"""Indexing, memory, single adds and requests at size, beside the engine alone and groonga-httpd."""
import json
import shutil

from figures import served
from figures.bench import Row, Section, folder_bytes, table

LARGEST_BUILT_APART = 10_000
"""Beyond, the figures of the index are those of the server's own: building it twice more tells nothing new."""
PROMISED = 1_000_000
LARGEST_BULK = 4_000


def compacted(bench, index, name):
    """Bytes of each part of a generation without holes."""
    sizes = {}
    for part in ("resources", "questions", "suggestions"):
        small = bench.work / f"compact-{name}"
        shutil.rmtree(small, ignore_errors=True)
        bench.run("xapian-compact", "--no-renumber", index / part, small, stderr=-3)
        sizes[part] = folder_bytes(small)
        shutil.rmtree(small)
    return sizes


def alone(bench, size):
    """An index of its own, built as a rebuild does and measured in one process."""
    documents, queries, index = bench.documents(size), bench.queries(), bench.work / f"index-{size}"

    def build():
        shutil.rmtree(index, ignore_errors=True)
        return bench.speed("build", index, "--documents", documents)

    return {"build": bench.once(f"build-{size}", build),
            "search": bench.once(f"search-{size}", lambda: bench.speed("search", index, "--queries", queries)),
            "add": bench.once(f"add-{size}", lambda: bench.speed("add", index, "--documents", bench.documents(10_000)))}


def of_size(bench, size):
    folder, load = served.data(bench, size)
    measured = {
        "load": load, "text": bench.text_bytes(size),
        "compact": bench.once(f"compact-of-{size}", lambda: compacted(bench, served.index_of(folder), size)),
        "columns": bench.once(f"columns-{size}", lambda: bench.speed("columns", folder / "index")),
        "http": bench.once(f"http-{size}", lambda: served.contest(bench, size)),
        "cached": bench.once(f"cached-{size}", lambda: served.remembered(bench, size)),
        "added": bench.once(f"added-{size}", lambda: served.adding(bench, size))}
    if size <= LARGEST_BUILT_APART:
        measured["alone"] = alone(bench, size)
    return measured


def bulk(bench):
    size = min(LARGEST_BULK, max(bench.sizes))
    return bench.once(f"bulk-{size}",
                      lambda: json.loads(bench.run(bench.programs / "bulk", bench.documents(min(bench.sizes)), size)))


def cells(one):
    return f"{one['qps']:.0f} · {one['p50_ms']:.1f} · {one['p99_ms']:.1f} · {one['cpu_ms']:.2f}"


def index_table(sizes):
    rows = []
    for size, one in sizes.items():
        compact = one["compact"]
        rows.append([f"{size:,}", one["load"].get("items/s", ""), f"{compact['resources'] / one['text']:.2f}",
                     f"{sum(compact.values()) / one['text']:.2f}", f"{one['columns']['bytes_per_document']:.0f}",
                     f"{one['columns']['load_cpu_s']:.2f}", f"{one['added']['single_ms_p50']:.0f}",
                     f"{one['added']['hundred_over_one']:.1f}"])
    return table(["records", "records/s into the server", "bytes/text byte, search", "with suggestions",
                  "columns, bytes/record", "reading them, CPU-s", "one added, ms until found", "100 added / one"], rows)


def alone_table(sizes):
    rows = []
    for size, one in sizes.items():
        if "alone" not in one:
            continue
        build, search, add = (one["alone"][part] for part in ("build", "search", "add"))
        rows.append([f"{size:,}", f"{build['cpu_s_per_1000']:.2f}", f"{search['matches']:.0f}", f"{search['cpu_ms_mean']:.2f}",
                     f"{search['cpu_ms_p50']:.2f}", f"{search['cpu_ms_p99']:.2f}", f"{add['single_ms_p50']:.0f}",
                     f"{add['hundred_over_one']:.1f}"])
    return table(["records", "building, CPU-s/1,000", "matches", "search, CPU ms, mean", "p50", "p99",
                  "one added, ms until found", "100 added / one"], rows)


def http_table(sizes):
    rows = []
    for size, one in sizes.items():
        for clients, figures in one["http"].items():
            ours, peer = figures["kecang"], figures.get("groonga-httpd")
            rows.append([f"{size:,}", clients, cells(ours)] + ([cells(peer), f"{ours['qps'] / peer['qps']:.1f}",
                                                               f"{ours['cpu_ms'] / peer['cpu_ms']:.2f}"]
                                                              if peer else ["not installed", "", ""]))
        rows.append([f"{size:,}", "1, answers kept (64 MiB)", cells(one["cached"]), "", "", ""])
    return table(["records", "clients", "kecang", "groonga-httpd", "QPS ratio", "CPU ratio"], rows)


def growths(sizes):
    """Of p99, one client, from each size to the next."""
    named = list(sizes)
    p99 = [sizes[size]["http"]["1"]["kecang"]["p99_ms"] for size in named]
    return [(a, b, y / x) for a, b, x, y in zip(named, named[1:], p99, p99[1:])]


def rows_of(sizes, whole):
    largest = list(sizes)[-1]
    one, http = sizes[largest], sizes[largest]["http"]["1"]
    ours, peer = http["kecang"], http.get("groonga-httpd")
    at = f", {largest:,} records"
    rows = []
    if peer:
        qps, cpu = ours["qps"] / peer["qps"], ours["cpu_ms"] / peer["cpu_ms"]
        rows += [Row("QPS beside groonga-httpd" + at, "≥ 5×", f"{qps:.1f}×", qps >= 5, f"{peer['qps']:.0f} QPS"),
                 Row("CPU a request beside groonga-httpd" + at, "≤ 0.2×", f"{cpu:.2f}×", cpu <= 0.2, f"{peer['cpu_ms']:.1f} ms")]
    rows.append(Row("p99, one client" + at, "≤ 20 ms", f"{ours['p99_ms']:.1f} ms", ours["p99_ms"] <= 20,
                    f"groonga {peer['p99_ms']:.1f} ms" if peer else ""))
    rows += [Row(f"growth of p99, {a:,} → {b:,}", "≤ 11×", f"{times:.1f}×", times <= 11) for a, b, times in growths(sizes)[-1:]]
    bytes_of = one["compact"]["resources"] / one["text"]
    memory = one["columns"]["bytes_per_document"]
    single, together = one["added"]["single_ms_p50"], one["added"]["hundred_over_one"]
    return rows + [
        Row("columns in memory" + at, "≤ 100 bytes a record", f"{memory:.0f}", memory <= 100),
        Row("index, compacted" + at, "≤ 6 bytes a text byte", f"{bytes_of:.2f}", bytes_of <= 6),
        Row("bulk index CPU beside the engine with the same terms", "≤ 1.3×", f"{whole['ratio_with_analysis']:.2f}×",
            whole["ratio_with_analysis"] <= 1.3, "raw Xapian 1×"),
        Row("one added until a search finds it" + at, "≤ 1 s", f"{single:.0f} ms", single <= 1_000),
        Row("100 added together" + at, "≤ 3× one", f"{together:.1f}×", together <= 3)]


def short_of_promise(largest):
    if largest >= PROMISED:
        return []
    return [f"**The bounds are for {PROMISED:,} records; this run went to {largest:,}.** What a request costs besides its search weighs",
            "most there, and groonga's search least.", ""]


def measure(bench):
    sizes = {size: of_size(bench, size) for size in sorted(bench.sizes)}
    whole = bulk(bench)
    grown = ", ".join(f"{a:,} → {b:,}: ×{times:.1f}" for a, b, times in growths(sizes)) or "one size alone was measured"
    largest = max(sizes)
    text = "\n".join(short_of_promise(largest) + [
        "Generated records, each with 1-5 of 5,000 groups; viewers of 1-20 groups; top 10, exact facets, snippets. Loaded through",
        "the server with rosters. Processor time is the figure that counts on a shared machine; over HTTP the contestants took",
        "turns, medians of three.", "", index_table(sizes), alone_table(sizes),
        f"Bulk index, {whole['documents']:,} records, CPU-s a thousand: {whole['rebuild_cpu_s_per_1k']:.2f}; the engine alone with the same "
        f"terms, values and data {whole['engine_cpu_s_per_1k']:.2f}, the analysis {whole['of_that_analysis']:.2f}: "
        f"×{whole['ratio']:.2f} the engine alone, ×{whole['ratio_with_analysis']:.2f} both. Bytes a text byte at that size, compacted: "
        f"{whole['compacted_bytes_per_text_byte']:.2f}, of them suggestions {whole['of_that_suggestions']:.2f}.", "",
        "Over HTTP, caches off unless said: QPS · p50 · p99 ms · CPU ms a request.", "", http_table(sizes),
        f"Growth of p99, one client: {grown}."])
    return Section(text, rows_of(sizes, whole))
