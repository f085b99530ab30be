#!/usr/bin/python3
"""Makes the fixtures of EncoderParityTests: tiny encoders with random weights in Hugging Face's form, and what PyTorch computes with them.

Run: /usr/bin/python3 make_encoders.py   (Debian: python3-torch 1.13, python3-numpy)
The architectures are written out below from their definitions (Devlin et al., 2018; Liu et al., 2019; Sanh et al., 2019); no model
library is used. Every folder gets config.json, model.safetensors and expected.safetensors, which holds the ids of a few sequences
("ids", "lengths") and their last hidden states ("states", all sequences one after the other, computed in one padded, masked batch).
"""
import json, math, os, struct
import numpy as np
import torch
import torch.nn.functional as F

LENGTHS = [1, 2, 7, 16, 17, 33, 38]

def write(path, tensors, half=False):
    header, blob = {}, b""
    for name, value in tensors.items():
        array = value.numpy() if hasattr(value, "numpy") else value
        kind = {"float32": "F32", "float16": "F16", "int32": "I32", "uint16": "BF16"}[str(array.dtype)]
        data = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(blob), len(blob) + len(data)]}
        blob += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + blob)

def act(name, x):
    if name == "gelu": return F.gelu(x)
    if name == "gelu_new": return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))
    if name == "relu": return F.relu(x)
    return F.silu(x)

def make(folder, kind, hidden, heads, inner, layers, vocab, positions, activation, dtype=np.float32, gamma=False, prefix="", scale=0.15):
    g = torch.Generator().manual_seed(sum(folder.encode()))
    spread = scale
    def rand(*shape, scale=spread, base=0.0):
        value = base + scale * torch.randn(*shape, generator=g)
        return torch.from_numpy(value.numpy().astype(dtype).astype(np.float32))
    w = {}
    distil, roberta = kind == "distilbert", kind.endswith("roberta")
    def linear(name, out, inp):
        w[name + ".weight"], w[name + ".bias"] = rand(out, inp), rand(out, scale=0.05)
    def norm(name):
        a, b = ("gamma", "beta") if gamma else ("weight", "bias")
        w[f"{name}.{a}"], w[f"{name}.{b}"] = rand(hidden, scale=0.1, base=1.0), rand(hidden, scale=0.1)
    w["embeddings.word_embeddings.weight"] = rand(vocab, hidden)
    w["embeddings.position_embeddings.weight"] = rand(positions, hidden)
    if not distil: w["embeddings.token_type_embeddings.weight"] = rand(1 if roberta else 2, hidden)
    norm("embeddings.LayerNorm")
    for i in range(layers):
        p = f"transformer.layer.{i}." if distil else f"encoder.layer.{i}."
        names = (["attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm"] if distil else
                 ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"])
        for j in range(4): linear(p + names[j], hidden, hidden)
        norm(p + names[4]); linear(p + names[5], inner, hidden); linear(p + names[6], hidden, inner); norm(p + names[7])
    eps = 1e-12 if not roberta else 1e-5
    first = 2 if roberta else 0

    def weight(name): return w[name + (".gamma" if gamma else ".weight")], w[name + (".beta" if gamma else ".bias")]
    def lin(x, name): return F.linear(x, w[name + ".weight"], w[name + ".bias"])
    def forward(ids, mask):
        B, T = ids.shape
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][first + torch.arange(T)][None]
        if not distil: x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = F.layer_norm(x, (hidden,), *weight("embeddings.LayerNorm"), eps)
        add = (1.0 - mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        d = hidden // heads
        split = lambda t: t.view(B, T, heads, d).transpose(1, 2)
        for i in range(layers):
            p = f"transformer.layer.{i}." if distil else f"encoder.layer.{i}."
            n = (["attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm"] if distil else
                 ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"])
            q, k, v = (split(lin(x, p + n[j])) for j in range(3))
            a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(d) + add, -1)
            x = F.layer_norm(x + lin((a @ v).transpose(1, 2).reshape(B, T, hidden), p + n[3]), (hidden,), *weight(p + n[4]), eps)
            x = F.layer_norm(x + lin(act(activation, lin(x, p + n[5])), p + n[6]), (hidden,), *weight(p + n[7]), eps)
        return x

    T = max(LENGTHS)
    ids = torch.randint(0, vocab, (len(LENGTHS), T), generator=g)
    mask = torch.zeros(len(LENGTHS), T)
    for i, n in enumerate(LENGTHS): mask[i, :n] = 1
    with torch.no_grad(): states = forward(ids, mask)
    os.makedirs(folder, exist_ok=True)
    write(f"{folder}/model.safetensors", {prefix + k: v.numpy().astype(dtype) for k, v in w.items()})
    write(f"{folder}/expected.safetensors", {
        "ids": torch.cat([ids[i, :n] for i, n in enumerate(LENGTHS)]).numpy().astype(np.int32),
        "lengths": np.array(LENGTHS, np.int32),
        "states": torch.cat([states[i, :n] for i, n in enumerate(LENGTHS)]).numpy()})
    config = ({"model_type": kind, "vocab_size": vocab, "dim": hidden, "n_layers": layers, "n_heads": heads, "hidden_dim": inner,
               "max_position_embeddings": positions, "activation": activation} if distil else
              {"model_type": kind, "vocab_size": vocab, "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
               "intermediate_size": inner, "max_position_embeddings": positions, "type_vocab_size": 1 if roberta else 2,
               "layer_norm_eps": eps, "hidden_act": activation, "pad_token_id": 1 if roberta else 0})
    with open(f"{folder}/config.json", "w") as f: f.write(json.dumps(config, indent=2) + "\n")

if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    torch.set_num_threads(1)
    make("tiny-bert", "bert", 36, 3, 50, 2, 90, 40, "gelu")
    make("tiny-bert-half", "bert", 32, 4, 64, 1, 60, 38, "gelu_new", dtype=np.float16, gamma=True, prefix="bert.")
    make("tiny-roberta", "roberta", 32, 2, 40, 2, 60, 40, "gelu", prefix="roberta.")
    make("tiny-distilbert", "distilbert", 24, 3, 48, 2, 60, 38, "gelu")
    make("tiny-relu", "bert", 16, 1, 17, 1, 30, 38, "relu")
    make("tiny-silu", "bert", 16, 2, 33, 1, 30, 38, "silu")
