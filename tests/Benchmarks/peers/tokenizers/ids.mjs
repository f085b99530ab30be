// The peer's half: node ids.mjs FOLDER TEXTS.json OUT: one line of ids a text, by @huggingface/transformers from the same tokenizer.json.
import fs from 'fs';
import * as transformers from '@huggingface/transformers';
const [folder, textsFile, out] = process.argv.slice(2);
const read = name => JSON.parse(fs.readFileSync(`${folder}/${name}`, 'utf8'));
const tokenizer = read('tokenizer.json'), config = read('tokenizer_config.json');
tokenizer.truncation = tokenizer.padding = null;
const Kind = transformers[(config.tokenizer_class ?? '').replace('Fast', '')] ?? transformers.PreTrainedTokenizer;
const peer = new Kind(tokenizer, config);
const texts = JSON.parse(fs.readFileSync(textsFile, 'utf8'));
fs.writeFileSync(out, texts.map(text => JSON.stringify(Array.from(peer.encode(text)))).join('\n') + '\n');
