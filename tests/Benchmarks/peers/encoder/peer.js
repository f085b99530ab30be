// The peer's half: node peer.js MODEL.onnx IDS THREADS SECONDS OUT
// IDS holds int32: number of sequences, their lengths, their ids one after the other (as `Benchmarks encoder prepare` writes it).
// Sequences are sorted by length and run in padded, masked batches of about 2,048 tokens. Prints one line of JSON.
const fs = require('fs');
const ort = require('onnxruntime-node');
(async () => {
  const [file, idsFile, threads, seconds, out] = process.argv.slice(2);
  const raw = fs.readFileSync(idsFile), data = new Int32Array(raw.buffer, raw.byteOffset, raw.length / 4);
  const count = data[0], lengths = data.subarray(1, 1 + count);
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) starts[i + 1] = starts[i] + lengths[i];
  const ids = data.subarray(1 + count);
  const t0 = performance.now();
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: +threads, interOpNumThreads: 1, graphOptimizationLevel: 'all' });
  const run = async (rows) => {
    const T = Math.max(1, ...rows.map(r => lengths[r])), B = rows.length;
    const a = new BigInt64Array(B * T), m = new BigInt64Array(B * T);
    rows.forEach((r, i) => { for (let t = 0; t < lengths[r]; t++) { a[i * T + t] = BigInt(ids[starts[r] + t]); m[i * T + t] = 1n; } });
    const result = await session.run({ ids: new ort.Tensor('int64', a, [B, T]), mask: new ort.Tensor('int64', m, [B, T]) });
    return result.vectors.data;
  };
  await run([0]);
  const load = performance.now() - t0;
  const order = Array.from({ length: count }, (_, i) => i).sort((x, y) => lengths[x] - lengths[y]);
  const batches = [];
  for (let i = 0; i < count;) {
    let j = i;
    while (j < count && (j === i || (j - i + 1) * lengths[order[j]] <= 2048)) j++;
    batches.push(order.slice(i, j));
    i = j;
  }
  const vectors = new Float32Array(count * 384);
  const times = [], cpus = [];
  for (const begin = performance.now(); times.length < 3 || performance.now() - begin < 1000 * seconds;) {
    const c = process.cpuUsage(), t = performance.now();
    for (const rows of batches) {
      const v = await run(rows);
      rows.forEach((r, i) => vectors.set(v.subarray(i * 384, (i + 1) * 384), r * 384));
    }
    times.push((performance.now() - t) / 1000);
    const used = process.cpuUsage(c);
    cpus.push((used.user + used.system) / 1e6);
  }
  fs.writeFileSync(out, Buffer.from(vectors.buffer));
  const peak = +/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1] / 1024;
  const best = a => a.slice(1).reduce((x, y) => Math.min(x, y));
  console.log(JSON.stringify({ best_s: best(times), cpu_s: best(cpus), load_ms: load, peak_mb: peak }));
})();
