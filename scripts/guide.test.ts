import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const guide = join(__dirname, '..', 'docs', 'guide');
const pages = readdirSync(guide).filter(name => name.endsWith('.md'));
const textOf = (name: string): string => readFileSync(join(guide, name), 'utf8');
const shots = readdirSync(join(guide, 'shots')).map(name => textOf(join('shots', name)));

test('every picture of the guide is there, and a script takes it', () => {
  const wanted = pages.flatMap(name => [...textOf(name).matchAll(/\(pictures\/([\w-]+)\.webp\)/g)]);
  const names = wanted.map(([, name]) => name).sort();
  const kept = readdirSync(join(guide, 'pictures')).map(name => name.replace('.webp', ''));
  const taken = shots.flatMap(text => [...text.matchAll(/'([\w-]+)'\s*\)/g)].map(([, name]) => name));
  expect(kept.sort()).toEqual([...new Set(names)]);
  expect(names.filter(name => !taken.includes(name))).toEqual([]);
});

test('every page of the guide is on its first page', () => {
  const first = textOf('README.md');
  expect(pages.filter(name => name !== 'README.md' && !first.includes(`(${name})`))).toEqual([]);
});
