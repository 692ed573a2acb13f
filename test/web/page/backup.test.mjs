// A whole round: run, progress, done; download, verify, hold, delete; cancel.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {test} from 'node:test';
import {
  closePage, fileOf, makeBackup, openAs, openDetail, readAgain, removeFree, settled, sql, until, withBrowser, withLock,
  withSettings,
} from './support.mjs';

withBrowser();

const newest = () => sql('SELECT id FROM paliad.backups ORDER BY started_at DESC LIMIT 1');

test('a run shows its progress, ends as done and stands in the list without a reload', async () => {
  const page = await openAs();
  const before = Number(sql('SELECT count(*) FROM paliad.backups'));
  const percents = new Set();
  const phases = new Set();
  const rests = new Set();
  await withSettings({rate_limit: '200kB', workers: '0'}, async () => {
    await page.getByRole('button', {name: 'Back up now'}).click();
    const bar = page.getByRole('progressbar', {name: 'Backup running'});
    await bar.waitFor();
    await page.locator('[data-key="run"][aria-disabled="true"]').waitFor();
    await page.locator('tr.is-running').waitFor();
    const said = (texts, pattern) => [...texts].some((text) => pattern.test(text));
    await until(async () => {
      const [percent, phase, rest] = await page.locator('.progress').evaluate((panel) => [
        panel.querySelector('progress').value, ...['phase', 'rest'].map((part) => panel.querySelector(`.progress-${part}`).textContent),
      ]);
      percents.add(percent);
      phases.add(phase);
      rests.add(rest);
      return percents.size > 3 && said(phases, /^Reading “\w+” · [\d,]+ rows, /) && said(rests, /^about \d+ \w+.* left$/);
    });
  });
  await settled();
  const row = page.locator(`tr[data-id="${newest()}"]`);
  await row.locator('.badge-done').waitFor();
  await page.locator('.progress').waitFor({state: 'detached'});
  await page.locator('[data-live]', {hasText: /^The backup is done\.$/}).waitFor();
  const [size, rows] = sql(`SELECT size_bytes, (SELECT sum(value::bigint) FROM jsonb_each_text(row_counts))
    FROM paliad.backups WHERE id = '${newest()}'`).split('|').map(Number);
  assert.equal(await row.locator('.cell-rows .cell-value').textContent(), new Intl.NumberFormat('en-GB').format(rows));
  assert.equal(await row.locator('.cell-size .cell-value').textContent(), `${(size / 1e6).toFixed(1)} MB`);
  assert.match(await row.textContent(), /On demand · anna\.admin@kanzlei\.example/);
  assert.equal(Number(sql('SELECT count(*) FROM paliad.backups')), before + 1);
  await closePage(page);
});

test('a download has the bytes of the artifact on disk', async () => {
  const id = makeBackup();
  const page = await openAs();
  const row = page.locator(`tr[data-id="${id}"]`);
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link', {name: /^Download/}).click()]);
  const file = fileOf(id);
  assert.equal(download.suggestedFilename(), file.split('/').pop());
  const bytes = readFileSync(await download.path());
  assert.ok(bytes.equals(readFileSync(file)));
  assert.equal(createHash('sha256').update(bytes).digest('hex'), sql(`SELECT sha256 FROM paliad.backups WHERE id = '${id}'`));
  await closePage(page);
});

