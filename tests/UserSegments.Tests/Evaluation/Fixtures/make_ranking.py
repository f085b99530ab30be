"""Makes ranking.json: metrics of scikit-learn and tests of SciPy on random input.

Run with Debian's python3 (python3-sklearn 1.2.1, python3-scipy 1.10.1): /usr/bin/python3 make_ranking.py
"""
import json
import numpy as np
from scipy.stats import wilcoxon
from sklearn.metrics import average_precision_score, ndcg_score, roc_auc_score

rng = np.random.default_rng(20261121)
users = []
for u in range(12):
    n = 40
    scores = np.round(rng.normal(size=n), 1 if u % 3 == 2 else 6).astype(np.float32)  # every third has ties
    values = rng.integers(0, 4, n) * (rng.random(n) < 0.3)
    if not values.any():
        values[3] = 2
    row = {"scores": [float(s) for s in scores], "values": [int(v) for v in values], "ties": bool(u % 3 == 2),
           "auc": float(roc_auc_score(values > 0, scores))}
    if u % 3 != 2:  # scikit-learn shares gains among ties, we rank by index: compare without ties
        row |= {f"ndcg_linear@{k}": float(ndcg_score([values], [scores], k=k)) for k in (5, 10, 20)}
        row |= {f"ndcg_exponential@{k}": float(ndcg_score([2.0 ** values - 1], [scores], k=k)) for k in (5, 10, 20)}
        row |= {f"ndcg_binary@{k}": float(ndcg_score([(values > 0).astype(float)], [scores], k=k)) for k in (5, 10, 20)}
        row["ap"] = float(average_precision_score(values > 0, scores))
    users.append(row)

tests = []
for n, decimals in ((8, 6), (20, 6), (50, 6), (60, 6), (30, 1), (200, 2)):
    a, b = np.round(rng.normal(0.1, 1, n), decimals), np.round(rng.normal(0, 1, n), decimals)
    # SciPy 1.10 counts exactly also with ties, where the count does not hold: ask for the approximation there, as later versions do.
    exact = n <= 50 and len(set(np.abs(a - b))) == n and not (a == b).any()
    p = wilcoxon(a, b, method="exact" if exact else "approx").pvalue
    tests.append({"a": list(map(float, a)), "b": list(map(float, b)), "p": float(p)})

with open("ranking.json", "w") as file:
    json.dump({"users": users, "wilcoxon": tests}, file)
