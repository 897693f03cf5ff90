// README.md as a test reads it: its commands, its tables, its figures.
import { readFileSync, writeFileSync } from 'node:fs';
import { bash, type Output } from './machine';

const FILE = new URL('../README.md', import.meta.url);
const text = readFileSync(FILE, 'utf8');

/** What stands in the place of the page's addresses on the machine of the test. */
const here = (script: string) =>
  script
    .replaceAll(':3306', `:${process.env.DB_PORT}`)
    .replaceAll(':8081', `:${process.env.SPRING_PORT}`)
    .replaceAll(':8080', `:${process.env.OA_MINI_PORT}`)
    .replaceAll('/etc/nginx/', `${process.env.MACHINE}/nginx/`);

function section(heading: string): string {
  const [, found] = text.split(new RegExp(`^#+ ${heading}.*$`, 'm'));
  if (found === undefined) throw new Error(`README.md has no section ${heading}`);
  return found.split(/^#+ /m)[0];
}

const blocks = (part: string, language: string) =>
  [...part.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block);

/** The configuration that the page shows. */
export const nginxConf = () => here(blocks(text, 'nginx')[0]);

const exported: string[] = [];

/** Runs the commands of the section, the `nth` block, as somebody who follows the page in one shell. */
export function follow(heading: string, nth = 0): Promise<Output> {
  const script = here(blocks(section(heading), 'sh')[nth]);
  const before = exported.join('\n');
  exported.push(...script.split('\n').filter((line) => line.startsWith('export ')));
  return bash(`${before}\n${script}`);
}

/** The cells of a section's table, without the header. */
export const table = (heading: string): string[][] =>
  section(heading)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.replaceAll('`', '').trim()));

/** Writes the rows of the table of figures. */
export function writeFigures(rows: [string, string][]) {
  const lines = rows.map(([what, figure]) => `| ${what} | ${figure} |\n`).join('');
  writeFileSync(FILE, text.replace(/(<!-- figures.*?-->\n).*?(<!-- end -->)/s, `$1| | |\n|---|---|\n${lines}$2`));
}
