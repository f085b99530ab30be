"""Makes reduction.json: PCA and truncated SVD of small matrices by scikit-learn and NumPy.

Run: python3 make_reduction.py    (Debian 12: python3-sklearn 1.2.1, python3-numpy 1.24.2)
"""
import json
import os

import numpy as np
import sklearn
from sklearn.decomposition import PCA, TruncatedSVD

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)


def fixed(components):
    """Largest absolute entry of each component positive."""
    at = np.abs(components).argmax(axis=1)
    return components * np.sign(components[np.arange(len(components)), at])[:, None]


def case(points):
    x = points.astype("f8")
    model = PCA(svd_solver="full").fit(x)
    return {
        "points": x.tolist(),
        "mean": model.mean_.tolist(),
        "components": fixed(model.components_).tolist(),
        "variance": model.explained_variance_.tolist(),
        "ratio": model.explained_variance_ratio_.tolist(),
    }


tall = (rng.normal(size=(60, 4)) @ rng.normal(size=(4, 7)) + 0.3 * rng.normal(size=(60, 7)) + 5).astype("f4")
wide = rng.normal(size=(6, 15)).astype("f4")
sparse = np.where(rng.uniform(size=(40, 25)) < 0.15, rng.uniform(0.1, 1, (40, 25)), 0).astype("f4")
svd = TruncatedSVD(5, algorithm="arpack", random_state=0).fit(sparse.astype("f8"))
order = np.argsort(-svd.singular_values_)
result = {
    "provenance": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
    "tall": case(tall),
    "wide": case(wide),
    "sparse": sparse.astype("f8").tolist(),
    "svd": {
        "values": svd.singular_values_[order].tolist(),
        "components": fixed(svd.components_[order]).tolist(),
        "variance": svd.explained_variance_[order].tolist(),
        "ratio": svd.explained_variance_ratio_[order].tolist(),
    },
}
with open(os.path.join(here, "reduction.json"), "w") as out:
    json.dump(result, out, separators=(",", ":"))
