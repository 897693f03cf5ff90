// The table of server/docs-viewer/README.md: what viewers of OpenAPI documents weigh, and how they stand our policy and axe.
// Usage: node compare.mjs BASE [--check], where BASE is a running demo, such as http://127.0.0.1:8080.
// It writes the table into that README. With --check it fails where the README says something else, and writes nothing.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const [base, check] = process.argv.slice(2);
// calls go to the server of `show`
const document = { ...(await (await fetch(`${base}/openapi.json`)).json()), servers: [{ url: '/' }] };
const text = JSON.stringify(document);
const readme = new URL('../../server/docs-viewer/README.md', import.meta.url);

/** Each as its own documentation says that it is set up, in Chinese where it can; `taps` are the ways to a call's button. */
const viewers = [
  { name: 'Swagger UI', npm: 'swagger-ui-dist@5.35.0',
    taps: [/^\/healthz/, /^Try it out/, /^Execute/],
    body: '<link rel=stylesheet href=/lib/swagger-ui.css><div id=app></div><script src=/lib/swagger-ui-bundle.js></script><script src=/init.js></script>',
    init: "SwaggerUIBundle({url:'/openapi.json',dom_id:'#app',validatorUrl:null})" },
  { name: 'Scalar', npm: '@scalar/api-reference@1.76.0',
    taps: [/^运维 Operation/, /^存活 Alive/, /测试请求/, /^发送/],
    body: '<div id=app></div><script type=module src=/init.js></script>',
    init: "import {createApiReference} from '/lib/dist/browser/standalone.esm.js';createApiReference('#app',{url:'/openapi.json',withDefaultFonts:false,telemetry:false,localization:{locale:'zh-CN'},agent:{disabled:true},mcp:{disabled:true}})" },
  { name: 'Redoc', npm: 'redoc@3.0.1',
    taps: [/^运维 Operation/, /^存活 Alive/, /^try/i, /^send/i],
    body: '<div id=app></div><script type=module src=/init.js></script>',
    init: "import {init} from '/lib/bundles/redoc.standalone.js';init('/openapi.json',{disableTelemetry:true},document.getElementById('app'))" },
  { name: 'Stoplight Elements', npm: '@stoplight/elements@9.0.25',
    taps: [/^运维 Operation/, /^存活 Alive/, /^Send API Request/],
    body: '<link rel=stylesheet href=/lib/styles.min.css><elements-api apiDescriptionUrl=/openapi.json router=hash></elements-api><script src=/lib/web-components.min.js></script>' },
  { name: 'RapiDoc', npm: 'rapidoc@9.3.8',
    taps: [/存活 Alive/, /^\s*TRY\s*$/],
    body: '<rapi-doc spec-url=/openapi.json load-fonts=false></rapi-doc><script type=module src=/lib/dist/rapidoc-min.js></script>' },
];

const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const weigh = (file) => brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;

/** Taps through to a call's button and on it, where the viewer has one. */
async function send(page, taps) {
  for (const text of taps) {
    const found = page.getByText(text).or(page.getByLabel(text)).filter({ visible: true }).first();
    // Scalar's words move first, RapiDoc lays an element over its own
    await found.click({ timeout: 5000 }).catch(() => found.click({ timeout: 5000, force: true }).catch(() => {}));
    await page.waitForTimeout(2000);
  }
}

/** Whether the page has Chinese words that are not the document's. */
const speaksChinese = (page) =>
  page.evaluate((text) => {
    const shown = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    while (shown.nextNode()) words.push(...(shown.currentNode.data.match(/\p{Script=Han}+/gu) ?? []));
    return words.some((word) => !text.includes(word));
  }, text);

const wideWindow = { width: 1440, height: 900 };

