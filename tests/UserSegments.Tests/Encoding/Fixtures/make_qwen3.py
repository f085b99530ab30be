#!/usr/bin/python3
"""Makes the fixtures tiny-qwen3 (float32) and tiny-qwen3-bf16 of Qwen3ParityTests: tiny decoders with random weights in Hugging Face's form, and what PyTorch computes with them.

Run: /usr/bin/python3 make_qwen3.py   (Debian: python3-torch 1.13, python3-numpy)
The architecture is written out below from its definition (Qwen3 Technical Report, 2025; Zhang et al., 2025, Qwen3 Embedding): RMS norm before each block and of
every query and key head, rotary positions in the half-split form, grouped-query causal attention, SwiGLU, a last RMS norm. No model library is used.
Every sequence is computed by itself, without padding; expected.safetensors holds "ids", "lengths" and "states" as for make_encoders.py.
"""
import json, math, os
import numpy as np
import torch
import torch.nn.functional as F
from make_encoders import write

LENGTHS = [1, 2, 7, 16, 17, 100]

def make(folder, hidden, heads, groups, head, inner, layers, vocab, theta, bf16, prefix, positions=128, scale=0.12):
    g = torch.Generator().manual_seed(sum(folder.encode()))
    w = {}
    spread = scale
    def put(name, *shape, scale=spread, base=0.0):
        value = base + scale * torch.randn(*shape, generator=g)
        w[name] = value.bfloat16().float() if bf16 else value
    put("embed_tokens.weight", vocab, hidden, scale=0.5)
    for i in range(layers):
        p = f"layers.{i}."
        put(p + "input_layernorm.weight", hidden, base=1.0); put(p + "post_attention_layernorm.weight", hidden, base=1.0)
        put(p + "self_attn.q_proj.weight", heads * head, hidden); put(p + "self_attn.k_proj.weight", groups * head, hidden)
        put(p + "self_attn.v_proj.weight", groups * head, hidden); put(p + "self_attn.o_proj.weight", hidden, heads * head)
        put(p + "self_attn.q_norm.weight", head, base=1.0); put(p + "self_attn.k_norm.weight", head, base=1.0)
        put(p + "mlp.gate_proj.weight", inner, hidden); put(p + "mlp.up_proj.weight", inner, hidden); put(p + "mlp.down_proj.weight", hidden, inner)
    put("norm.weight", hidden, base=1.0)

    eps = 1e-6
    def rms(x, name): return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * w[name]
    def forward(ids):
        n = len(ids)
        x = w["embed_tokens.weight"][ids]                                               # (n, hidden)
        angle = torch.arange(n).float()[:, None] * (1.0 / theta ** (torch.arange(0, head, 2).float() / head))[None]
        cos, sin = torch.cat([angle.cos()] * 2, -1), torch.cat([angle.sin()] * 2, -1)   # (n, head)
        turn = lambda t: t * cos + torch.cat([-t[..., head // 2:], t[..., :head // 2]], -1) * sin
        hide = torch.full((n, n), float("-inf")).triu(1)
        split = lambda t, h: t.view(n, h, head).transpose(0, 1)                         # (h, n, head)
        for i in range(layers):
            p = f"layers.{i}."
            y = rms(x, p + "input_layernorm.weight")
            q = turn(rms(split(F.linear(y, w[p + "self_attn.q_proj.weight"]), heads), p + "self_attn.q_norm.weight"))
            k = turn(rms(split(F.linear(y, w[p + "self_attn.k_proj.weight"]), groups), p + "self_attn.k_norm.weight"))
            v = split(F.linear(y, w[p + "self_attn.v_proj.weight"]), groups)
            k, v = (t.repeat_interleave(heads // groups, 0) for t in (k, v))
            a = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(head) + hide, -1) @ v
            x = x + F.linear(a.transpose(0, 1).reshape(n, heads * head), w[p + "self_attn.o_proj.weight"])
            y = rms(x, p + "post_attention_layernorm.weight")
            x = x + F.linear(F.silu(F.linear(y, w[p + "mlp.gate_proj.weight"])) * F.linear(y, w[p + "mlp.up_proj.weight"]), w[p + "mlp.down_proj.weight"])
        return rms(x, "norm.weight")

    ids = [torch.randint(0, vocab, (n,), generator=g) for n in LENGTHS]
    with torch.no_grad(): states = torch.cat([forward(i) for i in ids])
    os.makedirs(folder, exist_ok=True)
    stored = lambda t: (t.numpy().view(np.uint32) >> 16).astype(np.uint16) if bf16 else t.numpy()
    write(f"{folder}/model.safetensors", {prefix + k: stored(v) for k, v in w.items()})
    write(f"{folder}/expected.safetensors", {"ids": torch.cat(ids).numpy().astype(np.int32), "lengths": np.array(LENGTHS, np.int32), "states": states.numpy()})
    config = {"architectures": ["Qwen3ForCausalLM"], "attention_bias": False, "head_dim": head, "hidden_act": "silu", "hidden_size": hidden, "intermediate_size": inner,
              "max_position_embeddings": positions, "model_type": "qwen3", "num_attention_heads": heads, "num_hidden_layers": layers, "num_key_value_heads": groups,
              "rms_norm_eps": eps, "rope_scaling": None, "rope_theta": theta, "sliding_window": None, "use_sliding_window": False, "vocab_size": vocab}
    with open(f"{folder}/config.json", "w") as f: f.write(json.dumps(config, indent=2) + "\n")

if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    torch.set_num_threads(1)
    make("tiny-qwen3", 24, 4, 2, 10, 28, 2, 60, 1000000, False, "")
    make("tiny-qwen3-bf16", 16, 3, 1, 16, 24, 2, 40, 10000, True, "model.")
