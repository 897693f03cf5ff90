// Other people's scripts in the page: bundled as they are, and run as nobody's tap. (Playwright's own `evaluate` counts as a
// user's doing, which is what the last few seconds of a tap are about.)
import type { Page } from '@playwright/test';
import { buildSync } from 'esbuild';

const bundle = buildSync({ entryPoints: ['window-wx/every-call.ts'], bundle: true, write: false, format: 'iife', globalName: 'script' });

/** Runs `code`, in which `script` is what `every-call.ts` exports; resolves to what it resolves to. */
export async function run(page: Page, code: string): Promise<any> {
  const session = await page.context().newCDPSession(page);
  const expression = `${bundle.outputFiles[0].text};${code}`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: false });
  await session.detach();
  if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails.exception?.value ?? exceptionDetails));
  return result.value;
}
