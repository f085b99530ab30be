"""Makes density.json: DBSCAN, spectral, Gaussian mixtures by scikit-learn; HDBSCAN* and DBCV by the hdbscan package.

Run: python3 make_density.py    (Debian 12: python3-sklearn 1.2.1, python3-scipy 1.10.1; hdbscan built from
https://github.com/scikit-learn-contrib/hdbscan at b792840bcdfe46bbc29bdc21424a7e01f41d6416, on PYTHONPATH; for scikit-learn 1.2
its argument ensure_all_finite must be renamed force_all_finite)

The hdbscan package does not count a row among its own neighbours; min_samples here is one less than MinPoints.
"""
import json
import os

import hdbscan
import numpy as np
import sklearn
from hdbscan.validity import validity_index
from sklearn.cluster import DBSCAN, SpectralClustering
from sklearn.mixture import GaussianMixture

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)


def moons(n):
    angle = rng.uniform(0, np.pi, n)
    side = rng.integers(0, 2, n)
    x = np.c_[np.where(side, 1 - np.cos(angle), np.cos(angle)), np.where(side, 0.5 - np.sin(angle), np.sin(angle))]
    return (x + rng.normal(scale=0.08, size=x.shape)).astype("f4")


blobs = np.r_[rng.normal(size=(70, 3)), rng.normal(size=(60, 3)) * 0.5 + [6, 0, 0], rng.normal(size=(40, 3)) * 1.5 + [0, 8, 2], rng.uniform(-8, 14, (30, 3))].astype("f4")
result = {"provenance": f"scikit-learn {sklearn.__version__}, hdbscan b792840", "sets": {}}
for name, points, radius in [("moons", moons(260), 0.15), ("blobs", blobs, 1.1)]:
    x = points.astype("f8")
    dbscan = DBSCAN(eps=radius, min_samples=5).fit(x)
    weights = np.where(np.arange(len(x)) % 3 == 0, 2.0, 1.0)
    weighted = DBSCAN(eps=radius, min_samples=8).fit(x, sample_weight=weights)
    runs = []
    for size, reach, method in [(10, 1, "eom"), (8, 8, "eom"), (10, 5, "leaf"), (20, 3, "eom"), (6, 1, "leaf")]:
        model = hdbscan.HDBSCAN(min_cluster_size=size, min_samples=max(1, reach - 1), cluster_selection_method=method,
                                prediction_data=True, algorithm="generic", match_reference_implementation=False).fit(x)
        # Rows that lie on ties of mutual reachability go to either side as the rows are ordered: only the others have one right answer.
        settled = np.ones(len(x), bool)
        for _ in range(30):
            order = rng.permutation(len(x))
            again = hdbscan.HDBSCAN(min_cluster_size=size, min_samples=max(1, reach - 1), cluster_selection_method=method, algorithm="generic").fit(x[order])
            back = np.empty_like(again.labels_)
            back[order] = again.labels_
            scores = np.empty_like(again.outlier_scores_)
            scores[order] = again.outlier_scores_
            table = np.zeros((model.labels_.max() + 2, back.max() + 2))
            np.add.at(table, (model.labels_ + 1, back + 1), 1)
            names = np.r_[-1, table[1:, 1:].argmax(axis=1)] if min(table.shape) > 1 else np.r_[-1]
            settled &= (back == names[model.labels_ + 1]) & (np.abs(scores - model.outlier_scores_) < 1e-9)
        runs.append({
            "settled": settled.astype(int).tolist(),
            "minGroupSize": size, "minPoints": reach, "leaves": method == "leaf",
            "labels": model.labels_.tolist(), "probabilities": model.probabilities_.tolist(),
            "outliers": model.outlier_scores_.tolist(), "persistence": model.cluster_persistence_.tolist(),
            "dbcv": float(validity_index(x, model.labels_)) if model.labels_.max() > 0 else None,
        })
    fresh = (x[::7] + rng.normal(scale=0.05, size=x[::7].shape)).astype("f4")
    reference = hdbscan.HDBSCAN(min_cluster_size=10, min_samples=4, prediction_data=True).fit(x)
    predicted, strength = hdbscan.approximate_predict(reference, fresh.astype("f8"))
    spectral = SpectralClustering(2 if name == "moons" else 3, affinity="nearest_neighbors", n_neighbors=11, random_state=0, assign_labels="kmeans").fit(x)
    start = np.arange(len(x)) % 3
    mixtures = {}
    for kind in ["full", "diag", "tied"]:
        resp = np.eye(3)[start]
        weights_init = resp.mean(0)
        model = GaussianMixture(3, covariance_type=kind, tol=1e-9, max_iter=400, reg_covar=1e-6, random_state=0)
        model._initialize_parameters = lambda X, random_state, model=model, resp=resp: model._initialize(X, resp)
        model.fit(x)
        mixtures[kind] = {"labels": model.predict(x).tolist(), "likelihood": float(model.score(x) * len(x)), "bic": float(model.bic(x))}
    result["sets"][name] = {
        "points": x.tolist(), "radius": radius, "dbscan": dbscan.labels_.tolist(), "weights": weights.tolist(), "weighted": weighted.labels_.tolist(),
        "hdbscan": runs, "fresh": fresh.astype("f8").tolist(), "predicted": predicted.tolist(), "strength": strength.tolist(),
        "spectral": spectral.labels_.tolist(), "mixtures": mixtures,
    }
with open(os.path.join(here, "density.json"), "w") as out:
    json.dump(result, out, separators=(",", ":"))
