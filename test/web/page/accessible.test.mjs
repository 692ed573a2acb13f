// WCAG AA by axe-core in every state and both themes; use by keyboard alone; narrow screens.

import assert from 'node:assert/strict';
import {before, test} from 'node:test';
import {
  assertAccessible, assertNoSidewaysScroll, closePage, makeBackup, openAs, openDetail, openPage, people, problem,
  readAgain, settled, sql, withBrowser, withLock, withSettings,
} from './support.mjs';

withBrowser();

let good;
let failed;

before(async () => {
  good = makeBackup();
  await withSettings({lock_timeout: '200ms'}, () => withLock(async () => {
    failed = sql('SELECT paliad_backup_start()');
    await settled();
  }));
});

// Every state of the page: how to reach it, and what shows that it is reached.
const states = {
  'sign-in': {signedOut: true, reach: (page) => page.getByRole('heading', {level: 1}).waitFor()},
  'sign-in refused': {
    signedOut: true,
    async reach(page) {
      await page.locator('[data-key="sign-in"]').click();
      await page.locator('#token-error:not(:empty)').waitFor();
    },
  },
  'forbidden': {user: people.clerk, reach: (page) => page.locator('.gate').waitFor()},
  'list': {reach: (page) => page.locator('.backups').waitFor()},
  'loading': {
    async reach(page) {
      for (const path of ['status', '?*']) await page.route(`**/api/admin/backups${path === 'status' ? '/status' : path}`, () => {});
      await page.reload();
      await page.locator('.skeleton-rows').waitFor();
    },
  },
  'reading again': {
    async reach(page) {
      await page.locator('.backups').waitFor();
      await page.route('**/api/admin/backups?*', () => {});
      await page.evaluate(() => dispatchEvent(new Event('offline')));
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.locator('.list-content[aria-busy="true"] .backups').waitFor();
    },
  },
  'empty': {
    async reach(page) {
      await page.route('**/api/admin/backups?*', (route) => route.fulfill({json: {items: [], next: null, total: 0}}));
      await page.reload();
      await page.locator('.empty').waitFor();
    },
  },
  'nothing matches': {
    async reach(page) {
      await page.locator('#filter-q').fill('nothing is called like this');
      await page.locator('.empty').waitFor();
    },
  },
  'list failed': {
    async reach(page) {
      await page.route('**/api/admin/backups?*', (route) => route.fulfill(problem(500, 'internal')));
      await page.route('**/api/admin/backups/status', (route) => route.fulfill(problem(500, 'internal')));
      await page.reload();
      await page.locator('[data-key="retry-list"]').waitFor();
    },
  },
  'offline': {
    async reach(page) {
      await page.locator('.backups').waitFor();
      await page.context().setOffline(true);
      await page.locator('.banner').waitFor();
    },
  },
  'notice': {
    async reach(page) {
      await page.route('**/api/admin/backups/run', (route) => route.fulfill(problem(503, 'export_dir_unset')));
      await page.locator('[data-key="run"]').click();
      await page.locator('.notice-bad').waitFor();
    },
  },
  'running': {
    running: true,
    async reach(page) {
      await page.locator('.progress').waitFor();
      await page.locator('tr.is-running').waitFor();
    },
  },
  'detail': {
    async reach(page) {
      await openDetail(page, good);
      await page.locator('.columns summary').first().click();
    },
  },
  'failed': {reach: (page) => openDetail(page, failed)},
  'missing': {
    async reach(page) {
      await page.goto(`${page.url().split('#')[0]}#/00000000-0000-0000-0000-000000000000`);
      await page.locator('.empty').waitFor();
    },
  },
  'verified': {
    async reach(page) {
      await openDetail(page, good);
      await page.locator('[data-key="verify"]').click();
      await page.locator('.passed summary').click();
    },
  },
  'delete dialog': {
    async reach(page) {
      await openDetail(page, good);
      await page.locator('[data-key="delete"]').click();
      await page.getByRole('dialog').waitFor();
    },
  },
};

