"""Runs each task with the peer and with User Segments in turn, checks that both agree, and prints the medians and their ratio."""
import gzip
import glob
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import fastcluster
import numpy as np
from scipy.cluster import hierarchy
from sklearn import metrics
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans, kmeans_plusplus
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_info

warnings.filterwarnings("ignore")
ROUNDS = int(os.environ.get("ROUNDS", "5"))
# CLOCK=cpu measures processor seconds of all threads instead of time on the wall: for a machine that others use at the same time.
BY_CPU = os.environ.get("CLOCK") == "cpu"
clock = time.process_time if BY_CPU else time.perf_counter
scratch = tempfile.TemporaryDirectory()
project = sys.argv[1]
ours = subprocess.Popen(["dotnet", "run", "-c", "Release", "--no-build", "--project", project, "--", "clustering"],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(*words):
    ours.stdin.write(" ".join(str(word) for word in words) + "\n")
    ours.stdin.flush()
    answer = ours.stdout.readline().split()
    if not answer:
        sys.exit("the benchmark process ended: " + " ".join(str(word) for word in words))
    return [float(word) for word in answer] if answer[0] != "ok" else []


def path(name):
    return os.path.join(scratch.name, name)


def save(name, array):
    array.tofile(path(name))
    return path(name)


def timed(action):
    start = clock()
    result = action()
    return clock() - start, result


def mine_timed(mine):
    """Seconds by our own clock; by processor time the asking process reads ours before and after, files included."""
    if not BY_CPU:
        answer = mine()
        return answer[0], answer
    before = ask("cpu")[0]
    answer = mine()
    return ask("cpu")[0] - before, answer


def compare(name, peer_name, peer, mine, check, rounds=ROUNDS, ask_for=None):
    timed(peer), mine(), mine()                  # both warm
    theirs, own = [], []
    for _ in range(rounds):
        seconds, expected = timed(peer)
        theirs.append(seconds)
        seconds, answer = mine_timed(mine)
        own.append(seconds)
    verdict = check(expected, answer)
    a, b = statistics.median(theirs), statistics.median(own)
    print(f"{name:14} {peer_name:34} {a:8.3f} s   User Segments {b:8.3f} s   {verdict}", flush=True)
    if "DIFFERS" in verdict:
        sys.exit(f"{name}: results differ, no ratio is given")
    return f"clustering {name} ratio {a / b:.2f}" + (f" (asked: {ask_for})" if ask_for else "")


def close(expected, got, relative, what):
    apart = abs(expected - got) / abs(expected)
    return f"{what} within {apart:.1e}" if apart <= relative else f"DIFFERS {what}: {expected} against {got}"


def tree_check(expected, out):
    got = np.fromfile(out).reshape(-1, 4)
    order = np.argsort(expected[:, 2], kind="stable")
    heights = np.abs(expected[order, 2] - got[:, 2]) / expected[order, 2]
    same = metrics.adjusted_rand_score(hierarchy.fcluster(expected, 50, "maxclust"), hierarchy.fcluster(got, 50, "maxclust"))
    text = f"heights within {heights.max():.1e}, cut at 50 ARI {same:.6f}"
    return text if heights.max() <= 1e-5 and same > 0.999 else "DIFFERS " + text


def speed():
    rng = np.random.default_rng(0)
    n, d, k = 50000, 384, 50
    centres = rng.normal(size=(k, d)).astype("f4")
    x = (centres[rng.integers(0, k, n)] + rng.normal(size=(n, d))).astype("f4")
    start = x[rng.choice(n, k, replace=False)].copy()
    big, init = save("x", x), save("start", start)
    out = path("out")
    lines = []

    def kmeans_check(expected, answer):
        same = metrics.adjusted_rand_score(expected.labels_, np.fromfile(out, "i4"))
        return close(expected.inertia_, answer[1], 1e-4, "inertia") + f", ARI {same:.6f}, passes {expected.n_iter_} and {answer[2]:.0f}"

    lines.append(compare("kmeans", "scikit-learn 50k x 384, k 50, 20 p.",
                         lambda: KMeans(k, init=start, n_init=1, max_iter=20, tol=0, algorithm="lloyd").fit(x),
                         lambda: ask("kmeans", big, n, d, init, k, 20, out), kmeans_check, ask_for=1.5))
    even = rng.normal(size=(n, d)).astype("f4")
    even_start = even[:k].copy()
    even_path, even_init = save("even", even), save("evenstart", even_start)
    lines.append(compare("kmeans-no-groups", "scikit-learn, one Gaussian",
                         lambda: KMeans(k, init=even_start, n_init=1, max_iter=20, tol=0, algorithm="lloyd").fit(even),
                         lambda: ask("kmeans", even_path, n, d, even_init, k, 20, out), kmeans_check, rounds=3))
    del even
    os.remove(even_path)
    ask("forget")

    def pca_check(expected, answer):
        return close(expected[1], answer[1], 1e-3, "variance")

    def pca(solver):
        model = PCA(50, svd_solver=solver, random_state=0)
        scores = model.fit_transform(x)
        return scores, float(model.explained_variance_.sum())

    lines.append(compare("pca", "scikit-learn full, to 50", lambda: pca("full"), lambda: ask("pca", big, n, d, 50, out), pca_check, ask_for=3))
    lines.append(compare("pca-randomized", "scikit-learn randomized, to 50", lambda: pca("randomized"),
                         lambda: ask("pca-randomized", big, n, d, 50, out), pca_check))

    small = np.ascontiguousarray(x[:10000, :64])
    wide = small.astype("f8")
    tree = save("small", small)
    lines.append(compare("ward", "fastcluster vector 10k x 64", lambda: fastcluster.linkage_vector(wide, "ward"),
                         lambda: ask("tree", "ward", tree, 10000, 64, out), lambda e, _: tree_check(e, out), rounds=3, ask_for=5))
    lines.append(compare("average", "fastcluster 10k x 64", lambda: fastcluster.linkage(wide, "average"),
                         lambda: ask("tree", "average", tree, 10000, 64, out), lambda e, _: tree_check(e, out), rounds=3, ask_for=1.5))

    part = np.ascontiguousarray(x[:20000])
    labels = rng.integers(0, k, 20000).astype("i4")
    part_path, label_path = save("part", part), save("labels", labels)
    lines.append(compare("silhouette", "scikit-learn 20k x 384", lambda: metrics.silhouette_score(part, labels),
                         lambda: ask("silhouette", part_path, 20000, d, label_path),
                         lambda e, a: f"apart {abs(e - a[1]):.1e}" if abs(e - a[1]) < 1e-6 else f"DIFFERS {e} {a[1]}", rounds=3, ask_for=4))
    sixty = np.ascontiguousarray(x[:20000, :64])
    sixty_path = save("sixty", sixty)

    def dbscan_check(expected, _):
        got = np.fromfile(out, "i4")
        return f"labels equal, {(got < 0).sum()} noise, {got.max() + 1} groups" if np.array_equal(expected.labels_, got) else "DIFFERS labels"

    lines.append(compare("dbscan", "scikit-learn brute 20k x 64", lambda: DBSCAN(eps=9, min_samples=5, algorithm="brute").fit(sixty),
                         lambda: ask("dbscan", sixty_path, 20000, 64, 9, 5, out), dbscan_check, ask_for=1.5))
    return lines


STARTS = 10


def from_starts(wide, points, k, out):
    """k-means from the same ten k-means++ starts by both, the least inertia of each."""
    theirs, mine = (np.inf, None), (np.inf, None)
    for seed in range(STARTS):
        start = kmeans_plusplus(wide, k, random_state=seed)[0]
        peer = KMeans(k, init=start, n_init=1, tol=0, max_iter=1000, algorithm="lloyd").fit(wide)
        answer = ask("kmeans", points, len(wide), wide.shape[1], save(f"start{k}-{seed}", start.astype("f4")), k, 1000, out)
        if peer.inertia_ < theirs[0]:
            theirs = (peer.inertia_, peer.labels_)
        if answer[1] < mine[0]:
            mine = (answer[1], np.fromfile(out, "i4"))
    return theirs, mine


def shuffled(wide, k, linkage, truths, rounds=40):
    """What scikit-learn itself gives for the same rows in other orders: the spread that ties alone make."""
    rng, scores = np.random.default_rng(0), []
    for _ in range(rounds):
        order = rng.permutation(len(wide))
        labels = np.empty(len(wide), int)
        labels[order] = AgglomerativeClustering(k, linkage=linkage).fit(wide[order]).labels_
        scores.append(max(metrics.adjusted_rand_score(truth[truth > 0], labels[truth > 0]) for truth in truths))
    return min(scores), max(scores)


def labelled(folder):
    """The best true labelling of each set, by both; a set counts as below when ours is more than 0.01 under scikit-learn's."""
    worst, below, compared, searches = {}, [], 0, [0, 0, 0]
    out = path("out")
    for data in sorted(glob.glob(os.path.join(folder, "*", "*.data.gz"))):
        x = np.loadtxt(gzip.open(data, "rt"), ndmin=2).astype("f4")
        name = "/".join(data[:-8].split(os.sep)[-2:])
        truths = [np.loadtxt(gzip.open(file, "rt")).astype(int) for file in sorted(glob.glob(data[:-8] + ".labels*.gz"))]
        if len(x) > 20000:
            print(f"{name}: {len(x)} rows, left out of the comparison")
            continue
        points = save("set", x)
        wide = x.astype("f8")
        counts = sorted({int(truth.max()) for truth in truths if truth.max() > 1})
        results = {}
        for k in counts:
            theirs, mine = from_starts(wide, points, k, out)
            results.setdefault("k-means", []).append((k, theirs[1], mine[1]))
            # Each from seeds of its own: which finds the lower inertia is luck, so wins and losses are counted.
            peer = KMeans(k, n_init=STARTS, random_state=0, tol=0, max_iter=1000).fit(wide)
            own = ask("kmeans-best", points, len(x), x.shape[1], k, STARTS, out)[1]
            searches[1 + int(own > peer.inertia_ * (1 + 1e-4)) - int(own < peer.inertia_ * (1 - 1e-4))] += 1
            for linkage in ["ward", "average", "complete", "single"]:
                tree = AgglomerativeClustering(k, linkage=linkage).fit(wide)
                ask("cut", points, len(x), x.shape[1], k, linkage, out)
                results.setdefault(linkage, []).append((k, tree.labels_, np.fromfile(out, "i4")))
        radius = float(np.quantile(np.sort(metrics.pairwise_distances(wide[:2000]), axis=1)[:, min(5, len(x) - 1)], 0.9))
        peer = DBSCAN(eps=radius, min_samples=5).fit(wide)
        ask("dbscan", points, len(x), x.shape[1], repr(radius), 5, out)
        results["dbscan"] = [(0, peer.labels_, np.fromfile(out, "i4"))]
        for algorithm, runs in results.items():
            best = lambda i: max((metrics.adjusted_rand_score(truth[truth > 0], run[i][truth > 0]), run[0]) for truth in truths for run in runs)
            (theirs, k), (mine, _) = best(1), best(2)
            compared += 1
            worst[algorithm] = min(worst.get(algorithm, (9, "")), (mine - theirs, name))
            if mine < theirs - 0.01:
                line = f"{name} {algorithm}: {mine:.4f} against {theirs:.4f}"
                if algorithm in ("ward", "average", "complete", "single"):
                    line += "; scikit-learn on shuffled rows {:.4f} to {:.4f}".format(*shuffled(wide, k, algorithm, truths))
                below.append(line)
        ask("forget")
    print(f"labelled sets: {compared} comparisons, {len(below)} below by more than 0.01")
    for line in below:
        print("  " + line)
    for algorithm, (gap, name) in worst.items():
        print(f"  {algorithm:9} worst difference of ARI {gap:+.4f} ({name})")
    print(f"  k-means from seeds of one's own, {STARTS} starts: our inertia lower {searches[0]} times, equal within 1e-4 {searches[1]} times, higher {searches[2]} times")


print(f"{ROUNDS} rounds, {'processor seconds' if BY_CPU else 'seconds on the wall'}, load {os.getloadavg()[0]:.1f}, "
      f"{os.environ.get('OMP_NUM_THREADS', '?')} threads for the peer, {os.environ.get('USER_SEGMENTS_THREADS', '?')} for User Segments", flush=True)
pools = [f"{pool['internal_api']} {pool.get('version') or ''} {pool.get('architecture') or ''} {pool['num_threads']}" for pool in threadpool_info()]
print("peer: " + ", ".join(" ".join(pool.split()) for pool in pools), flush=True)
if not any(pool["user_api"] == "blas" for pool in threadpool_info()):
    sys.exit("NumPy runs on the reference BLAS, which no one would use for this: install libopenblas0-pthread")
lines = speed() if os.environ.get("ONLY") != "sets" else []
if len(sys.argv) > 2 and os.environ.get("ONLY") != "speed":
    labelled(sys.argv[2])
print(f"peak memory of the .NET process {ask('peak')[0]:.0f} MB")
ours.stdin.close()
ours.wait()
for line in lines:
    print(line.split(" (asked")[0])
