// After the whole run: what must never be in the logs is not there, and the logs are there.
import { test, expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { folder, miniprogramFolder } from '../playwright.config';
import { secrets } from '../lib/fixtures';

for (const [server, where] of [['the demo', folder], ['the server with our mini-program', miniprogramFolder]])
  test(`${server}: no secret, token, session_key or phone number in the log of the whole run`, () => {
    const log = readFileSync(`${where}/log`, 'utf8');
    expect(log, 'the log holds the run').toContain('/oapro/wx/auth/bindPhone');
    const tokens = readFileSync(secrets, 'utf8').trim().split('\n');
    expect(tokens.length).toBeGreaterThan(5);
    const forbidden = [...tokens, 'd0d0b1e5d0d0b1e5', 'session_key=', '1206660', 'secret=', 'js_code='];
    expect(forbidden.filter((text) => log.includes(text))).toEqual([]);
    expect(log.match(/oa_[\w-]{20,}/g), 'nothing of a token’s shape').toBeNull();
  });
