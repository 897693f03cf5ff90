// What a Prometheus that scrapes a node says of it: every metric of the rules and of the dashboard is there, every rule is
// evaluated, and the right alert fires. Usage: trial.mjs PROMETHEUS NODE DASHBOARD PID
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [prometheus, node, dashboard, pid] = process.argv.slice(2);

async function api(path) {
  const { status, data, error } = await (await fetch(`${prometheus}/api/v1/${path}`)).json();
  if (status !== 'success') throw new Error(`${path}: ${error}`);
  return data;
}
const query = async (expr) => (await api(`query?query=${encodeURIComponent(expr)}`)).result;
const alerts = async (state) => [...new Set((await api('alerts')).alerts.filter((a) => a.state === state).map((a) => a.labels.alertname))].sort();

/** Waits until `seen` gives something true. */
async function until(what, seen) {
  let last;
  for (let tries = 0; tries < 120; tries += 1) {
    try {
      last = await seen();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await sleep(250);
  }
  throw new Error(`never: ${what} (${last})`);
}
function equal(what, is, wanted) {
  if (JSON.stringify(is) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(is)} and not ${JSON.stringify(wanted)}`);
}

const post = async (url, body) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
async function login() {
  const { code } = await post(`${node}/wechat-double/_double/phone/login`, { user: 'lin' });
  return (await post(`${node}/oapro/wx/auth/login_by_weixin`, { code, userInfo: { nickName: '林晓' } })).errno;
}

await until('the node is scraped', async () => (await query('up{job="oa-mini"} == 1')).length === 1);
equal('a login', await login(), 0);
await until('it is counted', async () => (await query('oa_sessions_begun_total == 1')).length === 1);
// a rate wants a second sample of the families that the login made
await sleep(2500);

const groups = await until('every rule is evaluated', async () => {
  const { groups } = await api('rules');
  return groups.every((group) => group.rules.every((rule) => rule.health !== 'unknown')) && groups;
});
const rules = groups.flatMap((group) => group.rules);
equal('rules that fail', rules.filter((rule) => rule.health !== 'ok').map((rule) => `${rule.name}: ${rule.lastError}`), []);
const names = [...new Set(rules.flatMap((rule) => rule.query.match(/\b(oa|process)_\w+|\bup\b/g)))].sort();
for (const name of names) {
  if (!(await query(name)).length) throw new Error(`no series of ${name}, which a rule names`);
}
const { panels } = JSON.parse(readFileSync(dashboard, 'utf8'));
const exprs = panels.flatMap((panel) => panel.targets.map((target) => [panel.title, target.expr]));
for (const [title, expr] of exprs) {
  const now = expr.replaceAll('$__rate_interval', '10s').replaceAll('$__range', '1m').replaceAll('$instance', '.*');
  if (!(await query(now)).length) throw new Error(`the panel ${title} is empty: ${now}`);
}
equal('alerts of a healthy node', [...(await alerts('firing')), ...(await alerts('pending'))], []);
console.log(`✓ Prometheus: ${rules.length} rules evaluate, ${names.length} metrics and ${exprs.length} expressions of ${panels.length} panels have series`);

await post(`${node}/wechat-double/_double/control/fault`, { times: 1, errcode: 40125 });
equal('a login under a wrong secret', await login(), 720);
await until('the first 720 fires', async () => (await alerts('firing')).includes('OaMisconfigured'));
equal('alerts then', await alerts('firing'), ['OaMisconfigured']);
process.kill(Number(pid));
await until('a stopped node is pending', async () => (await alerts('pending')).includes('OaDown'));
console.log('✓ Prometheus: one wrong secret fires OaMisconfigured alone, a stopped node is seen');
