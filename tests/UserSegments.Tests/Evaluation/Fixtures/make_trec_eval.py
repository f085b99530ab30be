"""Makes trec_eval.txt from the test files of trec_eval 9 (github.com/usnistgov/trec_eval, folder test/; NIST, public domain).

    python3 make_trec_eval.py FOLDER        FOLDER holds qrels.test, results.test, out.test.aq

Lines: "qrel TOPIC DOC" for each relevant document, "run TOPIC DOC SCORE" for each retrieved one, "expect MEASURE TOPIC VALUE" as trec_eval prints it.
"""
import sys

folder = sys.argv[1]
measures = ("map", "Rprec", "recip_rank", "P_", "recall_", "ndcg", "ndcg_cut_", "map_cut_", "success_")
with open("trec_eval.txt", "w") as out:
    for line in open(f"{folder}/qrels.test"):
        topic, _, doc, relevance = line.split()
        if int(relevance) > 0:
            out.write(f"qrel {topic} {doc}\n")
    for line in open(f"{folder}/results.test"):
        topic, _, doc, _, score, *_ = line.split()
        out.write(f"run {topic} {doc} {score}\n")
    for line in open(f"{folder}/out.test.aq"):
        measure, topic, value = line.split()
        stem = measure.rstrip("0123456789")
        if stem in measures and topic != "all":
            out.write(f"expect {measure} {topic} {value}\n")
