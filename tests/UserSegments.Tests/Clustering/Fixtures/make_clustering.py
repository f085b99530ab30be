"""Makes clustering.json: what scikit-learn and SciPy say about a few small data sets.

Run: python3 make_clustering.py    (Debian 12: python3-sklearn 1.2.1, python3-scipy 1.10.1, python3-numpy 1.24.2)
The points are float32 values; every peer works on them in double precision.
"""
import json
import os

import numpy as np
import scipy
import sklearn
from scipy.cluster import hierarchy
from sklearn import metrics
from sklearn.cluster import KMeans

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20240917)
centres = rng.normal(size=(5, 6)) * 2.5
truth = rng.integers(0, 5, 180)
points = (centres[truth] + rng.normal(size=(180, 6))).astype("f4")
x = points.astype("f8")

start = x[:5]
km = KMeans(5, init=start, n_init=1, max_iter=300, tol=0, algorithm="lloyd").fit(x)
weights = np.round(rng.uniform(0, 3, len(x)), 3)
weighted = KMeans(5, init=start, n_init=1, max_iter=300, tol=0, algorithm="lloyd").fit(x, sample_weight=weights)
one_pass = KMeans(5, init=start, n_init=1, max_iter=1, tol=0, algorithm="lloyd").fit(x)

linkages = {}
for method in ["ward", "average", "complete", "single", "weighted", "centroid"]:
    z = hierarchy.linkage(x, method)
    inconsistency = hierarchy.inconsistent(z, 2)
    linkages[method] = {
        "merges": [[int(a), int(b), float(h), int(s)] for a, b, h, s in z],
        "cut5": hierarchy.fcluster(z, 5, "maxclust").tolist(),
        "cophenetic": float(hierarchy.cophenet(z, scipy.spatial.distance.pdist(x))[0]),
        "inconsistency": inconsistency.tolist(),
        "inconsistentCut": hierarchy.fcluster(z, 1.1, "inconsistent", depth=2).tolist(),
        "leaves": hierarchy.leaves_list(hierarchy.optimal_leaf_ordering(z, x)).tolist() if method != "centroid" else [],
    }

# Points of a small grid, each cell at most once: most distances are equal to others.
cells = rng.permutation(144)[:90]
grid = np.stack([cells // 12, cells % 12], axis=1).astype("f8")
ties = {method: [[int(a), int(b), float(h), int(s)] for a, b, h, s in hierarchy.linkage(grid, method)] for method in ["average", "complete", "weighted"]}

labels = km.labels_
other = rng.integers(0, 4, len(x))
h, c, v = metrics.homogeneity_completeness_v_measure(truth, labels)
result = {
    "provenance": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}",
    "points": points.astype("f8").tolist(),
    "truth": truth.tolist(),
    "random": other.tolist(),
    "kmeans": {"labels": labels.tolist(), "inertia": float(km.inertia_), "centres": km.cluster_centers_.tolist(), "passes": int(km.n_iter_)},
    "onePass": {"labels": one_pass.labels_.tolist(), "inertia": float(one_pass.inertia_)},
    "weights": weights.tolist(),
    "weighted": {"labels": weighted.labels_.tolist(), "inertia": float(weighted.inertia_)},
    "linkages": linkages,
    "grid": grid.tolist(),
    "ties": ties,
    "silhouette": metrics.silhouette_samples(x, labels).tolist(),
    "silhouetteMean": float(metrics.silhouette_score(x, labels)),
    "daviesBouldin": float(metrics.davies_bouldin_score(x, labels)),
    "calinskiHarabasz": float(metrics.calinski_harabasz_score(x, labels)),
    "agreement": {
        name: {
            "ari": float(metrics.adjusted_rand_score(a, b)),
            "nmi": float(metrics.normalized_mutual_info_score(a, b)),
            "ami": float(metrics.adjusted_mutual_info_score(a, b)),
            "v": [float(s) for s in metrics.homogeneity_completeness_v_measure(a, b)],
            "fm": float(metrics.fowlkes_mallows_score(a, b)),
        }
        for name, a, b in [("truth", truth, labels), ("random", other, labels)]
    },
}
with open(os.path.join(here, "clustering.json"), "w") as out:
    json.dump(result, out, separators=(",", ":"))
