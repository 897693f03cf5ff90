// The peer for Node: Fastify, mysql2, pg and better-sqlite3. One process, or with WORKERS a cluster of them.
import cluster from 'node:cluster';

import { build } from './app.js';
import { openStore } from './stores/open.js';
import { DatabaseTokens, MemoryTokens } from './tokens.js';
import { WeChat } from './wechat.js';

// As many connections as oa-mini has, all workers together.
const CONNECTIONS = 16;

const { LISTEN, DATABASE_URL, WX_BASE_URL, WX_APP_ID, WX_APP_SECRET, TOKENS, WORKERS = '1' } = process.env;
const port = Number(LISTEN);
const workers = Number(WORKERS);

async function serve() {
  const store = await openStore(DATABASE_URL, CONNECTIONS / workers);
  const tokens = TOKENS === 'memory' ? new MemoryTokens(store) : new DatabaseTokens(store);
  const wechat = new WeChat(WX_BASE_URL, WX_APP_ID, WX_APP_SECRET);
  await build({ store, tokens, wechat, appId: WX_APP_ID }).listen({ port, host: '127.0.0.1' });
}

function announce() {
  // the one line on stdout: whoever started this process waits for it
  console.log(`http://127.0.0.1:${port}/`);
}

if (TOKENS !== 'memory' && TOKENS !== 'database') throw new Error('TOKENS is `memory` or `database`');
if (workers > 1 && TOKENS === 'memory') throw new Error('tokens in memory are those of one process');

if (workers > 1 && cluster.isPrimary) {
  let listening = 0;
  cluster.on('listening', () => {
    listening += 1;
    if (listening === workers) announce();
  });
  cluster.on('exit', () => process.exit(1));
  for (let worker = 0; worker < workers; worker += 1) cluster.fork();
} else {
  await serve();
  if (workers === 1) announce();
}
