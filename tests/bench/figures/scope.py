"""A shard per audience against fixed statistics and a filter: what the ways cost and what they do to the order."""
import json
import sys

from figures.bench import Section, table

LIMIT = 3_000
SPREAD = (200,)


def cost(bench):
    return json.loads(bench.run(bench.programs / "audience_shards", "cost", bench.work / "shards", "--documents",
                                bench.documents(min(bench.sizes)), "--limit", LIMIT, "--queries", bench.queries()))


def order(bench, collection, groups):
    """nDCG@10 of each way and the p-values of the shards' beside ours."""
    sys.path.insert(0, str(bench.relevance))
    import eval as judge  # noqa: PLC0415
    folder = bench.work / f"spread-{collection}-{groups}"
    bench.run(bench.programs / "audience_shards", "relevance", folder, "--collection", bench.relevance / collection, "--groups",
              groups)
    qrels = judge.read_qrels(folder / "qrels.tsv")
    scores = {name: judge.evaluate(qrels, judge.read_run(folder / f"{name}.run")) for name in ("fixed", "shards", "whole")}
    return dict({name: judge.mean(one)["ndcg"] for name, one in scores.items()},
                p_fixed=judge.compare(scores["shards"], scores["fixed"], trials=2_000)[1],
                p_whole=judge.compare(scores["shards"], scores["whole"], trials=2_000)[1])


def cost_table(one):
    return table(["way", "CPU-s/1,000 records", "bytes/text byte", "compacted", "search, CPU ms", "opening, CPU ms", "matches"], [
        ["one index, fixed statistics, filter (with six facets)", f"{one['index_cpu_s_per_1000']:.2f}", "",
         f"{one['index_bytes_per_text_byte']:.2f}", f"{one['index_search_cpu_ms']:.2f}", "0 (kept open)", f"{one['index_matches']:.0f}"],
        [f"{one['shards']:,} shards, {one['copies'] / one['documents']:.1f} copies of each (no facets)",
         f"{one['shards_cpu_s_per_1000']:.2f}", f"{one['shards_bytes_per_text_byte']:.2f}",
         f"{one['shards_compacted_bytes_per_text_byte']:.2f}", f"{one['shards_search_cpu_ms']:.2f}",
         f"{one['shards_open_cpu_ms']:.2f}", f"{one['shards_matches']:.0f}"]])


def measure(bench):
    costs = bench.once("scope-cost", lambda: cost(bench))
    rows = []
    for collection in ("cmrc", "educat-dev"):
        for groups in SPREAD:
            one = bench.once(f"scope-{collection}-{groups}", lambda c=collection, g=groups: order(bench, c, g))
            rows.append([collection, groups, f"{one['fixed']:.4f}", f"{one['shards']:.4f}", f"{one['whole']:.4f}",
                         f"{one['p_fixed']:.4f}", f"{one['p_whole']:.4f}"])
    text = "\n".join([
        f"{costs['documents']:,} generated records in 5,000 groups, {costs['queries']:,} queries of viewers of 1-20 groups.", "",
        cost_table(costs),
        "The collections spread over groups by chance (one to three each), asked by viewers of 1-20 groups who see something of what is",
        "wanted; judged on what they see. *Fixed*: our index. *Shards*: the engine's statistics of what the viewer sees. *Whole*: the",
        "same with the whole library's statistics, which whisper. The latter two count our terms with our weights of kinds, BM25 with",
        "the same constants, without vocabulary and floors.", "",
        table(["collection", "groups", "fixed", "shards", "whole (whispers)", "p, shards beside fixed", "p, shards beside whole"], rows),
        "**Chosen: fixed statistics and a filter.** Why: `storage/xapian/README.md`."])
    return Section(text, [])
