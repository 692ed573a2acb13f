// Failures around the page: it shows them in words, loses nothing, and recovers by itself.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import {test} from 'node:test';
import {
  closePage, database, fileOf, makeBackup, openAs, openDetail, problem, settled, sql, url, withBrowser, withLock,
  withSettings,
} from './support.mjs';

withBrowser();

test('without an export directory a run says what is missing', async () => {
  const page = await openAs();
  await withSettings({export_dir: ''}, async () => {
    await page.getByRole('button', {name: 'Back up now'}).click();
    await page.getByText('No directory for backups is set up on the database server.').waitFor();
    await page.reload();
    await page.getByText(/^The backup directory can’t be used/).waitFor();
    await page.getByRole('button', {name: 'Deutsch'}).click();
    await page.getByText(/^Das Sicherungsverzeichnis ist nicht benutzbar/).waitFor();
    assert.equal(await page.locator('main [lang="en"]').count(), 0);
  });
  await closePage(page);
});

test('a backup that fails says why, in the list, above it and in full', async () => {
  makeBackup();
  const page = await openAs(undefined, {locale: 'de-DE'});
  await page.locator('.status[data-state="good"]').waitFor();
  await withSettings({lock_timeout: '200ms'}, () => withLock(async () => {
    await page.getByRole('button', {name: 'Jetzt sichern'}).click();
    await page.getByText('Die letzte Sicherung ist fehlgeschlagen: Eine Tabelle war zu lange durch etwas anderes gesperrt.').waitFor();
  }));
  await settled();
  const row = page.locator('tbody tr').first();
  await row.locator('.badge-failed').waitFor();
  assert.equal(await row.locator('.trouble').textContent(), 'Eine Tabelle war zu lange durch etwas anderes gesperrt.');
  assert.equal(await row.locator('.cell-file a').count(), 0);
  await row.locator('.row-link').click();
  await page.getByRole('heading', {name: 'Warum sie fehlgeschlagen ist'}).waitFor();
  assert.equal(await page.locator('.action-bar button, .action-bar a').count(), 0);
  await closePage(page);
});

test('each reason stands on its own line, and none shows a code', async () => {
  makeBackup();
  const id = sql(`INSERT INTO paliad.backups (kind, status, requested_by_email, error, started_at, finished_at)
    VALUES ('on_demand', 'failed', 'x@x', 'cut; off', now(), now()) RETURNING id`);
  sql(`INSERT INTO paliad.backup_slots (scheduled_for, outcome) VALUES ('infinity', 'done')`);
  const page = await openAs(undefined, {locale: 'de-DE'});
  const lines = page.locator('.reasons li');
  await lines.first().waitFor();
  assert.equal(await lines.first().textContent(), 'Die letzte Sicherung ist fehlgeschlagen: cut; off');
  assert.equal(await lines.first().locator('[lang="en"]').textContent(), 'cut; off');
  assert.match(await lines.nth(1).textContent(), /^Der Eintrag für infinity in paliad\.backup_slots kann nicht stimmen/);
  sql(`UPDATE paliad.backups SET error_code = 'not_recorded',
    error_arguments = '{"because": {"code": "disk_full", "arguments": {"message": "x"}, "text": "x"}}' WHERE id = '${id}'`);
  await page.reload();
  await page.locator('.reasons').waitFor();
  const why = 'Die Sicherung konnte nicht eingetragen werden: Der Datenträger war voll.';
  assert.equal(await lines.first().textContent(), `Die letzte Sicherung ist fehlgeschlagen: ${why}`);
  assert.equal(await page.locator(`tr[data-id="${id}"] .trouble`).textContent(), why);
  assert.equal(await page.locator(`.status [lang="en"], tr[data-id="${id}"] [lang="en"]`).count(), 0);
  await openDetail(page, id);
  assert.equal(await page.locator('.callout-bad p').textContent(), why);
  sql(`DELETE FROM paliad.backups WHERE id = '${id}'`);
  sql(`DELETE FROM paliad.backup_slots WHERE scheduled_for = 'infinity'`);
  await closePage(page);
});

test('offline it says so, keeps what it shows, and comes back by itself', async () => {
  const page = await openAs();
  await page.locator('.backups').waitFor();
  const rows = await page.locator('tbody tr').count();
  await page.context().setOffline(true);
  const banner = page.getByText('The server can’t be reached. The page goes on by itself as soon as it answers.');
  await banner.waitFor();
  assert.equal(await page.locator('tbody tr').count(), rows);
  await page.locator('[data-key="run"]').click();
  await page.locator('.notice-bad').waitFor();
  const id = makeBackup();
  await page.context().setOffline(false);
  await banner.waitFor({state: 'detached'});
  await page.locator(`tr[data-id="${id}"]`).waitFor();
  await closePage(page);
});

