// Names of a table, a column and a user that are markup: they must be shown as text.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {closePage, openAs, openDetail, people, settled, sql, withBrowser, withLock} from './support.mjs';

withBrowser();

const attack = '<img src=x onerror="window.broken=1">';
const script = '<script>window.broken=1</script>';
const email = `"${script}"@kanzlei.example`;

const quoted = `paliad."${attack.replaceAll('"', '""')}"`;

// One such table becomes a sheet, with a name that is safe for files; the other one is left out and shown by its full
// name.
before(() => {
  sql(`CREATE TABLE ${quoted} ("${script}" text)`);
  sql(`CREATE TABLE paliad."${script}" (a text)`);
  sql(`INSERT INTO paliad.backup_sheet_rules (relation, excluded, note) VALUES ('paliad."${script}"', true, '${attack}')`);
  sql(`UPDATE paliad.users SET email = '${email}', global_role = 'global_admin' WHERE id = '${people.partner}'`);
});

after(() => {
  sql(`DROP TABLE ${quoted}, paliad."${script}"`);
  sql(`DELETE FROM paliad.backup_sheet_rules WHERE note = '${attack}'`);
  sql(`UPDATE paliad.users SET email = 'renate.mueller@kanzlei.example', global_role = 'partner' WHERE id = '${people.partner}'`);
});

async function assertHarmless(page) {
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  assert.equal(await page.locator('img, main script, .shell script').count(), 0);
}

test('a table, a column, a rule’s note and a user may be called like markup', async () => {
  const page = await openAs(people.partner);
  assert.equal(await page.locator('.account-name').textContent(), email);
  await page.locator('[data-key="run"]').click();
  const mine = page.locator('.backups tbody tr', {has: page.locator('.who', {hasText: email})});
  await mine.locator('.badge-done').waitFor();
  const id = await mine.getAttribute('data-id');
  await assertHarmless(page);

  await openDetail(page, id);
  const row = page.locator('.sheets tbody tr', {hasText: 'onerror'});
  assert.match(await row.textContent(), /^_img src=x onerror=/);
  await row.locator('summary').click();
  assert.match(await row.locator('.columns p').textContent(), /<script>window\.broken=1/);
  const left = page.locator('.left-out > div', {hasText: `A rule leaves it out: ${attack}`});
  assert.equal(await left.locator('code').textContent(), `paliad."${script}"`);
  await page.getByRole('button', {name: 'Verify'}).click();
  await page.locator('#verification-title').waitFor();
  await page.locator('.passed summary').click();
  assert.match(await page.locator('.checks').textContent(), /_img src=x onerror=/);
  await assertHarmless(page);
  await closePage(page);
});

test('an error may quote markup', async () => {
  const page = await openAs(people.partner);
  await withLock(async () => {
    await page.locator('[data-key="run"]').click();
    await page.getByRole('button', {name: 'Cancel'}).click();
    await settled();
  });
  await page.getByText(`Canceled by ${email}.`).first().waitFor();
  await assertHarmless(page);
  await closePage(page);
});

test('an address may ask for anything', async () => {
  const page = await openAs();
  for (const place of [`#/${attack}`, '#/?state=constructor&q=%3Cscript%3E&from=99999-99-99', '#/00000000-0000-0000-0000-000000000000']) {
    await page.goto(`${page.url().split('#')[0]}${place}`);
    await page.locator('.empty, .backups, h1').first().waitFor();
  }
  await page.getByRole('heading', {name: 'There is no such backup'}).waitFor();
  await assertHarmless(page);
  await closePage(page);
});
