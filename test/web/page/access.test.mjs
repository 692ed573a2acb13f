// Who can sign in and who can't, and where the token is never stored.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {closePage, openAs, openPage, people, signIn, sql, token, url, withBrowser} from './support.mjs';

withBrowser();

test('nobody sees anything without a token, and a bad one is refused in words', async () => {
  const page = await openPage();
  await page.getByRole('heading', {name: 'Sign in'}).waitFor();
  assert.equal(await page.locator('.status, .list').count(), 0);
  const error = page.locator('#token-error');
  const attempts = [
    ['', 'Please paste your access token.'],
    ['Grüße', 'This is not an access token: it has three parts, joined by dots.'],
    ['a.b.c', 'This token isn’t accepted here. Please check that you copied all of it.'],
    [`${token(people.admin)}x`, 'This token isn’t accepted here. Please check that you copied all of it.'],
    [token(people.admin, -60), 'This token has expired. Please get a new one.'],
  ];
  for (const [text, answer] of attempts) {
    await page.locator('#token').fill(text);
    await page.keyboard.press('Enter');
    await error.getByText(answer).waitFor();
    assert.equal(await page.locator('#token').getAttribute('aria-invalid'), 'true');
  }
  await closePage(page);
});

test('the token is in no address, no storage and no script', async () => {
  const page = await openPage();
  const mine = token(people.admin);
  const addresses = [];
  page.on('request', (request) => addresses.push(request.url()));
  await signIn(page, mine);
  await page.locator('.status[data-state="good"], .status[data-state="bad"]').waitFor();
  await page.getByRole('button', {name: 'Deutsch'}).click();
  const kept = await page.evaluate(() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, document.body.outerHTML]));
  assert.ok(!kept.includes(mine.split('.')[2]));
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ['paliad.language']);
  assert.ok(addresses.length > 3);
  for (const address of [...addresses, page.url()]) assert.ok(!address.includes(mine.split('.')[1]), address);
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite], ['paliad_session', true, 'Strict']);
  await closePage(page);
});

test('a clerk is told that backups are for administrators, and sees none', async () => {
  const page = await openAs(people.clerk);
  await page.getByRole('heading', {name: 'Backups are for administrators'}).waitFor();
  assert.match(await page.locator('main').textContent(), /signed in as carl\.clerk@kanzlei\.example/);
  assert.equal(await page.locator('[data-key="run"], .list').count(), 0);
  const statuses = await page.evaluate(async () => {
    const {csrf_token: csrf} = await (await fetch('/api/session')).json();
    const ask = async (method, path) => (await fetch(path, {method, headers: {'X-CSRF-Token': csrf}})).status;
    return [await ask('GET', '/api/admin/backups'), await ask('GET', '/api/admin/backups/status'), await ask('POST', '/api/admin/backups/run')];
  });
  assert.deepEqual(statuses, [403, 403, 403]);
  await closePage(page);
});

test('who loses the right while the page is open is shown out', async () => {
  sql(`UPDATE paliad.users SET global_role = 'global_admin' WHERE id = '${people.partner}'`);
  const page = await openAs(people.partner);
  await page.locator('[data-key="run"]').waitFor();
  sql(`UPDATE paliad.users SET global_role = 'partner' WHERE id = '${people.partner}'`);
  // The first request shows that view: the click's, or another one of the page.
  page.locator('[data-key="run"]').click().catch(() => undefined);
  await page.getByRole('heading', {name: 'Backups are for administrators'}).waitFor();
  await closePage(page);
});

test('a session that ends leads to the sign-in by itself, and from there back', async () => {
  const page = await openPage();
  await signIn(page, token(people.admin, 30));
  await page.locator('.status').waitFor();
  await page.getByText('Your session has ended. Please sign in again.').waitFor();
  assert.equal(await page.locator('.status, .list').count(), 0);
  await signIn(page);
  await page.locator('.list').waitFor();
  await closePage(page);
});

test('a clock that is two hours ahead ends no session, and asks no more than another', async () => {
  const page = await openPage();
  await page.addInitScript(() => {
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) {
        super(...(given.length === 0 ? [Right.now() + 7_200_000] : given));
      }

      static now() {
        return Right.now() + 7_200_000;
      }
    };
  });
  // No stream, because its end would request the session too.
  await page.route('**/api/admin/backups/events', () => {});
  await page.reload();
  let asked = 0;
  page.on('request', (request) => { asked += Number(new URL(request.url()).pathname === '/api/session'); });
  await signIn(page, token(people.admin, 60));
  await page.locator('.status').waitFor();
  await page.waitForTimeout(4000);
  assert.equal(asked, 2, 'once to sign in, once to see who that is');
  await page.getByText('Your session has ended. Please sign in again.').waitFor();
  assert.equal(asked, 3);
  await closePage(page);
});

test('signing out takes the cookie away', async () => {
  const page = await openAs();
  await page.getByRole('button', {name: 'Sign out'}).click();
  await page.getByText('You have signed out.').waitFor();
  assert.deepEqual(await page.context().cookies(), []);
  await page.reload();
  await page.getByRole('heading', {name: 'Sign in'}).waitFor();
  await closePage(page);
});

test('a request without the CSRF token is refused', async () => {
  const page = await openAs();
  const status = await page.evaluate(async () => (await fetch('/api/admin/backups/run', {method: 'POST'})).status);
  assert.equal(status, 403);
  const response = await page.request.get(`${url}/admin/backups`);
  assert.match(response.headers()['content-security-policy'], /script-src 'self';.*style-src 'self';/);
  await closePage(page);
});
