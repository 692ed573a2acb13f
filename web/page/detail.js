// One backup in full: its facts, the actions on it, its contents, and what was left out and why.

import * as actions from './actions.js';
import {announce} from './announce.js';
import * as api from './api.js';
import {kindText, marks, requesterText, stateBadge, stateOf} from './badges.js';
import {contentSections} from './contents.js';
import {breakable, fill, h} from './dom.js';
import {bytes, dateTime, duration, exactDateTime, longDateTime, number} from './format.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {mountNotice} from './notice.js';
import {mountProgress} from './progress-panel.js';
import {listHref} from './router.js';
import {get} from './store.js';
import {mountVerification} from './verification.js';
import {problemText, say, sayError} from './words.js';

export function mountDetail(main, id) {
  document.title = t('title.detail');
  const heading = h('h1', {tabindex: '-1'}, t('loading'));
  const badges = h('div', {class: 'badges'});
  const bar = h('div', {class: 'action-bar', role: 'group', 'aria-label': t('detail.actions')});
  const above = h('div', {class: 'above'});
  const verification = mountVerification(id);
  const body = h('div', {class: 'detail', 'aria-busy': 'true'}, detailSkeleton());
  fill(main,
    h('nav', {class: 'back', 'aria-label': t('detail.backLabel')},
      h('a', {href: listHref, 'data-key': 'back'}, icon('back'), t('detail.back'))),
    h('div', null, h('div', {class: 'page-head'}, heading, badges), above),
    bar, verification.element, body);
  const endings = [mountNotice(above), mountProgress(above, id)];
  let waiting = null;
  let shown = null;
  // The backup, as JSON, that is shown now.
  let drawn = null;

  async function load() {
    waiting?.abort();
    waiting = new AbortController();
    try {
      show(await api.detail(id, waiting.signal));
    } catch (problem) {
      if (problem.name !== 'AbortError' && shown === null) fail(problem);
    }
  }

  function show(backup) {
    shown = backup;
    // As in the list: nothing is drawn anew without a change, which would remove a button while it is pressed.
    const now = JSON.stringify(backup);
    if (now === drawn) return;
    drawn = now;
    const title = t('detail.title', {time: longDateTime(backup.started_at)});
    document.title = t('title.of', {title});
    heading.textContent = title;
    fill(badges, stateBadge(backup), marks(backup));
    fill(bar, actionButtons(backup, {verify, load}));
    body.removeAttribute('aria-busy');
    fill(body, trouble(backup), facts(backup), warningSection(backup), contentSections(backup));
  }

  function fail(problem) {
    const missing = problem.code === 'not_found';
    heading.textContent = t(missing ? 'detail.missing' : 'detail.failed');
    body.removeAttribute('aria-busy');
    fill(body, h('div', {class: 'empty', role: 'alert'}, icon('warning'),
      h('p', {class: 'soft'}, problemText(problem)),
      !missing && h('button', {type: 'button', class: 'secondary', onclick: load, 'data-key': 'retry'}, t('retry'))));
  }

  async function verify() {
    await verification.run();
    await load();
  }

  load();
  return {
    end() {
      waiting?.abort();
      verification.end();
      endings.forEach((end) => end());
    },
    refresh: load,
    backupChanged(changed, status) {
      if (changed !== id) return;
      if (status === 'done' || status === 'failed') announce(t(`run.ended.${status}`));
      load();
    },
  };
}

function actionButtons(backup, {verify, load}) {
  if (stateOf(backup) !== 'done') return null;
  const start = (event) => {
    event.preventDefault();
    actions.download(backup);
  };
  const then = (work) => async () => {
    if (await work()) await load();
  };
  return [
    h('a', {
      class: 'primary', href: api.downloadHref(backup.id), download: backup.file ?? '', onclick: start, 'data-key': 'download',
    }, icon('download'), t('download.button', {size: bytes(backup.size_bytes)})),
    button('verify', 'shield', t('verify.button'), verify),
    button('hold', 'hold', t(backup.held ? 'hold.release' : 'hold.button'),
      then(() => actions.hold(backup, !backup.held)), {'aria-describedby': 'hold-help'}),
    deleteButton(backup, then(() => actions.remove(backup, isLastGood(backup)))),
    h('p', {class: 'action-help small soft', id: 'hold-help'}, t(backup.held ? 'hold.helpHeld' : 'hold.help')),
  ];
}

