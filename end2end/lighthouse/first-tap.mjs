// Measures the time from the navigation to the first tap with an effect, with the CPU throttled four times: taps 我的
// repeatedly until the page responds. The target is a button, not a link, which would work without any script.

const RUNS = 5;
const CPU_SLOWDOWN = 4;
const networks = [
  ['loopback', null],
  ['slow 4G (1.6 Mbit/s, 150 ms)', { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }],
];

/** Readable lines, one per network. `browser` is Puppeteer's. */
export async function firstTap(browser, url) {
  const lines = [];
  for (const [name, network] of networks) {
    const times = [];
    for (let run = 0; run < RUNS; run++) times.push(await once(browser, url, network));
    times.sort((a, b) => a - b);
    lines.push(`first tap that works, CPU ${CPU_SLOWDOWN} × slower, ${name}: median ${times[RUNS >> 1]} ms of ${times.join(', ')}`);
  }
  return lines;
}

async function once(browser, url, network) {
  const context = await browser.createBrowserContext(); // nothing cached
  const page = await context.newPage();
  const session = await page.createCDPSession();
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  if (network) {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', network);
  }
  await page.evaluateOnNewDocument(() => {
    const timer = setInterval(() => {
      [...document.querySelectorAll('.page--index button')].at(0)?.click();
      if (document.querySelector('[role=dialog], .toast')) {
        window.worked = performance.now();
        clearInterval(timer);
      }
    }, 16);
  });
  await page.goto(url);
  await page.waitForFunction(() => window.worked, { timeout: 60_000 });
  const time = Math.round(await page.evaluate(() => window.worked));
  await context.close();
  return time;
}
