"""Runs each notebook headless, through nbconvert and in jupyter-notebook's page, and compares the outputs, cell by cell."""
import glob
import json
import os
import shutil
import subprocess
import sys
import time

host, work, folder, chromium, server = sys.argv[1:6]


def text(value):
    return "".join(value) if isinstance(value, list) else value


def plain(output):
    kind = output["output_type"]
    if kind == "stream":
        return kind, output["name"], text(output["text"])
    if kind == "error":
        return kind, output["ename"], output["evalue"]
    # The runner saves a picture once: the HTML holds the SVG.
    if "data:image/svg+xml" in text(output["data"].get("text/html", "")):
        output["data"].pop("image/svg+xml", None)
    return kind, sorted((mime, json.dumps(text(data)) if not isinstance(data, dict) else json.dumps(data, sort_keys=True)) for mime, data in output["data"].items())


def merged(outputs):
    made = []
    for output in outputs:
        if made and output["output_type"] == made[-1]["output_type"] == "stream" and output["name"] == made[-1]["name"]:
            made[-1]["text"] = text(made[-1]["text"]) + text(output["text"])
        else:
            made.append(dict(output))
    return [plain(output) for output in made]


def cells(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)["cells"]


def different(a, b):
    return [index + 1 for index, (x, y) in enumerate(zip(a, b))
            if x["cell_type"] == "code" and "volatile" not in x["metadata"].get("tags", []) and merged(x["outputs"]) != merged(y["outputs"])]


def headless(path):
    subprocess.run(["dotnet", host, "--notebooks", path, "--save", "--no-report"], check=True, stdout=subprocess.DEVNULL)


def nbconvert(path):
    subprocess.run(["jupyter", "nbconvert", "--to", "notebook", "--inplace", "--execute", path, "--ExecutePreprocessor.timeout=600"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def page(path):
    subprocess.run(["node", os.path.join(work, "browser.mjs"), chromium, f"{server}/notebooks/{os.path.relpath(path, folder)}"], check=True, stdout=subprocess.DEVNULL)


failed = 0
for path in sorted(glob.glob(os.path.join(folder, "*.ipynb"))):
    name, results, seconds, made = os.path.basename(path), {}, {}, []
    try:
        for way in (headless, nbconvert, page):
            # Beside the original, so that relative paths hold.
            copy = os.path.join(folder, f".compare-{way.__name__}-{name}" if way is not page else f"compare-{way.__name__}-{name}")
            made.append(copy)
            shutil.copy(path, copy)
            start = time.time()
            way(copy)
            results[way], seconds[way] = cells(copy), time.time() - start
        found = {way.__name__: different(results[headless], results[way]) for way in (nbconvert, page)}
        print(f"{name}: {len(results[headless])} cells; " + ", ".join(f"{way.__name__} {seconds[way]:.1f} s" for way in results) + "; different cells: "
              + ", ".join(f"{way} {which or 'none'}" for way, which in found.items()), flush=True)
        failed += any(found.values())
    finally:
        for file in made:
            if os.path.exists(file):
                os.remove(file)
sys.exit(1 if failed else 0)
