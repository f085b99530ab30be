#!/usr/bin/python3
"""Makes the fixture tiny-torch of TorchFileTests: the weights of tiny-relu as torch.save writes them.

Run after make_encoders.py: /usr/bin/python3 make_torch.py   (Debian: python3-torch 1.13, python3-numpy)
One tensor is a parameter, one a view with an offset into a storage that another shares, and the pooler that encoders ignore is there in half precision.
"""
import json, os, shutil, struct
from collections import OrderedDict
import numpy as np
import torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
data = open("tiny-relu/model.safetensors", "rb").read()
length = struct.unpack("<Q", data[:8])[0]
state = OrderedDict()
for name, entry in json.loads(data[8:8 + length]).items():
    start, end = (8 + length + o for o in entry["data_offsets"])
    state[name] = torch.from_numpy(np.frombuffer(data[start:end], np.float32).reshape(entry["shape"]).copy())
first, second = "embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"
both = torch.cat([state[first], state[second]])
state[first], state[second] = both[:16], both[16:]
word = "embeddings.word_embeddings.weight"
state[word] = torch.nn.Parameter(state[word])
state["pooler.dense.weight"] = torch.zeros(2, 2, dtype=torch.float16)
os.makedirs("tiny-torch", exist_ok=True)
torch.save(state, "tiny-torch/pytorch_model.bin")
shutil.copy("tiny-relu/config.json", "tiny-torch/config.json")
