# Makes encoder_gradients.json: a small BERT, one batch, its outputs, loss and gradients, and two steps of AdamW, by PyTorch.
#   /usr/bin/python3 make_encoder_gradients.py          (Debian: python3-torch 1.13.1)
# The loss is the sum of the token vectors times fixed weights, so that every gradient is exercised; no dropout.
import json, math, torch
import torch.nn.functional as F

torch.manual_seed(7)
V, D, L, H, I, P = 23, 24, 2, 3, 40, 12
lengths = [5, 1, 9]
g = torch.Generator().manual_seed(11)
def p(*s, sd=0.3, mean=0.0): return (mean + sd * torch.randn(*s, generator=g)).requires_grad_()
W = {
    "embeddings.word_embeddings.weight": p(V, D), "embeddings.position_embeddings.weight": p(P, D), "embeddings.token_type_embeddings.weight": p(2, D),
    "embeddings.LayerNorm.weight": p(D, mean=1.0), "embeddings.LayerNorm.bias": p(D),
}
for i in range(L):
    n = f"encoder.layer.{i}."
    for k in ("query", "key", "value"): W[n + f"attention.self.{k}.weight"] = p(D, D); W[n + f"attention.self.{k}.bias"] = p(D)
    W[n + "attention.output.dense.weight"] = p(D, D); W[n + "attention.output.dense.bias"] = p(D)
    W[n + "attention.output.LayerNorm.weight"] = p(D, mean=1.0); W[n + "attention.output.LayerNorm.bias"] = p(D)
    W[n + "intermediate.dense.weight"] = p(I, D); W[n + "intermediate.dense.bias"] = p(I)
    W[n + "output.dense.weight"] = p(D, I); W[n + "output.dense.bias"] = p(D)
    W[n + "output.LayerNorm.weight"] = p(D, mean=1.0); W[n + "output.LayerNorm.bias"] = p(D)
ids = [torch.randint(0, V, (n,), generator=g) for n in lengths]
weights = torch.randn(sum(lengths), D, generator=g)

def forward():
    out = []
    ln = lambda x, n: F.layer_norm(x, (D,), W[n + ".weight"], W[n + ".bias"], 1e-12)
    for s in ids:
        x = W["embeddings.word_embeddings.weight"][s] + W["embeddings.position_embeddings.weight"][:len(s)] + W["embeddings.token_type_embeddings.weight"][0]
        x = ln(x, "embeddings.LayerNorm")
        for i in range(L):
            n = f"encoder.layer.{i}."
            lin = lambda x, m: F.linear(x, W[n + m + ".weight"], W[n + m + ".bias"])
            q, k, v = (lin(x, f"attention.self.{m}").view(len(s), H, D // H).transpose(0, 1) for m in ("query", "key", "value"))
            a = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(D // H), -1) @ v
            x = ln(x + lin(a.transpose(0, 1).reshape(len(s), D), "attention.output.dense"), n + "attention.output.LayerNorm")
            x = ln(x + lin(F.gelu(lin(x, "intermediate.dense")), "output.dense"), n + "output.LayerNorm")
        out.append(x)
    return torch.cat(out)

r = lambda t: [float(f"{v:.9g}") for v in t.detach().flatten().tolist()]
before = {k: r(v) for k, v in W.items()}
y = forward(); loss = (y * weights).sum() / 10; loss.backward()
fixture = dict(vocabulary=V, width=D, layers=L, heads=H, inner=I, places=P, lengths=lengths, ids=torch.cat(ids).tolist(), weights=r(weights), parameters=before,
               shapes={k: list(v.shape) for k, v in W.items()}, output=r(y), loss=float(loss), gradients={k: r(v.grad) for k, v in W.items()})
decay = [v for k, v in W.items() if k.endswith("weight") and "LayerNorm" not in k]; rest = [v for k, v in W.items() if not (k.endswith("weight") and "LayerNorm" not in k)]
opt = torch.optim.AdamW([dict(params=decay, weight_decay=0.1), dict(params=rest, weight_decay=0.0)], lr=0.01, betas=(0.9, 0.98), eps=1e-8)
norms = []
for step in range(2):
    opt.zero_grad(); (forward() * weights).sum().div(10).backward()
    norms.append(float(torch.nn.utils.clip_grad_norm_(list(W.values()), 1.0))); opt.step()
fixture["norms"] = norms; fixture["after"] = {k: r(v) for k, v in W.items()}
json.dump(fixture, open("encoder_gradients.json", "w"), separators=(",", ":"))
print("loss", float(loss), "norms", norms)
