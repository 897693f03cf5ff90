// Prints Lighthouse's scores of the running binary, and the time to the first tap that works. `run.sh` starts the binary.
//
// Performance is printed without a threshold, as it depends on the machine. Accessibility and best practices must have no
// findings, except white on WeChat's green, which the design prescribes; under `prefers-contrast: more` there is no exception.
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { firstTap } from './first-tap.mjs';

const url = process.argv[2];
const RUNS = 3;
const categories = ['performance', 'accessibility', 'best-practices'];
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
let faults = 0;
for (const [device, config] of [['desktop', desktopConfig], ['mobile', undefined]])
  for (const contrast of ['no-preference', 'more']) {
    const scores = categories.map(() => []);
    const found = new Set();
    for (let run = 0; run < RUNS; run++) {
      const page = await browser.newPage();
      const session = await page.createCDPSession();
      await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-contrast', value: contrast }] });
      const { lhr } = await lighthouse(url, { onlyCategories: categories }, config, page);
      categories.forEach((name, at) => scores[at].push(Math.round(lhr.categories[name].score * 100)));
      for (const name of categories.slice(1))
        for (const { id, weight } of lhr.categories[name].auditRefs)
          if (weight > 0 && (lhr.audits[id].score ?? 1) < 1)
            for (const { node } of lhr.audits[id].details?.items ?? [{}]) found.add(`${id}: ${node?.selector ?? ''}`);
      await page.close();
    }
    const unexpected = [...found].filter((fault) => contrast === 'more' || !/^color-contrast: .*\.button$/.test(fault));
    faults += unexpected.length;
    console.log(`${device}, contrast ${contrast}: ${categories.map((name, at) => `${name} ${median(scores[at])}`).join(', ')}`);
    for (const fault of found) console.log(`  ${unexpected.includes(fault) ? 'fault' : 'prescribed'}: ${fault}`);
  }
for (const line of await firstTap(browser, url)) console.log(line);
await browser.close();
process.exit(faults ? 1 : 0);
