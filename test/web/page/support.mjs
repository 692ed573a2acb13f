// Shared by the page's tests: a browser, users who sign in, and the database.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before} from 'node:test';
import {chromium} from 'playwright-core';
import * as server from '../paliad.mjs';

export const {database, fileOf, makeBackup, settled, sql, until, withLock, withSettings} = server;

export const url = process.env.PALIAD_WEB_URL;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const people = {...server.people, partner: '00000000-0000-4000-8000-000000000003'};

const browserArguments = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

// Long, because a busy machine is no fault of the page.
const patience = 180_000;

export let browser;

// To be called once in a file, so that its tests have `browser`.
export function withBrowser() {
  before(async () => {
    browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: browserArguments, timeout: patience});
  });
  after(() => browser.close());
}

export function token(user, seconds = 3600) {
  const claims = server.claimsOf(user, {exp: server.now() + seconds});
  return server.token(claims, {key: process.env.PALIAD_WEB_SECRET});
}

// The server's answer with a problem, for a faked route.
export const problem = (status, code) => ({
  status, contentType: 'application/problem+json', body: JSON.stringify({type: 'x', title: 'x', status, code, detail: 'x'}),
});

// --- the database ---

// Removes an artifact that the page has just read. Repeats that, because its lock is released only after the answer.
export function removeFree(id) {
  return until(() => {
    try {
      sql(`SELECT paliad_backup_delete('${id}')`);
      return true;
    } catch (error) {
      if (!/is being read/.test(error.stderr)) throw error;
      return false;
    }
  });
}

// --- the page ---

// Opens a new browser profile with one page, which collects errors of scripts and violations of the content security
// policy. Neither may happen. A `user` is signed in already.
export async function openPage({at = '/admin/backups', base = url, user = null, ...options} = {}) {
  const context = await browser.newContext({
    locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: {width: 1280, height: 900}, reducedMotion: 'reduce', ...options,
  });
  context.setDefaultTimeout(patience);
  context.setDefaultNavigationTimeout(patience);
  if (user !== null) await context.request.post(`${base}/api/session`, {headers: {Authorization: `Bearer ${token(user)}`}});
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.faults.push(message.text());
  });
  await page.goto(base + at);
  return page;
}

export async function closePage(page) {
  await page.context().close();
  assert.deepEqual(page.faults, []);
}

export async function signIn(page, someone = token(people.admin)) {
  await page.locator('#token').fill(someone);
  await page.keyboard.press('Enter');
  await page.locator('[data-key="sign-out"]').waitFor();
}

// Opens a page that is signed in; `place` may name a route after the #.
export async function openAs(user = people.admin, {place = '', ...options} = {}) {
  const page = await openPage({at: `/admin/backups${place}`, user, ...options});
  await page.locator('[data-key="sign-out"]').waitFor();
  return page;
}

export async function openDetail(page, id) {
  await page.goto(`${new URL(page.url()).origin}/admin/backups#/${id}`);
  await page.locator('.fact-list').waitFor();
}

// Makes the page read again what it shows; returns the address that matches.
export async function readAgain(page, address = /backups\?/) {
  const again = page.waitForResponse((response) => address.test(response.url()));
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.evaluate(() => dispatchEvent(new Event('online')));
  return (await again).url();
}

// axe must find no violation of WCAG 2.2 AA or of good practice.
export async function assertAccessible(page, name) {
  // Scripts of the test aren't subject to the page's content security policy, so this doesn't weaken it.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {resultTypes: ['violations']}));
  const violations = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  assert.equal(violations.length, 0, `${name}:\n${violations.join('\n')}`);
}

export async function assertNoSidewaysScroll(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(over, 0, `${name}: ${over} px too wide`);
}
