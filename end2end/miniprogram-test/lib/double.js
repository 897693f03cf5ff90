// The two sides besides the phone: the WeChat double, and the API as another device would call it.
import { origin } from './server.js';

/** A call of the double (`control/fault`, `phone/login`, …) in one world. A failure is `{ errMsg }` on the phone's side. */
export async function double(world, call, data = {}) {
  const response = await fetch(`${origin}/wechat-double/_double/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-double-world': world },
    body: JSON.stringify(data),
  });
  const answer = await response.json();
  if (answer.error) throw new Error(`${call}: ${answer.error}`);
  return answer;
}

/** An answer of the API, whole. A POST if there is `data`; a world matters at login only. */
export async function api(path, token, data, world = 'default') {
  const response = await fetch(`${origin}/oapro/wx/${path}`, {
    method: data ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', 'x-oa-token': token, 'x-double-world': world },
    body: data && JSON.stringify(data),
  });
  return response.json();
}
