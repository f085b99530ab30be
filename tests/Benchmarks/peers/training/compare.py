# Drives both halves of peers/training/run; also is the PyTorch half:  compare.py --torch FOLDER BATCHES
import json, math, os, random, resource, statistics, struct, subprocess, sys, tempfile, time
import numpy as np, torch
import torch.nn.functional as F

SHAPE = dict(vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, max_position_embeddings=512,
             type_vocab_size=2, layer_norm_eps=1e-12, model_type="bert", hidden_act="gelu", pad_token_id=0)

class Layer(torch.nn.Module):
    def __init__(s, h, i):
        super().__init__(); N = torch.nn
        s.q, s.k, s.v, s.o = (N.Linear(h, h) for _ in range(4)); s.n1 = N.LayerNorm(h, 1e-12); s.f1 = N.Linear(h, i); s.f2 = N.Linear(i, h); s.n2 = N.LayerNorm(h, 1e-12)
        s.a = SHAPE["num_attention_heads"]
    def forward(s, x, m):
        B, T, H = x.shape; sp = lambda t: t.view(B, T, s.a, H // s.a).transpose(1, 2)
        w = torch.softmax(sp(s.q(x)) @ sp(s.k(x)).transpose(-1, -2) / math.sqrt(H // s.a) + m, -1)
        x = s.n1(x + s.o((w @ sp(s.v(x))).transpose(1, 2).reshape(B, T, H)))
        return s.n2(x + s.f2(F.gelu(s.f1(x))))

class Bert(torch.nn.Module):
    def __init__(s, classes):
        super().__init__(); c = SHAPE; N = torch.nn; h = c["hidden_size"]
        s.we, s.pe, s.te = N.Embedding(c["vocab_size"], h), N.Embedding(c["max_position_embeddings"], h), N.Embedding(2, h); s.n = N.LayerNorm(h, 1e-12)
        s.l = N.ModuleList([Layer(h, c["intermediate_size"]) for _ in range(c["num_hidden_layers"])]); s.head = N.Linear(h, classes)
        torch.nn.init.zeros_(s.head.weight); torch.nn.init.zeros_(s.head.bias)
    def forward(s, ids, mask):
        x = s.n(s.we(ids) + s.pe(torch.arange(ids.shape[1]))[None] + s.te(torch.zeros_like(ids)))
        m = (1 - mask[:, None, None, :].float()) * -1e9
        for l in s.l: x = l(x, m)
        mm = mask[:, :, None].float()
        return s.head((x * mm).sum(1) / mm.sum(1))

def names(m):
    yield "embeddings.word_embeddings.weight", m.we.weight; yield "embeddings.position_embeddings.weight", m.pe.weight; yield "embeddings.token_type_embeddings.weight", m.te.weight
    pairs = [("embeddings.LayerNorm", m.n)]
    for i, l in enumerate(m.l):
        p = f"encoder.layer.{i}."
        pairs += [(p + n, t) for n, t in (("attention.self.query", l.q), ("attention.self.key", l.k), ("attention.self.value", l.v), ("attention.output.dense", l.o),
                  ("attention.output.LayerNorm", l.n1), ("intermediate.dense", l.f1), ("output.dense", l.f2), ("output.LayerNorm", l.n2))]
    for n, t in pairs: yield n + ".weight", t.weight; yield n + ".bias", t.bias

def save(m, folder):
    head, at, blobs = {}, 0, []
    for n, t in names(m):
        b = t.detach().numpy().astype("<f4").tobytes(); head[n] = dict(dtype="F32", shape=list(t.shape), data_offsets=[at, at + len(b)]); at += len(b); blobs.append(b)
    h = json.dumps(head).encode()
    with open(os.path.join(folder, "model.safetensors"), "wb") as f: f.write(struct.pack("<Q", len(h)) + h + b"".join(blobs))
    json.dump(SHAPE, open(os.path.join(folder, "config.json"), "w"))

def load(m, folder):
    raw = open(os.path.join(folder, "model.safetensors"), "rb"); n = struct.unpack("<Q", raw.read(8))[0]; head = json.loads(raw.read(n))
    with torch.no_grad():
        for k, t in names(m):
            a, b = head[k]["data_offsets"]; raw.seek(8 + n + a); t.copy_(torch.from_numpy(np.frombuffer(raw.read(b - a), "<f4").reshape(head[k]["shape"]).copy()))

def torch_half(folder, path):
    torch.set_num_threads(2); spec = json.load(open(path)); m = Bert(spec["classes"]); load(m, folder)
    decay = [p for n, p in m.named_parameters() if p.dim() > 1]; rest = [p for n, p in m.named_parameters() if p.dim() == 1]
    opt = torch.optim.AdamW([dict(params=decay, weight_decay=0.01), dict(params=rest, weight_decay=0.0)], lr=spec["rate"], betas=(0.9, 0.999), eps=1e-8)
    losses, seconds = [], []
    for b, batch in enumerate(spec["batches"]):
        start = time.perf_counter()
        T = max(map(len, batch["ids"])); ids = torch.zeros(len(batch["ids"]), T, dtype=torch.long); mask = torch.zeros_like(ids)
        for i, s in enumerate(batch["ids"]): ids[i, :len(s)] = torch.tensor(s); mask[i, :len(s)] = 1
        opt.zero_grad(set_to_none=True); loss = F.cross_entropy(m(ids, mask), torch.tensor(batch["labels"])); loss.backward()
        torch.nn.utils.clip_grad_norm_(m.parameters(), 1.0); opt.step(); losses.append(float(loss))
        if b >= spec["warm"]: seconds.append(time.perf_counter() - start)
    print(json.dumps(dict(losses=losses, seconds=seconds, peak=1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, threads=torch.get_num_threads())))

def batches(kind, rng, count=7, size=32):
    out = []
    for _ in range(count):
        lengths = [64] * size if kind == "equal" else [max(6, min(128, int(math.exp(rng.gauss(math.log(28), 0.6))))) for _ in range(size)]
        out.append(dict(ids=[[101] + [rng.randrange(1000, 30000) for _ in range(n - 2)] + [102] for n in lengths], labels=[rng.randrange(2) for _ in range(size)]))
    return dict(warm=2, classes=2, rate=2e-5, batches=out)

def main(benchmarks, only=None):
    rng = random.Random(5); torch.manual_seed(5); m = Bert(2)
    with torch.no_grad():
        for n, t in names(m):
            if "LayerNorm" not in n: t.normal_(0, 0.02) if t.dim() > 1 else t.zero_()
    print("6 layers of 384, 30,522 words, batches of 32 texts, AdamW, clipping, no dropout, two threads; median of 15 steps each, in turn")
    print(f"{'batches':22s}{'peer ms/step':>14s}{'ours ms/step':>14s}{'peer tokens/s':>15s}{'ours tokens/s':>15s}{'peer MB':>9s}{'ours MB':>9s}{'loss gap':>10s}")
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        save(m, folder); del m
        for kind, title in (("mixed", "6 to 128 tokens"), ("equal", "all of 64 tokens")):
            path = os.path.join(folder, kind + ".json"); spec = batches(kind, rng); json.dump(spec, open(path, "w"))    # drawn in any case: the same batches with and without --only
            if only not in (None, kind): continue
            tokens = statistics.mean(sum(map(len, b["ids"])) for b in spec["batches"][spec["warm"]:])
            runs = dict(peer=[], ours=[])
            for _ in range(3):
                for who, command in (("peer", [sys.executable, __file__, "--torch", folder, path]),
                                     ("ours", ["dotnet", "run", "-c", "Release", "--no-build", "--project", benchmarks, "--", "training-step", folder, path])):
                    done = subprocess.run(command, check=True, capture_output=True, text=True); runs[who].append(json.loads(done.stdout.strip().splitlines()[-1]))
            gap = max(abs(a - b) / abs(a) for a, b in zip(runs["peer"][0]["losses"], runs["ours"][0]["losses"]))
            assert gap < 1e-3, f"the losses differ by {gap}: {runs['peer'][0]['losses']} and {runs['ours'][0]['losses']}"
            s = {w: statistics.median(x for r in runs[w] for x in r["seconds"]) for w in runs}; mb = {w: statistics.median(r["peak"] for r in runs[w]) / 1e6 for w in runs}
            print(f"{title:22s}{1e3 * s['peer']:14.1f}{1e3 * s['ours']:14.1f}{tokens / s['peer']:15.0f}{tokens / s['ours']:15.0f}{mb['peer']:9.0f}{mb['ours']:9.0f}{gap:10.1e}", flush=True)
            figures[kind] = (s["peer"] / s["ours"], mb["peer"] / mb["ours"])
    print("PyTorch pads each batch to its longest text; ours packs. Both process peaks include runtime and libraries.")
    for kind, name in (("mixed", ""), ("equal", "equal-length-")):
        if kind in figures: print(f"training {name}step ratio {figures[kind][0]:.2f}\ntraining {name}memory ratio {figures[kind][1]:.2f}")

if __name__ == "__main__":
    if sys.argv[1] == "--torch": torch_half(*sys.argv[2:])
    elif sys.argv[2:3] == ["--only"] and sys.argv[3:] in (["mixed"], ["equal"]): main(sys.argv[1], sys.argv[3])
    elif sys.argv[2:]: sys.exit("usage: run [--only mixed|equal]")
    else: main(sys.argv[1])
