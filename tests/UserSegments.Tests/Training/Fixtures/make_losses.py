# Makes losses.json: the losses and their gradients by PyTorch.     /usr/bin/python3 make_losses.py     (Debian: python3-torch 1.13.1)
import json, torch
import torch.nn.functional as F
g = torch.Generator().manual_seed(3)
r = lambda t: [float(f"{v:.9g}") for v in t.detach().flatten().tolist()]
unit = lambda n, d: F.normalize(torch.randn(n, d, generator=g), dim=1)
out = {}
z = torch.randn(6, 4, generator=g, requires_grad=True); y = torch.tensor([0, 3, 1, -1, 2, 2]); w = torch.tensor([1.0, 0.5, 2.0, 3.0])
z0 = r(z); loss = F.cross_entropy(z, y, weight=w, ignore_index=-1); loss.backward()
out["cross_entropy"] = dict(logits=z0, labels=y.tolist(), weights=w.tolist(), loss=float(loss), gradient=r(z.grad))
z = z.detach().clone().requires_grad_(); loss = F.cross_entropy(z, y, ignore_index=-1, label_smoothing=0.1); loss.backward()
out["smoothed"] = dict(loss=float(loss), gradient=r(z.grad))
z = torch.randn(5, generator=g, requires_grad=True); y = torch.tensor([1.0, 0, 0, 1, 0])
loss = F.binary_cross_entropy_with_logits(z, y); loss.backward()
out["binary"] = dict(logits=r(z), labels=y.tolist(), loss=float(loss), gradient=r(z.grad))
a, b = unit(5, 7).requires_grad_(), unit(5, 7).requires_grad_(); t = 0.1; s = a @ b.T / t; e = torch.arange(5)
loss = 0.5 * (F.cross_entropy(s, e) + F.cross_entropy(s.T, e)); loss.backward()
out["in_batch"] = dict(left=r(a), right=r(b), temperature=t, loss=float(loss), dleft=r(a.grad), dright=r(b.grad))
x = unit(6, 5).requires_grad_(); y = [0, 1, 0, 2, 1, 0]; t = 0.2; s = x @ x.T / t
terms = []
for i in range(6):
    pos = [j for j in range(6) if j != i and y[j] == y[i]]; rest = [j for j in range(6) if j != i]
    if pos: terms.append(sum(torch.logsumexp(s[i, rest], 0) - s[i, p] for p in pos) / len(pos))
loss = sum(terms) / len(terms); loss.backward()
out["supervised"] = dict(vectors=r(x), labels=y, temperature=t, loss=float(loss), gradient=r(x.grad))
s_, t_ = torch.randn(4, 6, generator=g, requires_grad=True), torch.randn(4, 6, generator=g)
loss = (1 - F.cosine_similarity(s_, t_)).mean(); loss.backward()
out["cosine"] = dict(student=r(s_), teacher=r(t_), loss=float(loss), gradient=r(s_.grad))
s_ = unit(4, 6).requires_grad_(); t_ = unit(4, 3); d = s_ @ s_.T - t_ @ t_.T; off = ~torch.eye(4, dtype=torch.bool)
loss = (d[off] ** 2).mean(); loss.backward()
out["similarity"] = dict(student=r(s_), teacher=r(t_), loss=float(loss), gradient=r(s_.grad))
json.dump(out, open("losses.json", "w"), separators=(",", ":"))