function deleteButton(backup, work) {
  const blocked = backup.held;
  return button('delete', 'trash', t('delete.button'), () => !blocked && work(),
    {'class': 'secondary danger-text', 'aria-disabled': blocked ? 'true' : null, 'aria-describedby': blocked ? 'hold-help' : null});
}

function button(key, sign, label, onclick, more = {}) {
  return h('button', {type: 'button', class: 'secondary', 'data-key': key, onclick, ...more}, icon(sign), label);
}

function isLastGood(backup) {
  const last = get().status?.last_success;
  return Boolean(last) && new Date(last).valueOf() === new Date(backup.started_at).valueOf();
}

function trouble(backup) {
  if (backup.status !== 'failed') return null;
  return h('section', {class: 'callout callout-bad', 'aria-labelledby': 'trouble-title'},
    h('h2', {id: 'trouble-title'}, icon('warning'), t('detail.why')), h('p', null, sayError(backup)));
}

function facts(backup) {
  const rows = [
    ['kind', kindText(backup)],
    ['requester', breakable(requesterText(backup))],
    ['begun', exactDateTime(backup.started_at)],
    backup.scheduled_for && ['scheduledFor', dateTime(backup.scheduled_for)],
    backup.finished_at && ['ended', exactDateTime(backup.finished_at)],
    backup.finished_at && ['duration', duration(backup.duration_seconds, 'long')],
    backup.status === 'done' && ['sheets', number(backup.sheet_count)],
    backup.status === 'done' && ['rows', number(backup.row_count)],
    backup.size_bytes !== null && ['size', t('detail.sizeExact', {size: bytes(backup.size_bytes), count: backup.size_bytes})],
    backup.deleted_at && ['removed', exactDateTime(backup.deleted_at)],
    backup.status === 'done' && ['verified', verifiedText(backup)],
    backup.file && ['file', h('code', null, breakable(backup.file))],
    backup.sha256 && ['sha256', h('code', null, backup.sha256)],
    ['id', h('code', null, backup.id)],
  ];
  return h('section', {'aria-labelledby': 'facts-title'}, h('h2', {id: 'facts-title'}, t('detail.facts')),
    h('dl', {class: 'fact-list'}, rows.filter(Boolean).map(([name, value]) => h('div', {'data-fact': name},
      h('dt', null, t(`fact.${name}`)), h('dd', null, value)))));
}

function verifiedText(backup) {
  if (backup.verified_at === null) return t('verify.never');
  return t(backup.verified_ok ? 'verify.wasGood' : 'verify.wasBad', {time: dateTime(backup.verified_at)});
}

function warningSection(backup) {
  if (backup.status !== 'done') return null;
  return h('section', {'aria-labelledby': 'warnings-title'},
    h('h2', {id: 'warnings-title'}, t('detail.warnings')),
    backup.warnings.length === 0 ? h('p', {class: 'soft'}, t('detail.noWarnings')) : [
      h('p', {class: 'soft'}, t('detail.warningsText')),
      h('ul', {class: 'warnings'}, backup.warnings.map(warningItem)),
    ]);
}

function warningItem(warning) {
  const place = [warning.sheet, warning.column].filter(Boolean).join(' · ');
  return h('li', null,
    say(warning),
    h('span', {class: 'by'}, place && h('code', null, breakable(place)), place && warning.count > 0 && ' ',
      warning.count > 0 && t('warning.count', {count: warning.count})));
}

function detailSkeleton() {
  return h('div', {'aria-hidden': 'true'}, [1, 2, 3, 4, 5].map(() => h('div', {class: 'skeleton-row'},
    h('div', {class: 'skeleton skeleton-short'}), h('div', {class: 'skeleton skeleton-line'}))));
}