test('a page that is opened while the server can’t answer waits for it', async () => {
  const page = await openAs();
  let away = true;
  await page.route('**/api/**', (route) => (away ? route.abort('connectionrefused') : route.continue()));
  await page.reload();
  await page.getByRole('heading', {name: 'No connection.'}).waitFor();
  away = false;
  await page.locator('.list').waitFor();
  await closePage(page);
});

test('while the database is away the page says so, and goes on when it is back', async () => {
  const page = await openAs();
  await page.locator('.backups').waitFor();
  database('stop');
  try {
    await page.getByText('The database can’t be reached. The page goes on by itself as soon as it is back.').waitFor();
    assert.ok(await page.locator('tbody tr').count() > 0);
  } finally {
    database('start');
  }
  await page.locator('.banner').waitFor({state: 'detached'});
  const id = makeBackup();
  await page.locator(`tr[data-id="${id}"]`).waitFor();
  await closePage(page);
});

test('a list that can’t be read says so, and can be asked for again', async () => {
  const page = await openAs();
  let broken = true;
  // No events, because the page would read the list again as soon as their stream begins.
  await page.route('**/api/admin/backups/events', () => {});
  await page.route('**/api/admin/backups?*', (route) => (broken ? route.fulfill(problem(500, 'internal')) : route.continue()));
  await page.reload();
  await page.getByText('The list couldn’t be loaded').waitFor();
  broken = false;
  await page.locator('[data-key="retry-list"]').click();
  await page.locator('.backups').waitFor();
  await closePage(page);
});

test('a file that went is said before the browser tries to load it', async () => {
  const id = makeBackup();
  const page = await openAs();
  // Not aborted, because the page would then read the list again, and the link might be replaced during the click.
  await page.route('**/api/admin/backups/events', () => {});
  await page.reload();
  const link = page.locator(`tr[data-id="${id}"] .cell-file a`);
  await link.waitFor();
  sql(`SELECT paliad_backup_delete('${id}')`);
  await link.click();
  await page.getByText('The file of this backup has been removed.').waitFor();
  await closePage(page);
});

// A proxy that breaks the first connection with a download after `bytes`.
async function cuttingProxy(bytes) {
  const target = new URL(url);
  let cuts = 0;
  const proxy = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname);
    let downloads = false;
    let passed = 0;
    client.on('data', (block) => {
      downloads ||= /^GET \S+\/download /.test(block.toString('latin1')) && !/range: bytes=0-0/i.test(block.toString('latin1'));
      server.write(block);
    });
    server.on('data', (block) => {
      passed += downloads ? block.length : 0;
      if (passed > bytes && cuts === 0) {
        cuts += 1;
        client.destroy();
        server.destroy();
      } else {
        client.write(block);
      }
    });
    for (const [one, other] of [[client, server], [server, client]]) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {base: `http://127.0.0.1:${proxy.address().port}`, cuts: () => cuts, close: () => proxy.close()};
}

test('a download whose connection drops goes on, or is had whole by asking again', async (t) => {
  const id = makeBackup();
  const file = readFileSync(fileOf(id));
  const proxy = await cuttingProxy(file.length >> 1);
  t.after(proxy.close);
  const page = await openAs(undefined, {base: proxy.base});
  const link = page.locator(`tr[data-id="${id}"] .cell-file a`);
  const load = async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    return (await download.failure()) === null ? readFileSync(await download.path()) : null;
  };
  const bytes = (await load()) ?? (await load());
  assert.equal(proxy.cuts(), 1);
  assert.ok(bytes !== null && bytes.equals(file));
  assert.equal(await page.locator('.backups').count(), 1);
  await closePage(page);
});

test('the rest of a broken download can be had by its ETag', async () => {
  const id = makeBackup();
  const file = readFileSync(fileOf(id));
  const page = await openAs();
  await openDetail(page, id);
  const at = file.length - 1000;
  const answer = await page.evaluate(async ([id, at]) => {
    const href = `/api/admin/backups/${id}/download`;
    const begin = await fetch(href, {headers: {Range: 'bytes=0-0'}});
    const rest = await fetch(href, {headers: {Range: `bytes=${at}-`, 'If-Range': begin.headers.get('ETag')}});
    return [rest.status, rest.headers.get('Content-Range'), [...new Uint8Array(await rest.arrayBuffer())]];
  }, [id, at]);
  assert.equal(answer[0], 206);
  assert.equal(answer[1], `bytes ${at}-${file.length - 1}/${file.length}`);
  assert.ok(Buffer.from(answer[2]).equals(file.subarray(at)));
  await closePage(page);
});
