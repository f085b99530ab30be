#!/usr/bin/python3
"""Makes mini-en-zh/expected.safetensors: what PyTorch computes with the encoder that comes with the project (data/models/mini-en-zh).

Run: /usr/bin/python3 make_embedded.py   (Debian: python3-torch 1.13, python3-numpy)
BERT is written out below from its definition (Devlin et al., 2018); no model library is used. The file holds the ids of three short texts, whose words stand whole
in the vocabulary ("ids", "lengths"), and their last hidden states ("states", one text after the other; each computed alone, in single precision).
"""
import json, math, os, struct
import numpy as np
import torch
import torch.nn.functional as F
from make_encoders import write

TEXTS = ["the coffee machine is very good , but it is too loud", "这 款 耳 机 的 音 质 很 好", "a new book"]

def read(path):
    with open(path, "rb") as f: raw = f.read()
    n = struct.unpack("<Q", raw[:8])[0]
    kinds = {"F32": np.float32, "F16": np.float16}
    tensors = {}
    for name, info in json.loads(raw[8:8 + n]).items():
        if name == "__metadata__": continue
        a, b = info["data_offsets"]
        tensors[name] = torch.from_numpy(np.frombuffer(raw[8 + n + a:8 + n + b], kinds[info["dtype"]]).reshape(info["shape"]).astype(np.float32))
    return tensors

def forward(w, config, ids):
    T, heads = len(ids), config["num_attention_heads"]
    lin = lambda x, name: F.linear(x, w[name + ".weight"], w[name + ".bias"])
    norm = lambda x, name: F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], config["layer_norm_eps"])
    split = lambda x: x.view(T, heads, -1).transpose(0, 1)                                     # (heads, T, d)
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:T] + w["embeddings.token_type_embeddings.weight"][0]
    x = norm(x, "embeddings.LayerNorm")                                                        # (T, H)
    for i in range(config["num_hidden_layers"]):
        p = f"encoder.layer.{i}."
        q, k, v = (split(lin(x, p + "attention.self." + n)) for n in ("query", "key", "value"))
        a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]), -1) @ v
        x = norm(x + lin(a.transpose(0, 1).reshape(T, -1), p + "attention.output.dense"), p + "attention.output.LayerNorm")
        x = norm(x + lin(F.gelu(lin(x, p + "intermediate.dense")), p + "output.dense"), p + "output.LayerNorm")
    return x

if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(here, "..", "..", "..", "..", "data", "models", "mini-en-zh")
    torch.set_num_threads(1)
    weights, config = read(os.path.join(folder, "model.safetensors")), json.load(open(os.path.join(folder, "config.json")))
    place = {word: i for i, word in enumerate(open(os.path.join(folder, "vocab.txt"), encoding="utf-8").read().split("\n"))}
    ids = [[place[word] for word in ("[CLS] " + text + " [SEP]").split()] for text in TEXTS]
    with torch.no_grad(): states = torch.cat([forward(weights, config, text) for text in ids])
    os.makedirs(os.path.join(here, "mini-en-zh"), exist_ok=True)
    write(os.path.join(here, "mini-en-zh", "expected.safetensors"), {
        "ids": np.array(sum(ids, []), np.int32), "lengths": np.array([len(text) for text in ids], np.int32), "states": states})
