// Two languages: chosen by the browser, switched by hand, remembered, and both complete.

import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';
import {closePage, makeBackup, openAs, openDetail, openPage, signIn, withBrowser} from './support.mjs';

withBrowser();

const pageFolder = new URL('../../../web/page/', import.meta.url);
// As text: to older Nodes a .js file without a package.json is no module.
const load = (name) => import(`data:text/javascript,${encodeURIComponent(readFileSync(new URL(name, pageFolder), 'utf8'))}`);
const {de} = await load('lang/de.js');
const {en} = await load('lang/en.js');
const {phrases} = await load('phrases.js');
const modules = readdirSync(pageFolder).filter((name) => name.endsWith('.js'));
const forms = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const holes = (entry) => [...new Set(forms(entry).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

test('both dictionaries have the same keys with the same places to fill in', () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const key of Object.keys(en)) assert.deepEqual(holes(de[key]), holes(en[key]), key);
});

test('every key that the modules name has a text, and every text a module that names it', () => {
  const source = modules.map((name) => readFileSync(new URL(name, pageFolder), 'utf8')).join('\n');
  // Keys stand in quotes somewhere; those that are put together, by their beginning: `state.${state}`.
  const named = new Set([...source.matchAll(/'([a-z]\w*\.[\w-]+(?:\.[\w-]+)*)'/gi)].map((match) => match[1]));
  const begun = [...source.matchAll(/`([a-z]\w*\.(?:[\w-]+\.)?)\$\{/gi)].map((match) => match[1]);
  // choice('kind', …, 'kind', …) and its like name the beginning alone.
  for (const [, prefix] of source.matchAll(/, '(kind|filterState)', /g)) begun.push(`${prefix}.`);
  const lonely = Object.keys(en).filter((key) => key.includes('.') && !named.has(key) && !begun.some((head) => key.startsWith(head)));
  assert.deepEqual(lonely, []);
  const called = [...source.matchAll(/\bt\('([^']+)'/g)].map((match) => match[1]);
  assert.ok(called.length > 50);
  assert.deepEqual(called.filter((key) => en[key] === undefined), []);
});

test('German and English differ where they should, and German has no straight quotes', () => {
  const same = Object.keys(en).filter((key) => JSON.stringify(en[key]) === JSON.stringify(de[key]));
  assert.deepEqual(same, ['title.of', 'language.de', 'language.en', 'pager.range', 'fact.sha256', 'detail.sizeExact', 'object.function', 'object.rights', 'object.replicaIdentity'].filter((key) => same.includes(key)));
  for (const key of Object.keys(de)) for (const text of forms(de[key])) assert.doesNotMatch(text, /["']/, key);
});

test('whatever the extension says of what a restore leaves out has words', () => {
  const sql = readFileSync(new URL('../../../sql/install/72_schema_statements.sql', import.meta.url), 'utf8');
  const from = sql.indexOf('CREATE FUNCTION paliad_backup_internal.schema_statements(');
  const body = sql.slice(from, sql.indexOf('COMMENT ON FUNCTION paliad_backup_internal.schema_statements('));
  // Its statements begin with capitals, and "'s" stands in comments.
  const sentences = [...body.matchAll(/'((?!s )[a-z][\w-]+ [^'\n]+)'/g)].map((match) => match[1])
    .concat(['7 large objects']);
  assert.ok(sentences.length > 40);
  const typeReasons = 'names objects of the database';
  const said = sentences.map((text) => text.replace('%s %s: it is text', `x ${typeReasons}: it is text`).replaceAll(/%[sI]/g, 'x'));
  assert.deepEqual(said.filter((text) => !phrases.some(([pattern]) => pattern.test(text))), []);
});

test('the browser’s language decides, a switch changes it, and it is remembered', async () => {
  const page = await openPage({locale: 'de-DE'});
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByRole('heading', {name: 'Anmelden'}).waitFor();
  await signIn(page);
  await page.getByRole('heading', {name: 'Sicherungen', exact: true, level: 1}).waitFor();
  await page.getByRole('button', {name: 'English'}).click();
  await page.getByRole('heading', {name: 'Backups', exact: true, level: 1}).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await page.getByRole('button', {name: 'English'}).getAttribute('aria-pressed'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'English');
  await page.reload();
  await page.getByRole('heading', {name: 'Backups', exact: true, level: 1}).waitFor();
  await closePage(page);
});

test('other languages get English', async () => {
  const page = await openPage({locale: 'fr-FR'});
  await page.getByRole('heading', {name: 'Sign in'}).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await closePage(page);
});

test('numbers, sizes and times are written as the language writes them', async () => {
  const id = makeBackup();
  const page = await openAs(undefined, {locale: 'de-DE'});
  const row = page.locator(`tr[data-id="${id}"]`);
  assert.match(await row.locator('.row-link').textContent(), /^\d\d\.\d\d\.\d{4}, \d\d:\d\d$/);
  assert.match(await row.locator('.cell-rows .cell-value').textContent(), /^\d+\.\d{3}$/);
  assert.match(await row.locator('.cell-size .cell-value').textContent(), /^\d+(,\d)?\sMB$/);
  await openDetail(page, id);
  const shown = await page.locator('main').textContent();
  assert.match(shown, /Sicherung vom \d+\. \S+ \d{4} um \d\d:\d\d/);
  assert.match(shown, /Gespräche mit Paliadin verlassen die Datenbank nie/);
  await page.getByRole('button', {name: 'Prüfen'}).click();
  await page.locator('#verification-title').waitFor();
  assert.match(await page.locator('#verification-title').textContent(), /^Alles in Ordnung: alle \d+ Prüfungen bestanden$/);
  await page.locator('.passed summary').click();
  // Whatever the extension says of a good backup has words in German.
  assert.equal(await page.locator('main [lang="en"]').count(), 0);
  await closePage(page);
});
