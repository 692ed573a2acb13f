// The check of an artifact: that it is running, and its findings as a table.

import * as api from './api.js';
import {announce} from './announce.js';
import {scroller} from './contents.js';
import {breakable, fill, h} from './dom.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {set} from './store.js';
import {problemText, say} from './words.js';

export function mountVerification(id) {
  const element = h('div', {class: 'verification-slot'});
  let waiting = null;

  async function run() {
    if (waiting) return;
    waiting = new AbortController();
    set({notice: null});
    fill(element, h('div', {class: 'callout', role: 'status'},
      h('span', {class: 'spinner', 'aria-hidden': 'true'}), h('p', null, t('verify.running'))));
    try {
      show(await api.verify(id, waiting.signal));
    } catch (problem) {
      if (problem.name !== 'AbortError') fail(problem);
    }
    waiting = null;
  }

  function show(result) {
    if (result.ok === null) return fail(result.problem);
    const bad = result.checks.filter((check) => !check.ok);
    const title = h('h2', {id: 'verification-title', tabindex: '-1'},
      icon(result.ok ? 'check' : 'warning'), verdict(result, bad.length));
    fill(element, h('section', {
      class: `callout ${result.ok ? 'callout-good' : 'callout-bad'}`, 'aria-labelledby': 'verification-title',
    }, title, bad.length > 0 && checkTable(bad), passedTable(result.checks.filter((check) => check.ok))));
    announce(verdict(result, bad.length));
    return undefined;
  }

  function fail(problem) {
    fill(element, h('div', {class: 'callout callout-bad', role: 'alert'}, icon('warning'),
      h('p', null, h('strong', null, t('verify.failed')), ' ', problemText(problem))));
  }

  return {element, run, end: () => waiting?.abort()};
}

function verdict(result, bad) {
  return result.ok ? t('verify.good', {count: result.checks.length}) : t('verify.bad', {count: bad});
}

function passedTable(checks) {
  if (checks.length === 0) return null;
  return h('details', {class: 'passed'}, h('summary', {'data-key': 'passed'}, t('verify.passed', {count: checks.length})),
    checkTable(checks));
}

function checkTable(checks) {
  return scroller('verification-title', h('table', {class: 'plain checks'},
    h('thead', null, h('tr', null, ['item', 'result', 'finding'].map((name) => h('th', {scope: 'col'}, t(`column.${name}`))))),
    h('tbody', null, checks.map((check) => h('tr', null,
      h('th', {scope: 'row'}, itemText(check.item)),
      h('td', null, h('span', {class: `badge badge-${check.ok ? 'done' : 'failed'}`},
        icon(check.ok ? 'check' : 'cross'), t(check.ok ? 'verify.ok' : 'verify.notOk'))),
      h('td', null, check.detail ? say({...check, text: check.detail}) : null))))));
}

const wholes = new Set(['file', 'zip', 'manifest', 'entries', 'workbook']);

function itemText(item) {
  if (wholes.has(item)) return t(`item.${item}`);
  if (item.startsWith('sheet ')) return t('item.sheet', {sheet: item.slice(6)});
  return h('span', {class: 'name'}, breakable(item));
}
