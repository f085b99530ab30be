// The peer's half: node ids.mjs FOLDER TEXTS.json OUT: one line of ids a text, by a second implementation.
// tokenizer.json: @huggingface/transformers. Byte-level BPE without it: tiktoken, with its own GPT-2 ranks (encoder.json) or with ranks made of vocab.json (Qwen 2).
import fs from 'fs';
const [folder, textsFile, out] = process.argv.slice(2);
const read = name => JSON.parse(fs.readFileSync(`${folder}/${name}`, 'utf8'));
const has = name => fs.existsSync(`${folder}/${name}`);

async function transformersPeer() {
  const transformers = await import('@huggingface/transformers');
  const tokenizer = read('tokenizer.json'), config = read('tokenizer_config.json');
  tokenizer.truncation = tokenizer.padding = null;
  const Kind = transformers[(config.tokenizer_class ?? '').replace('Fast', '')] ?? transformers.PreTrainedTokenizer;
  const peer = new Kind(tokenizer, config);
  return text => peer.encode(text);
}

async function tiktokenPeer() {
  const { Tiktoken, get_encoding } = await import('tiktoken');
  if (has('encoder.json')) {
    const gpt2 = get_encoding('gpt2');
    return text => gpt2.encode_ordinary(text);
  }
  // The characters that stand for bytes in vocab.json: printable ones for themselves, the others from 256 on.
  const byteOf = new Map();
  for (let b = 0, next = 256; b < 256; b++) byteOf.set((b > 32 && b < 127) || (b > 160 && b !== 173) ? b : next++, b);
  const ranks = Object.entries(read('vocab.json')).map(([token, id]) => `${Buffer.from([...token].map(c => byteOf.get(c.codePointAt(0)))).toString('base64')} ${id}`).join('\n');
  const added = Object.fromEntries(Object.entries(read('tokenizer_config.json').added_tokens_decoder ?? {}).map(([id, token]) => [token.content, +id]));
  const pattern = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  const qwen = new Tiktoken(ranks, added, pattern);
  return text => qwen.encode(text.normalize('NFC'), 'all');
}

const encode = await (has('tokenizer.json') ? transformersPeer() : tiktokenPeer());
const texts = JSON.parse(fs.readFileSync(textsFile, 'utf8'));
fs.writeFileSync(out, texts.map(text => JSON.stringify(Array.from(encode(text)))).join('\n') + '\n');
