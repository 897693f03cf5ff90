// Bundles the runtime: `node build.mjs FOLDER` writes frame.js with its parts, frame.css, host.js and host.css. server/build.rs calls it.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const common = {
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};
// in parts: the built-in components that fewer projects use are loaded by those
await build({
  ...common,
  entryPoints: ['frame/main.ts', 'frame/frame.css'],
  entryNames: 'frame',
  chunkNames: '[name]-[hash]',
  format: 'esm',
  splitting: true,
  // private members of glass-easel, by its own convention; nothing outside of the bundle names them
  mangleProps: /^_\$/,
});
await build({ ...common, entryPoints: ['host/main.ts', 'host/host.css'], entryNames: 'host', format: 'iife' });
