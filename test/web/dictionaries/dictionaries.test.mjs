// Both dictionaries of the page are complete: each key has its text in both, and so has each code of the extension.

import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';

const pageFolder = new URL('../../../web/page/', import.meta.url);
// Read as text, because in older versions of Node a .js file without a package.json is no module.
const load = (name) => import(`data:text/javascript,${encodeURIComponent(readFileSync(new URL(name, pageFolder), 'utf8'))}`);
const {de} = await load('lang/de.js');
const {en} = await load('lang/en.js');
const modules = readdirSync(pageFolder).filter((name) => name.endsWith('.js'));
const forms = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const namesIn = (text) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]);
const holes = (entry) => [...new Set(forms(entry).flatMap(namesIn))].sort();

// The extension's codes, each with the arguments of its sentence, from the tables of src/core/codes.
function codes() {
  const folder = new URL('../../../src/core/codes/', import.meta.url);
  const tables = readdirSync(folder).filter((name) => name.endsWith('_texts.hpp'))
    // A literal may continue on the next line.
    .map((name) => readFileSync(new URL(name, folder), 'utf8').replace(/"\s*\n\s*"/g, '')).join('\n');
  const literal = '"((?:[^"\\\\]|\\\\.)*)"';
  const rows = [...tables.matchAll(new RegExp(`\\{${literal},\\s*${literal},\\s*${literal}\\}`, 'g'))];
  assert.equal(rows.length, tables.match(/^\s*\{"/gm).length);
  return rows.map(([, code, english]) => [code, namesIn(english)]);
}

test('both dictionaries have the same keys with the same places to fill in', () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const key of Object.keys(en)) assert.deepEqual(holes(de[key]), holes(en[key]), key);
});

test('every key that the modules name has a text, and every text a module that names it', () => {
  const source = modules.map((name) => readFileSync(new URL(name, pageFolder), 'utf8')).join('\n');
  // A key is in quotes somewhere in the source, or its beginning is, where the source puts it together:
  // `state.${state}`.
  const named = new Set([...source.matchAll(/'([a-z]\w*\.[\w-]+(?:\.[\w-]+)*)'/gi)].map((match) => match[1]));
  const begun = [...source.matchAll(/`([a-z]\w*\.(?:[\w-]+\.)?)\$\{/gi)].map((match) => match[1]);
  // choice('kind', …, 'kind', …) and similar calls name only the beginning.
  for (const [, prefix] of source.matchAll(/, '(kind|filterState)', /g)) begun.push(`${prefix}.`);
  const lonely = Object.keys(en).filter((key) => key.includes('.') && !named.has(key) && !begun.some((head) => key.startsWith(head)));
  assert.deepEqual(lonely, []);
  const called = [...source.matchAll(/\bt\('([^']+)'/g)].map((match) => match[1]);
  assert.ok(called.length > 50);
  assert.deepEqual(called.filter((key) => en[key] === undefined), []);
});

test('German and English differ where they should, and German has no straight quotes', () => {
  const same = Object.keys(en).filter((key) => JSON.stringify(en[key]) === JSON.stringify(de[key]));
  assert.deepEqual(same, ['title.of', 'language.de', 'language.en', 'pager.range', 'fact.sha256', 'detail.sizeExact', 'code.object_table',
    'code.object_schema', 'code.object_operator', 'code.object_other', 'code.other', 'code.check_failed'].filter((key) => same.includes(key)));
  for (const key of Object.keys(de)) for (const text of forms(de[key])) assert.doesNotMatch(text, /["']/, key);
});

test('every code of the extension has a text, filled with arguments that its sentence has', () => {
  const known = codes();
  assert.ok(known.length > 150);
  assert.deepEqual(Object.keys(en).filter((key) => key.startsWith('code.')).sort(), known.map(([code]) => `code.${code}`).sort());
  // The number that chooses a plural form is an argument too.
  const needs = (entry) => (typeof entry === 'string' ? holes(entry) : [...holes(entry), 'count']);
  for (const [code, names] of known)
    for (const dictionary of [de, en])
      assert.deepEqual(needs(dictionary[`code.${code}`]).filter((name) => !names.includes(name)), [], code);
});
