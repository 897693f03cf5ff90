// Bundles each `tests/*.test.ts` for Node and runs them all. What only a browser has is given by `tests/browser.ts`, which is
// loaded before the code under test.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const tests = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'oa-mini-runtime-'));
try {
  const names = readdirSync(tests).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: names.map((name) => join(tests, name)),
    inject: [join(tests, 'browser.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    outdir: out,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  const files = names.map((name) => join(out, name.replace(/ts$/, 'mjs')));
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...process.argv.slice(2), ...files], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(out, { recursive: true });
}
