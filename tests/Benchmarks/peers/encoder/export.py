#!/usr/bin/python3
"""Writes one MiniLM-shaped encoder with random weights as a Hugging Face folder and as ONNX (float32, and dynamic int8).

Run by ./run. Weights are normal with deviation 0.05 from a fixed seed, so that vectors differ from text to text.
The int8 form replaces every product with a weight by DynamicQuantizeLinear + MatMulInteger, as ONNX Runtime's own tool does.
"""
import json, math, os, struct, sys
import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

H, HEADS, INNER, LAYERS, POSITIONS = 384, 12, 1536, 6, 512

class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(H, H) for _ in range(4))
        self.n1, self.f1, self.f2, self.n2 = nn.LayerNorm(H, 1e-12), nn.Linear(H, INNER), nn.Linear(INNER, H), nn.LayerNorm(H, 1e-12)

    def forward(self, x, m):
        B, T, _ = x.shape
        split = lambda t: t.view(B, T, HEADS, H // HEADS).transpose(1, 2)
        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        w = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(H // HEADS) + m, -1)
        x = self.n1(x + self.o((w @ v).transpose(1, 2).reshape(B, T, H)))
        return self.n2(x + self.f2(F.gelu(self.f1(x))))

class Bert(nn.Module):
    def __init__(self, vocab):
        super().__init__()
        self.we, self.pe, self.te, self.n = nn.Embedding(vocab, H), nn.Embedding(POSITIONS, H), nn.Embedding(2, H), nn.LayerNorm(H, 1e-12)
        self.l = nn.ModuleList([Layer() for _ in range(LAYERS)])

    def forward(self, ids, mask):
        B, T = ids.shape
        x = self.n(self.we(ids) + self.pe(torch.arange(T))[None] + self.te(torch.zeros_like(ids)))
        m = (1.0 - mask[:, None, None, :].float()) * -1e9
        for layer in self.l: x = layer(x, m)
        w = mask[:, :, None].float()
        return F.normalize((x * w).sum(1) / w.sum(1).clamp(min=1e-9), dim=1)

def hugging_face(model):
    w = {"embeddings.word_embeddings.weight": model.we.weight, "embeddings.position_embeddings.weight": model.pe.weight,
         "embeddings.token_type_embeddings.weight": model.te.weight, "embeddings.LayerNorm.weight": model.n.weight, "embeddings.LayerNorm.bias": model.n.bias}
    names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
             "n1": "attention.output.LayerNorm", "f1": "intermediate.dense", "f2": "output.dense", "n2": "output.LayerNorm"}
    for i, layer in enumerate(model.l):
        for short, name in names.items():
            for part in ("weight", "bias"): w[f"encoder.layer.{i}.{name}.{part}"] = getattr(getattr(layer, short), part)
    return {k: v.detach().numpy() for k, v in w.items()}

def safetensors(path, tensors):
    header, at = {}, 0
    for name, a in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(a.shape), "data_offsets": [at, at + a.nbytes]}
        at += a.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for a in tensors.values(): f.write(np.ascontiguousarray(a).tobytes())

def quantize(source, target):
    m = onnx.load(source)
    g = m.graph
    init = {i.name: i for i in g.initializer}
    nodes, cache = [], {}
    for n in g.node:
        if n.op_type != "MatMul" or n.input[1] not in init:
            nodes.append(n)
            continue
        w = numpy_helper.to_array(init[n.input[1]])
        s = np.abs(w).max(0) / 127.0
        q, p, x = np.clip(np.round(w / s), -127, 127).astype(np.int8), f"q{len(nodes)}_", n.input[0]
        g.initializer.extend([numpy_helper.from_array(q, p + "w"), numpy_helper.from_array(np.zeros((), np.int8), p + "z"),
                              numpy_helper.from_array(s.astype(np.float32), p + "s")])
        g.initializer.remove(init[n.input[1]])
        if x not in cache:
            nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [p + "xq", p + "xs", p + "xz"]))
            cache[x] = (p + "xq", p + "xs", p + "xz")
        xq, xs, xz = cache[x]
        nodes += [helper.make_node("MatMulInteger", [xq, p + "w", xz, p + "z"], [p + "i"]), helper.make_node("Cast", [p + "i"], [p + "f"], to=TensorProto.FLOAT),
                  helper.make_node("Mul", [xs, p + "s"], [p + "m"]), helper.make_node("Mul", [p + "f", p + "m"], [n.output[0]])]
    del g.node[:]
    g.node.extend(nodes)
    onnx.save(m, target)

if __name__ == "__main__":
    folder = sys.argv[1]
    vocab = sum(1 for _ in open(os.path.join(folder, "vocab.txt"), encoding="utf-8"))
    torch.manual_seed(0)
    model = Bert(vocab).eval()
    for p in model.parameters():
        if p.dim() > 1: nn.init.normal_(p, std=0.05)
    safetensors(os.path.join(folder, "model.safetensors"), hugging_face(model))
    with open(os.path.join(folder, "config.json"), "w") as f:
        json.dump({"model_type": "bert", "vocab_size": vocab, "hidden_size": H, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": INNER,
                   "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu"}, f)
    ids, mask = torch.randint(0, vocab, (4, 16)), torch.ones(4, 16, dtype=torch.long)
    onnx_path = os.path.join(folder, "float32.onnx")
    torch.onnx.export(model, (ids, mask), onnx_path, input_names=["ids", "mask"], output_names=["vectors"],
                      dynamic_axes={"ids": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "vectors": {0: "b"}}, opset_version=14)
    quantize(onnx_path, os.path.join(folder, "int8.onnx"))
