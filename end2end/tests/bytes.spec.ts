// What the first page costs, printed, and held to the budget.
import { test, expect } from '@playwright/test';

const budget = 140 * 1024;

test('HTML + CSS + JS + WASM', async ({ request }) => {
  const weigh = async (path: string) => {
    const answer = await request.get(path, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers()['content-encoding'], path).toBe('br');
    return { length: Number(answer.headers()['content-length']), text: await answer.text() };
  };
  const html = await weigh('/');
  const asset = (extension: string) => html.text.match(new RegExp(`/assets/app-[0-9a-f]+\\.${extension}`))![0];
  const [css, js, wasm] = [await weigh(asset('css')), await weigh(asset('js')), await weigh(asset('wasm'))];
  const sum = html.length + css.length + js.length + wasm.length;
  console.log(`page, brotli: html ${html.length} + css ${css.length} + js ${js.length} + wasm ${wasm.length} = ${sum} of ${budget} bytes`);
  expect(sum).toBeLessThanOrEqual(budget);
});
