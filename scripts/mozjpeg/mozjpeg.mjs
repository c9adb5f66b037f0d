#!/usr/bin/env node
// MozJPEG, as Squoosh has it (WebAssembly): progressive, optimised tables, trellis quantisation.
//
//     npm install --global ./scripts/mozjpeg
//     mozjpeg -q QUALITY -s 420|444 IN.png OUT.jpg
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js';
import decode, { init as initDecoder } from '@jsquash/png/decode.js';

const VERSION = '3.3.1';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quality: { type: 'string', short: 'q' }, sampling: { type: 'string', short: 's' }, version: { type: 'boolean' } },
});
if (values.version) {
  console.log(`mozjpeg ${VERSION}`);
  process.exit();
}
if (positionals.length !== 2 || !['420', '444'].includes(values.sampling) || !(values.quality >= 0 && values.quality <= 100)) {
  console.error('usage: mozjpeg -q 0..100 -s 420|444 IN.png OUT.jpg');
  process.exit(2);
}

const require = createRequire(import.meta.url);
const module = (name) => WebAssembly.compile(readFileSync(require.resolve(name)));
await initEncoder(await module('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
await initDecoder(await module('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
const picture = await decode(readFileSync(positionals[0]));
const jpeg = await encode(picture, {
  quality: Number(values.quality),
  auto_subsample: false,
  chroma_subsample: values.sampling === '420' ? 2 : 1,
  quant_table: 1, // flat, as of --tune-psnr
  optimize_coding: true,
  progressive: true,
  trellis_multipass: true,
  trellis_opt_zero: true,
  trellis_opt_table: true,
});
writeFileSync(positionals[1], new Uint8Array(jpeg));
