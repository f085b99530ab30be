"""Runs each notebook through nbconvert and through the headless runner and compares the outputs, cell by cell."""
import glob
import json
import os
import shutil
import subprocess
import sys
import time

host, work, folder = sys.argv[1:4]


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


failed = 0
for path in sorted(glob.glob(os.path.join(folder, "*.ipynb"))):
    name = os.path.basename(path)
    # Beside the original, so that relative paths hold; the headless run writes no file but its report.
    mine, theirs = os.path.join(folder, ".compare-host-" + name), os.path.join(folder, ".compare-jupyter-" + name)
    try:
        shutil.copy(path, mine)
        start = time.time()
        subprocess.run(["dotnet", host, "--notebooks", mine, "--save", "--no-report"], check=True, stdout=subprocess.DEVNULL)
        headless = time.time() - start
        start = time.time()
        subprocess.run(["jupyter", "nbconvert", "--to", "notebook", "--execute", path, "--output", os.path.basename(theirs), "--ExecutePreprocessor.timeout=600"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        jupyter = time.time() - start
        with open(mine, encoding="utf-8") as f:
            a = json.load(f)["cells"]
        with open(theirs, encoding="utf-8") as f:
            b = json.load(f)["cells"]
        different = []
        for index, (x, y) in enumerate(zip(a, b)):
            if x["cell_type"] != "code" or "volatile" in x["metadata"].get("tags", []):
                continue
            if merged(x["outputs"]) != merged(y["outputs"]):
                different.append(index + 1)
        print(f"{name}: {len(a)} cells, headless {headless:.1f} s, nbconvert {jupyter:.1f} s, different cells: {different or 'none'}")
        failed += bool(different)
    finally:
        for made in (mine, theirs):
            if os.path.exists(made):
                os.remove(made)
sys.exit(1 if failed else 0)
