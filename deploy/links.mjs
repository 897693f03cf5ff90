// The relative links of Markdown documents and what they lead to.
//   links.mjs list DOCUMENT…   these, every file that they link to, and what those link to in turn
//   links.mjs check FOLDER     fails on a link of a document below FOLDER that leads to no file there, or to no heading in it
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const DOCUMENT = /\.md$/;

const prose = (file) => readFileSync(file, 'utf8').replace(/^( *)(```+|~~~+)[\s\S]*?^\1\2/gm, '').replace(/`[^`\n]*`/g, '');

/** The relative links of a document: `[ target, heading? ]`. */
function links(file) {
  const text = prose(file);
  const found = [
    ...[...text.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)],
    ...[...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)],
    ...[...text.matchAll(/\b(?:src|srcset|href)="([^"\s]+)"/g)],
  ].map(([, link]) => link);
  return found
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
    .map((link) => link.split('#'))
    .map(([path, heading]) => [path ? normalize(join(dirname(file), decodeURI(path))) : file, heading]);
}

/** The anchors that a forge makes of headings. */
function anchors(file) {
  const seen = new Map();
  return readFileSync(file, 'utf8')
    .replace(/^( *)(```+|~~~+)[\s\S]*?^\1\2/gm, '')
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line))
    .map((line) => {
      const text = line.replace(/^#+ +/, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '').trim();
      const anchor = text.toLowerCase().replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-');
      const times = seen.get(anchor) ?? 0;
      seen.set(anchor, times + 1);
      return times ? `${anchor}-${times}` : anchor;
    });
}

const below = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)],
  );

function list(documents) {
  const wanted = new Set(documents.map((file) => normalize(file)));
  for (const file of wanted) {
    if (!DOCUMENT.test(file)) continue;
    for (const [target] of links(file)) {
      if (existsSync(target) && statSync(target).isFile()) wanted.add(target);
    }
  }
  return [...wanted].sort();
}

function dead(folder) {
  return below(folder)
    .filter((file) => DOCUMENT.test(file))
    .flatMap((file) =>
      links(file)
        .filter(([target, heading]) => {
          if (relative(folder, target).startsWith('..') || !existsSync(target)) return true;
          return heading && DOCUMENT.test(target) && !anchors(target).includes(decodeURI(heading));
        })
        .map(([target, heading]) => `${relative(folder, file)}: ${relative(folder, target)}${heading ? `#${heading}` : ''}`),
    );
}

const [task, ...rest] = process.argv.slice(2);
if (task === 'list') {
  console.log(list(rest).join('\n'));
} else {
  const found = dead(rest[0]);
  found.forEach((link) => console.error(link));
  process.exit(found.length ? 1 : 0);
}
