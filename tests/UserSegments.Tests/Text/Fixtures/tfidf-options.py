"""Writes tfidf-options.json: what scikit-learn's TfidfVectorizer makes of a few texts, for TfIdfOptionsTests.

Run with Debian's python3-sklearn: /usr/bin/python3 tfidf-options.py > tfidf-options.json
"""
import json

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

TEXTS = [
    "the cat sat on the mat the cat slept",
    "the dog sat on the log",
    "cats and dogs and a cat",
    "wireless headphones with a long battery life",
    "battery life is short but the headphones are light",
    "zebra",
    "",
    "the the the the cat",
]
OPTIONS = [
    dict(),
    dict(sublinear_tf=True),
    dict(smooth_idf=False),
    dict(norm=None),
    dict(min_df=2),
    dict(min_df=2, max_df=0.4),
    dict(max_features=2, sublinear_tf=True),
    dict(ngram_range=(1, 2), min_df=2),
    dict(ngram_range=(1, 3), sublinear_tf=True, smooth_idf=False, norm=None),
]
cases = []
for options in OPTIONS:
    vectorizer = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, **options)
    matrix = vectorizer.fit_transform(TEXTS).toarray()
    vocabulary = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
    cases.append(dict(options={k: list(v) if isinstance(v, tuple) else v for k, v in options.items()}, vocabulary=vocabulary,
                      idf=[float(x) for x in vectorizer.idf_], matrix=[[float(x) for x in row] for row in matrix]))
print(json.dumps(dict(provenance=f"scikit-learn {sklearn.__version__}, tfidf-options.py", texts=TEXTS, cases=cases)))