/** Shows a viewer under a policy. `look` says what of it is measured: by the page, and by what was asked of the server until then. */
async function show(browser, { body, init = '' }, folder, policy, look) {
  const asked = { files: new Set(), call: false };
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://h').pathname;
    const answer = (kind, text) => response.setHeader('content-type', kind).end(text);
    if (path === '/') {
      response.setHeader('content-security-policy', policy);
      return answer('text/html; charset=utf-8', `<!doctype html><html lang=zh-CN><head><title>docs</title><meta name=viewport content="width=device-width"><link rel=icon href=data:,></head><body>${body}</body></html>`);
    }
    if (path === '/init.js') return answer('text/javascript', init);
    if (path === '/openapi.json') return answer('application/json', text);
    if (path in document.paths) {
      asked.call = true;
      return answer('text/plain', 'ok');
    }
    const file = join(folder, normalize(path).replace(/^\/lib\//, ''));
    asked.files.add(file);
    answer(types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const context = await browser.newContext({ viewport: wideWindow });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.blocked = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => window.blocked.push(effectiveDirective));
  });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const rendered = await page.getByText('login_by_weixin').or(page.getByText('微信登录 Log in')).first().waitFor({ timeout: 20_000 }).then(() => true, () => false);
  await page.waitForTimeout(3000);
  const seen = await look(page, asked, rendered);
  await context.close();
  server.close();
  return seen;
}

const underOurPolicy = async (page, _, rendered) => ({ rendered, blocked: await page.evaluate(() => window.blocked) });

/** With its styles: axe judges colours, so it must see them. */
const asItIsMeant = ({ taps }) => async (page, asked) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const wide = await page.setViewportSize({ width: 375, height: 812 }).then(() => page.evaluate(() => document.documentElement.scrollWidth));
  await page.setViewportSize(wideWindow);
  const chinese = await speaksChinese(page);
  // before the calls, for which Scalar loads more
  const bytes = [...asked.files].reduce((sum, file) => sum + weigh(file), 0);
  await send(page, taps);
  return { bytes, chinese, sends: asked.call, wide, axe: violations.reduce((sum, { nodes }) => sum + nodes.length, 0) };
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const work = mkdtempSync(join(tmpdir(), 'viewers-'));
const rows = ['| viewer | npm | brotli, bytes | blocked by our policy | shows the document then | axe, styles allowed | fits 375 px | sends calls | its labels |', '|---|---|---:|---|---|---:|---|---|---|'];
try {
  for (const viewer of viewers) {
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', viewer.npm], { cwd: work, encoding: 'utf8' }));
    const folder = join(work, packed.name.replace('/', '-'));
    execFileSync('sh', ['-c', 'mkdir "$1" && tar -xzf "$2" -C "$1" --strip-components=1', 'sh', folder, join(work, packed.filename)]);
    const held = await show(browser, viewer, folder, strict, underOurPolicy);
    const free = await show(browser, viewer, folder, strict.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"), asItIsMeant(viewer));
    const blocked = held.blocked.length ? `${held.blocked.length}: ${[...new Set(held.blocked)].join(', ')}` : 'nothing';
    rows.push(`| ${viewer.name} | \`${viewer.npm}\` | ${free.bytes} | ${blocked} | ${held.rendered ? 'yes' : 'no'} | ${free.axe} | ${free.wide <= 375 ? 'yes' : free.wide} | ${free.sends ? 'yes' : 'no'} | ${free.chinese ? 'Chinese too' : 'English'} |`);
    console.log(rows.at(-1));
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}
const cells = (line) => line.split('|');
const written = readFileSync(readme, 'utf8');
const made = written.replace(/(<!-- compare.mjs -->\n)[^]*?(<!-- end -->)/, (_, start, end) => `${start}${rows.join('\n')}\n${end}`);
// how much is blocked and what axe finds changes with moment and browser; whether there is any does not
const counts = ['blocked by our policy', 'axe, styles allowed'].map((head) => cells(rows[0]).indexOf(` ${head} `));
const judged = (line) => cells(line).map((cell, at) => (counts.includes(at) ? cell.replace(/^ [1-9].*/, ' some ') : cell));
const table = (readme) => JSON.stringify(readme.split('\n').map(judged));
if (check !== '--check') writeFileSync(readme, made);
else if (table(made) !== table(written)) throw new Error('server/docs-viewer/README.md does not say what was measured; without --check this program writes it');
