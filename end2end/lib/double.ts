// The WeChat double's own API, for what a person cannot do in the phone.
import { expect, type APIRequestContext } from '@playwright/test';

export async function double(request: APIRequestContext, world: string, call: string, data: object) {
  const answer = await request.post(`/wechat-double/_double/${call}`, { data, headers: { 'x-double-world': world } });
  expect(answer.ok(), `${call}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** The API itself, as a mini-program calls it. */
export async function api(request: APIRequestContext, path: string, token: string, data?: object) {
  const headers = { 'X-OA-Token': token, 'Content-Type': 'application/json' };
  const url = `/oapro/wx/${path}`;
  const answer = data ? await request.post(url, { data, headers }) : await request.get(url, { headers });
  expect(answer.status()).toBe(200);
  return answer.json();
}
