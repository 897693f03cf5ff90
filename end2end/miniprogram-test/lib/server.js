// The binary under test: OA_MINI_BINARY on a free port, in demo mode, with a temporary database. One for each test
// file, which node:test runs in a process of its own.
import { after } from 'node:test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const binary = resolve(process.env.OA_MINI_BINARY ?? fileURLToPath(new URL('../../../target/quick/oa-mini', import.meta.url)));
accessSync(binary, constants.X_OK);
const folder = mkdtempSync(join(tmpdir(), 'oa-mini-miniprogram-'));
const server = spawn(binary, [], {
  cwd: folder,
  env: { OA_LISTEN: '127.0.0.1:0', DATABASE_URL: `sqlite://${folder}/oa-mini.db`, OA_LOG: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

after(async () => {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
});

// cleans up even if the tests could not start
process.on('exit', () => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const [greeting] = await Promise.race([
  once(createInterface(server.stdout), 'line'),
  once(server, 'exit').then(() => Promise.reject(new Error(`${binary} ended`))),
]);

/** The address that it prints: `oa-mini 演示 demo: http://…` */
export const origin = greeting.split(' ').at(-1);
