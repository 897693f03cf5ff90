// THIRD-PARTY.md on stdout: every crate and npm package that is in the binary or in the page inside it, its licence, and the notices that
// its authors ask to be passed on. Usage: node notices.mjs
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const cargo = (...args) => execFileSync('cargo', [...args, '--locked'], { encoding: 'utf8', maxBuffer: 1 << 28 });

// what is compiled for this machine with every feature, and what is compiled for the browser
const tree = (...args) => cargo('tree', '--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}', ...args);
const used = new Set(
  [tree('-p', 'server'), tree('-p', 'frontend', '-p', 'frontend-tools', '--target', 'wasm32-unknown-unknown')]
    .flatMap((text) => text.split('\n'))
    .map((line) => line.split(' ').slice(0, 2).join(' '))
    .filter(Boolean),
);

const packages = JSON.parse(cargo('metadata', '--format-version', '1'))
  .packages.filter((crate) => crate.source && used.has(`${crate.name} v${crate.version}`))
  .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));

// what is bundled into the runtime of opened mini-programs, and the viewer of /docs, as crates are described
for (const folder of ['server/miniprogram/runtime', 'server/docs-viewer']) {
  for (const name of Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies)) {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    const { version, license, author, contributors } = JSON.parse(readFileSync(manifest, 'utf8'));
    const authors = [author ?? contributors ?? ''].flat().map((one) => one.name ?? one).filter((one) => !one.startsWith('('));
    packages.push({ name, version, license, authors, manifest_path: manifest });
  }
}

// many crates carry the same text: once is enough
const texts = new Map();
for (const crate of packages) {
  const folder = dirname(crate.manifest_path);
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|copyright|unlicense)|^swagger-ui-bundle\.js\.license/i.test(name));
  if (crate.license_file && existsSync(join(folder, crate.license_file))) files.push(crate.license_file);
  for (const file of [...new Set(files)].sort()) {
    const text = readText(join(folder, file));
    if (text) texts.set(text, [...(texts.get(text) ?? []), `${crate.name} ${crate.version}`]);
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r', '').trim();
  } catch {
    return ''; // a folder
  }
}

const lines = ['# What oa-mini is built from', '', '| crate | licence | by |', '|---|---|---|'];
for (const crate of packages) {
  lines.push(`| ${crate.name} ${crate.version} | ${crate.license ?? 'see below'} | ${crate.authors.map((a) => a.replace(/ *<.*>/, '')).join(', ')} |`);
}
lines.push('', 'The standard library of Rust: MIT OR Apache-2.0, the Rust project. SQLite: public domain.', '');
for (const [text, crates] of texts) {
  lines.push(`## ${crates.join(', ')}`, '', '```', text.replaceAll('```', "'''"), '```', '');
}
process.stdout.write(`${lines.join('\n')}\n`);