test('the detail names every table with its rows, and what was left out and why', async () => {
  const id = makeBackup();
  const page = await openAs();
  await openDetail(page, id);
  const shown = await page.locator('.sheets tbody tr').evaluateAll((rows) => rows.map((row) =>
    `${row.cells[0].textContent}|${row.cells[2].textContent.replaceAll(',', '')}`));
  const counted = sql(`SELECT key || '|' || value FROM paliad.backups, jsonb_each_text(row_counts) WHERE id = '${id}'`);
  assert.deepEqual(shown.sort(), counted.split('\n').sort());
  const left = page.locator('.left-out').first();
  assert.match(await left.textContent(), /Conversations with Paliadin never leave the database.*paliad\.paliadin_turns/);
  await page.locator('.columns summary').first().click();
  assert.match(await page.locator('.columns p').first().textContent(), /\w+, \w+/);
  const warnings = sql(`SELECT jsonb_array_length(warnings) FROM paliad.backups WHERE id = '${id}'`);
  assert.equal(await page.locator('.warnings li').count(), Number(warnings));
  assert.ok(!(await page.locator('.warnings').textContent()).includes('{'));
  await closePage(page);
});

test('a check says that all is well, and finds a byte that was changed', async () => {
  const id = makeBackup();
  const page = await openAs();
  await openDetail(page, id);
  await page.getByRole('button', {name: 'Verify'}).click();
  const verdict = page.locator('#verification-title');
  await verdict.waitFor();
  assert.match(await verdict.textContent(), /^All is well: all \d+ checks passed$/);
  assert.equal(sql(`SELECT verified_ok FROM paliad.backups WHERE id = '${id}'`), 't');
  await page.locator('.badges .mark-good').waitFor();

  const file = fileOf(id);
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(file, bytes);
  await page.getByRole('button', {name: 'Verify'}).click();
  await page.locator('.callout-bad').waitFor();
  assert.match(await verdict.textContent(), /^This backup is damaged: \d+ checks? failed$/);
  assert.match(await page.locator('.checks').first().textContent(),
    /The file as a whole.*Wrong.*Its SHA-256 isn’t the catalog’s: the file was changed/);
  assert.equal(sql(`SELECT verified_ok FROM paliad.backups WHERE id = '${id}'`), 'f');
  await page.locator('.badges .mark-bad').waitFor();
  await removeFree(id);
  await closePage(page);
});

test('what is held can not be deleted until it is released; a delete asks first', async () => {
  const id = makeBackup();
  const file = fileOf(id);
  const page = await openAs();
  // The page shows the latest good backup from the status, which it reads in another request.
  await page.locator('.status [data-fact="last"]').waitFor();
  await openDetail(page, id);
  const remove = page.getByRole('button', {name: 'Delete'});
  await page.getByRole('button', {name: 'Keep', exact: true}).click();
  await page.getByText('This backup is now kept, whatever its age.').waitFor();
  assert.equal(sql(`SELECT held FROM paliad.backups WHERE id = '${id}'`), 't');
  await page.locator('[data-key="delete"][aria-disabled="true"]').waitFor();
  await page.getByRole('button', {name: 'Stop keeping'}).click();
  await page.getByText('This backup is no longer kept').waitFor();
  assert.equal(sql(`SELECT held FROM paliad.backups WHERE id = '${id}'`), 'f');

  await page.locator('[data-key="delete"]:not([aria-disabled])').waitFor();
  await remove.click();
  const dialog = page.getByRole('dialog', {name: 'Delete this backup?'});
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /This is your latest good backup\./);
  await dialog.getByRole('button', {name: 'Don’t delete'}).click();
  await dialog.waitFor({state: 'detached'});
  assert.ok(existsSync(file));

  await remove.click();
  await dialog.getByRole('button', {name: 'Delete', exact: true}).click();
  await page.getByText(/^The file of the backup of .* has been removed\.$/).waitFor();
  assert.ok(!existsSync(file));
  assert.notEqual(sql(`SELECT deleted_at FROM paliad.backups WHERE id = '${id}'`), '');
  await page.locator('.badge-removed').waitFor();
  assert.equal(await page.locator('.action-bar').textContent(), '');
  for (const other of sql("SELECT id FROM paliad.backups WHERE status = 'done' AND deleted_at IS NULL").split('\n').filter(Boolean))
    await removeFree(other);
  await page.locator('[data-key="back"]').click();
  await page.getByText('The files of all good backups have been removed.').waitFor();
  assert.match(await page.locator('[data-fact="last"]').textContent(), /none left/);
  await closePage(page);
});

