// A server of a test's own, with a folder of the test's own in the phone.
import type { TestInfo } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { binary } from '../playwright.config';

export interface OpenedServer {
  origin: string;
  /** What it has written on stderr. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts it on a free port, with `options` besides. Rejects with what it says where it does not start. */
export async function openServer(info: TestInfo, folder: string, ...options: string[]): Promise<OpenedServer> {
  const env = { OA_LISTEN: '127.0.0.1:0', DATABASE_URL: `sqlite://${info.outputPath('oa-mini.db')}`, OA_RATE_LIMIT: 'off' };
  const server = spawn(binary, ['--miniprogram', folder, ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  server.stderr.on('data', (part: Buffer) => (log += part));
  const ended = once(server, 'exit');
  const refused = ended.then(() => Promise.reject(new Error(log)));
  refused.catch(() => undefined);
  // `oa-mini 演示 demo: http://…`
  const [greeting] = await Promise.race([once(createInterface(server.stdout), 'line'), refused]);
  return {
    origin: greeting.split(' ').at(-1),
    log: () => log,
    async stop() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
