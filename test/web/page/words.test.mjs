// Two languages: chosen by the browser, switched by the user, remembered. Whether both are complete is tested by
// test/web/dictionaries.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {closePage, makeBackup, openAs, openDetail, openPage, signIn, withBrowser} from './support.mjs';

withBrowser();

// The page's markup for these codes.
function said(page, all) {
  return page.evaluate(async (all) => {
    const {say} = await import('/admin/backups/assets/words.js');
    return all.map((coded) => say(coded).outerHTML.replaceAll(/[\u00a0\u202f]/g, ' '));
  }, all);
}

const late = {code: 'backup_late', arguments: {last: '2026-11-24 00:17:44.1+00', due: '2026-07-01 03:00:00+05:30'}, text: 'late'};
const rows = (count) => ({code: 'rows_same', arguments: {count}, text: 'rows'});

test('arguments are shaped by their names', async () => {
  const page = await openPage({locale: 'de-DE'});
  assert.deepEqual(await said(page, [
    late,
    {code: 'disk_nearly_full', arguments: {free_bytes: 1500000}},
    {code: 'file_as_in_catalog', arguments: {bytes: 20480}},
    {code: 'size_not_of_catalog', arguments: {bytes: 1234567, expected: 1234568}},
    rows(1), rows(1234), rows('1'),
    {code: 'entries_missing', arguments: {names: ' csv/a.csv json/a.json'}},
    {code: 'slot_row_wrong', arguments: {slot: 'infinity', outcome: 'done'}},
    {code: 'last_backup_failed', arguments: {because: {code: 'canceled_by', arguments: {by: '<b>eve</b>'}, text: 'x'}}},
  ]), [
    'Die letzte gute Sicherung ist vom 24.11.2026, 01:17; fällig war eine am 30.06.2026, 23:30.',
    'Der Speicherplatz ist fast aufgebraucht: Es sind nur noch 1,5 MB frei.',
    '20,5 kB; Größe und SHA-256 wie im Katalog',
    'Sie hat 1.234.567 Byte; im Katalog stehen 1.234.568',
    '1 Zeile, gleich in CSV, JSON und Mappe', '1.234 Zeilen, gleich in CSV, JSON und Mappe', '1 Zeile, gleich in CSV, JSON und Mappe',
    'Es fehlen: csv/a.csv json/a.json',
    'Der Eintrag für infinity in paliad.backup_slots kann nicht stimmen. Bitte berichtigen Sie seine Zeiten, oder löschen Sie ihn.',
    'Die letzte Sicherung ist fehlgeschlagen: <span>Abgebrochen von &lt;b&gt;eve&lt;/b&gt;.</span>',
  ].map((text) => `<span>${text}</span>`));
  await closePage(page);
});

test('what has no words here is shown in English as it came, and marked so', async () => {
  const strange = [
    {code: null, arguments: null, text: 'a <b>; c'},
    {code: 'of_tomorrow', arguments: {}, text: 'new'},
    {code: 'backup_late', arguments: {last: '2026-11-24 00:17:44+00'}, text: 'without due'},
    {code: 'rows_same', arguments: {}, text: 'without count'},
  ];
  const inside = [
    {code: 'last_backup_failed', arguments: {because: {code: '', arguments: {}, text: 'old; error'}}, text: 'x'},
    {code: 'directory_unusable', arguments: {because: {code: 'other', arguments: {message: 'is a link'}, text: 'is a link'}}, text: 'x'},
  ];
  const page = await openPage({locale: 'de-DE'});
  assert.deepEqual(await said(page, strange), ['a &lt;b&gt;; c', 'new', 'without due', 'without count'].map((text) => `<span lang="en">${text}</span>`));
  assert.deepEqual(await said(page, inside), [
    '<span>Die letzte Sicherung ist fehlgeschlagen: <span lang="en">old; error</span></span>',
    '<span>Das Sicherungsverzeichnis ist nicht benutzbar: <span><span lang="en">is a link</span></span></span>',
  ]);
  await closePage(page);
  const english = await openPage({locale: 'en-GB'});
  assert.deepEqual(await said(english, strange.slice(1, 2)), ['<span>new</span>']);
  assert.deepEqual(await said(english, [late]),
    ['<span>The last good backup is of 24 Nov 2026, 01:17; another one was due at 30 Jun 2026, 23:30.</span>']);
  await closePage(english);
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
  // All sentences of a good backup are in German, except for the names of definitions.
  assert.equal(await page.locator('main [lang="en"]').count(), await page.locator('.left-out code [lang="en"]').count());
  await closePage(page);
});