test('a button that is being pressed survives that the backup is read again', async () => {
  const id = makeBackup();
  const page = await openAs();
  await openDetail(page, id);
  const {x, y, width, height} = await page.getByRole('button', {name: 'Verify'}).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await readAgain(page, new RegExp(`/backups/${id}$`));
  await page.locator('.banner').waitFor({state: 'detached'});
  await page.mouse.up();
  await page.locator('#verification-title').waitFor();
  await closePage(page);
});

test('a hold that somebody else set is said when a delete meets it', async () => {
  const id = makeBackup();
  const page = await openAs();
  await openDetail(page, id);
  // Not aborted, because the page would then read the backup again, and announce it.
  await page.route('**/api/admin/backups/events', () => {});
  await page.reload();
  await page.locator('.fact-list').waitFor();
  sql(`SELECT paliad_backup_hold('${id}', true)`);
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Delete', exact: true}).click();
  await page.getByText('This backup is kept. Stop keeping it before you delete it.').waitFor();
  assert.ok(existsSync(fileOf(id)));
  sql(`SELECT paliad_backup_hold('${id}', false)`);
  await closePage(page);
});

test('a canceled run ends as failed, says by whom, and the status takes it for no failure', async () => {
  const page = await openAs();
  await withLock(async () => {
    await page.getByRole('button', {name: 'Back up now'}).click();
    await page.getByRole('button', {name: 'Cancel'}).click();
    await settled();
  });
  const row = page.locator(`tr[data-id="${newest()}"]`);
  assert.equal(await row.locator('.trouble').textContent(), 'Canceled by anna.admin@kanzlei.example.');
  assert.equal(await page.getByText('The last backup failed').count(), 0);
  await closePage(page);
});

test('a run that somebody else began shows here too, and a second one is refused in words', async () => {
  const page = await openAs();
  await withLock(async () => {
    await page.route('**/api/admin/backups/status', (route) => route.abort());
    // The stream's request stays unanswered until the test allows a new one.
    const unanswered = [];
    await page.route('**/api/admin/backups/events', (route) => { unanswered.push(route); });
    await page.reload();
    await page.locator('.backups, .empty').first().waitFor();
    const id = sql('SELECT paliad_backup_start()');
    await page.getByRole('button', {name: 'Back up now'}).click();
    await page.getByText('Another backup is already running. Only one can run at a time.').waitFor();
    await page.unroute('**/api/admin/backups/status');
    await page.unroute('**/api/admin/backups/events');
    for (const route of unanswered) await route.abort().catch(() => undefined);
    await page.locator('.progress').waitFor();
    sql(`SELECT paliad_backup_cancel('${id}')`);
    await page.locator('.progress').waitFor({state: 'detached'});
  });
  await settled();
  await closePage(page);
});

test('news of a backup that has ended already is ignored', async () => {
  const id = makeBackup();
  const event = (name, data) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  const progress = {id, phase: 'reading', sheet: 'matters', sheets: 49, rows_done: 1, rows_expected: 2, bytes: 1, percent: 50, eta: null};
  const page = await openAs();
  // No status: it would say that nothing runs, and remove the progress of the stale event.
  await page.route('**/api/admin/backups/status', () => {});
  let streams = 0;
  await page.route('**/api/admin/backups/events', (route) => {
    streams += 1;
    if (streams > 1) return undefined;
    const body = event('hello', {database: true}) + event('backup', {id, status: 'done'}) + event('progress', progress);
    return route.fulfill({contentType: 'text/event-stream', body});
  });
  await page.reload();
  // When there is a second stream, the first one has been read to its end.
  await until(() => streams > 1);
  await page.locator(`tr[data-id="${id}"]`).waitFor();
  assert.equal(await page.locator('.progress').count(), 0);
  await closePage(page);
});
