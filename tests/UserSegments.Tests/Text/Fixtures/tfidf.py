"""Writes tfidf.csv beside itself: scikit-learn's TfidfVectorizer on six tiny texts.
Made with scikit-learn 1.2.1: /usr/bin/python3 tfidf.py"""
import os
from sklearn.feature_extraction.text import TfidfVectorizer
texts = ["good coffee good milk", "good tea", "bad tea tea tea", "coffee grinder loud", "loud loud bad grinder coffee", "milk"]
model = TfidfVectorizer(analyzer=str.split, sublinear_tf=True, min_df=2, max_df=0.5)
weights = model.fit_transform(texts).toarray()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tfidf.csv"), "w") as out:
    out.write(",".join(model.get_feature_names_out()) + "\n")
    for row in weights:
        out.write(",".join(f"{x:.9f}" for x in row) + "\n")
