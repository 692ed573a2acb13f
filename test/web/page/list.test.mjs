// Filters, pages, and several requests at the same time.

import assert from 'node:assert/strict';
import {before, test} from 'node:test';
import {closePage, makeBackup, openAs, problem, readAgain, settled, sql, until, withBrowser, withLock, withSettings} from './support.mjs';

withBrowser();

const idsOf = (page) => page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.id));

const count = (where) => Number(sql(`SELECT count(*) FROM paliad.backups WHERE ${where}`));

before(async () => {
  makeBackup();
  await withSettings({lock_timeout: '100ms'}, () => withLock(async () => {
    while (count("error LIKE '%lock timeout%'") < 22) {
      sql('SELECT paliad_backup_start()');
      await settled();
    }
  }));
});

test('filters narrow the list, stand in the address, and survive a reload', async () => {
  const page = await openAs();
  const total = page.locator('.list-count');
  const shows = (wanted) => until(async () => (await total.textContent()) === `${wanted} backup${wanted === 1 ? '' : 's'}`);
  await shows(count('true'));
  assert.equal(await page.locator('[data-key="filter-reset"]').isVisible(), false);
  await page.getByLabel('State').selectOption('Failed');
  await shows(count("status = 'failed'"));
  assert.match(page.url(), /#\/\?state=failed$/);
  await page.reload();
  await shows(count("status = 'failed'"));
  assert.equal(await page.getByLabel('State').inputValue(), 'failed');
  await page.getByLabel('Search').fill('lock timeout');
  await shows(count("error LIKE '%lock timeout%'"));
  await page.getByRole('button', {name: 'Reset filters'}).click();
  await shows(count('true'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'filter-q');
  await page.getByLabel('From').fill('2001-01-01');
  await shows(count('true'));
  await page.getByLabel('To', {exact: true}).fill('2001-01-02');
  await page.getByText('No backup matches').waitFor();
  await closePage(page);
});

test('pages follow one another without a gap or a double', async () => {
  const page = await openAs();
  await page.locator('.pager').waitFor();
  const first = await idsOf(page);
  assert.equal(first.length, 20);
  assert.equal(await page.getByRole('button', {name: 'Newer'}).isDisabled(), true);
  await page.getByRole('button', {name: 'Older'}).click();
  await until(async () => (await idsOf(page))[0] !== first[0]);
  const second = await idsOf(page);
  const all = sql('SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 40').split('\n');
  assert.deepEqual([...first, ...second], all);
  await page.getByRole('button', {name: 'Newer'}).click();
  await until(async () => (await idsOf(page))[0] === first[0]);
  await closePage(page);
});

test('what a search leaves has pages too, however often it is asked for', async () => {
  const page = await openAs();
  await page.getByLabel('Search').fill('lock timeout');
  const found = count("error LIKE '%lock timeout%'");
  assert.ok(found > 20);
  await page.getByText(`1–20 of ${found}`).waitFor();
  await page.getByLabel('Search').press('Enter');
  await page.locator('.list-content:not([aria-busy])').waitFor();
  await page.getByRole('button', {name: 'Older'}).click();
  await page.getByText(`21–${found} of ${found}`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'newer');
  await closePage(page);
});

test('what is read again and hasn’t changed stays under the pointer', async () => {
  const page = await openAs();
  const older = page.getByRole('button', {name: 'Older'});
  await older.waitFor();
  await page.locator('.status [data-fact="last"]').waitFor();
  await older.scrollIntoViewIfNeeded();
  const {x, y, width, height} = await older.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await readAgain(page);
  await page.locator('.list-content:not([aria-busy])').waitFor();
  await page.locator('.banner').waitFor({state: 'detached'});
  await page.mouse.up();
  await page.getByText('21–').waitFor();
  await closePage(page);
});

test('a page that can’t be had is said, and the one that is there stays', async () => {
  const page = await openAs();
  const older = page.getByRole('button', {name: 'Older'});
  await older.waitFor();
  const first = await idsOf(page);
  await page.route('**/api/admin/backups?*after=*', (route) => route.fulfill(problem(503, 'busy')));
  await older.click();
  await page.locator('.notice-bad').waitFor();
  const {top, bottom} = await page.locator('.notice-bad').evaluate((box) => box.getBoundingClientRect().toJSON());
  assert.ok(top >= 0 && bottom <= page.viewportSize().height, 'it is seen');
  assert.deepEqual(await idsOf(page), first);
  await page.unroute('**/api/admin/backups?*after=*');
  assert.doesNotMatch(await readAgain(page), /after=/);
  await older.click();
  await until(async () => (await idsOf(page))[0] !== first[0]);
  await page.getByText('21–').waitFor();
  assert.equal(await page.locator('.notice-bad').count(), 0);
  await closePage(page);
});

test('200 requests for the list at once are all answered alike', async () => {
  const page = await openAs();
  const answers = await page.evaluate(() => Promise.all(Array.from({length: 200}, async () => {
    const response = await fetch('/api/admin/backups?limit=20', {cache: 'no-store'});
    return `${response.status} ${await response.text()}`;
  })));
  assert.equal(answers.length, 200);
  assert.deepEqual(new Set(answers).size, 1);
  assert.equal(answers[0].slice(0, 4), '200 ');
  assert.equal(JSON.parse(answers[0].slice(4)).items.length, 20);
  await page.reload();
  await page.locator('.backups').waitFor();
  await closePage(page);
});