async function visit(state, options, work) {
  const open = async () => {
    const page = state.signedOut ? await openPage(options) : await openAs(state.user ?? people.admin, options);
    await state.reach(page);
    await work(page);
    await closePage(page);
  };
  if (!state.running) return open();
  return withLock(async () => {
    const id = sql('SELECT paliad_backup_start()');
    try {
      await open();
    } finally {
      sql(`SELECT paliad_backup_cancel('${id}')`);
      await settled();
    }
  });
}

for (const [name, state] of Object.entries(states)) {
  test(`axe finds nothing in either theme, and nothing scrolls sideways at 360 px: ${name}`, async () => {
    await visit(state, {locale: 'de-DE'}, async (page) => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({colorScheme});
        await assertAccessible(page, `${name}, ${colorScheme}`);
      }
      await page.setViewportSize({width: 360, height: 740});
      await assertNoSidewaysScroll(page, `${name}, German`);
    });
    await visit(state, {locale: 'en-GB', viewport: {width: 360, height: 740}}, async (page) => {
      await assertNoSidewaysScroll(page, `${name}, English`);
    });
  });
}

test('a page that is too wide, or lacks a label, would be found', async () => {
  const page = await openAs();
  await page.locator('.backups').waitFor();
  await page.evaluate(() => document.querySelector('#filter-q').labels[0].remove());
  await page.evaluate(() => document.querySelector('#filter-q').removeAttribute('placeholder'));
  await assert.rejects(assertAccessible(page, 'spoiled'), /label/);
  await page.evaluate(() => document.querySelector('h1').append('wide'.repeat(400)));
  await page.evaluate(() => { document.querySelector('h1').style.whiteSpace = 'nowrap'; document.querySelector('h1').style.overflowWrap = 'normal'; });
  await assert.rejects(assertNoSidewaysScroll(page, 'spoiled'), /too wide/);
  await closePage(page);
});

// Presses Tab until `key` has the focus, and returns how it is outlined.
async function tabTo(page, key) {
  for (let i = 0; i < 80; ++i) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => [document.activeElement.dataset.key, getComputedStyle(document.activeElement).outlineStyle]);
    if (at[0] === key) return assert.notEqual(at[1], 'none', `${key} shows no focus`);
  }
  return assert.fail(`the keyboard does not reach ${key}`);
}

test('a whole round with the keyboard alone', async () => {
  const id = makeBackup();
  const page = await openAs();
  await page.locator(`[data-id="${id}"]`).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');

  await tabTo(page, `open-${id}`);
  await page.keyboard.press('Enter');
  await page.locator('.fact-list').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  await tabTo(page, 'verify');
  await page.keyboard.press('Enter');
  await page.locator('#verification-title').waitFor();
  await page.locator('.badges .mark-good').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'verify');

  await tabTo(page, 'delete');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.value), 'no');
  for (let i = 0; i < 6; ++i) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null));
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({state: 'detached'});
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'delete');
  assert.equal(sql(`SELECT deleted_at IS NULL FROM paliad.backups WHERE id = '${id}'`), 't');

  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.badge-removed').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'back');
  await page.keyboard.press('Enter');
  await page.locator('.list').waitFor();
  await closePage(page);
});

test('a question gives the focus back to its button, which was drawn anew meanwhile', async () => {
  const id = makeBackup();
  const page = await openAs();
  await openDetail(page, id);
  await page.locator('[data-key="delete"]').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  sql(`SELECT paliad_backup_verify('${id}')`);
  await readAgain(page, new RegExp(`/backups/${id}$`));
  await page.locator('.badges .mark-good').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({state: 'detached'});
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'delete');
  await closePage(page);
});

test('who asks for less motion gets none', async () => {
  for (const reducedMotion of ['reduce', 'no-preference']) {
    const page = await openAs(people.admin, {reducedMotion});
    await page.route('**/api/admin/backups?*', () => {});
    await page.reload();
    await page.locator('.skeleton').first().waitFor();
    const name = await page.evaluate(() => getComputedStyle(document.querySelector('.skeleton')).animationName);
    assert.equal(name === 'none', reducedMotion === 'reduce');
    await closePage(page);
  }
});
