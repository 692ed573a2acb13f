// The state of all backups: whether all is well, and if not, why; the last good one, the next one, the disk.

import {fill, h} from './dom.js';
import {bytes, clock, dash, dateTime, day, relative} from './format.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {refreshStatus} from './refresh.js';
import {get, subscribe} from './store.js';
import {problemText, say} from './words.js';

export function mountStatusPanel(container) {
  const panel = h('section', {class: 'status', 'aria-labelledby': 'status-verdict', 'data-state': 'loading'});
  container.append(panel);

  function show() {
    const {status, statusProblem} = get();
    panel.dataset.state = status ? (status.ok ? 'good' : 'bad') : statusProblem ? 'error' : 'loading';
    if (status) fill(panel, verdict(status), facts(status));
    else if (statusProblem) fill(panel, failure(statusProblem));
    else fill(panel, skeleton());
  }

  show();
  const unsubscribe = subscribe((changed) => {
    if (changed.includes('status') || changed.includes('statusProblem')) show();
  });
  const timer = setInterval(show, 30000);
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}

// Seconds since the status came. Ages are counted from the database's clock: this machine's may be wrong.
function sinceThen() {
  return (performance.now() - get().statusAt) / 1000;
}

function secondsUntil(iso, status) {
  return (new Date(iso) - new Date(status.now)) / 1000 - sinceThen();
}

// Whether there were good backups, but none of their artifacts is left.
function allRemoved(status) {
  return status.reasons.some((reason) => reason.code === 'all_files_removed');
}

function verdict(status) {
  const first = !status.ok && status.last_success === null && status.last_failure === null && !allRemoved(status);
  const key = status.ok ? 'status.good' : first ? 'status.first' : 'status.bad';
  return h('div', {class: 'verdict'},
    h('span', {class: 'verdict-sign'}, icon(status.ok ? 'check' : 'warning')),
    h('div', null,
      h('h2', {id: 'status-verdict', class: 'verdict-text'}, t(key)),
      !status.ok && h('ul', {class: 'reasons'}, status.reasons.map((reason) => h('li', null, say(reason))))));
}

function facts(status) {
  return h('dl', {class: 'facts'}, lastGood(status), nextRun(status), room(status));
}

function fact(name, title, value, more) {
  return h('div', {class: 'fact', 'data-fact': name},
    h('dt', null, icon(title[0]), t(title[1])),
    h('dd', null, h('span', {class: 'fact-value'}, value), h('span', {class: 'fact-more'}, more)));
}

function lastGood(status) {
  const title = ['archive', 'status.lastGood'];
  if (allRemoved(status)) return fact('last', title, t('status.gone'), t('status.goneMore'));
  if (status.last_success === null) return fact('last', title, t('status.never'), t('status.neverMore'));
  return fact('last', title, relative(-(status.last_success_age_seconds + sinceThen())), dateTime(status.last_success));
}

function nextRun(status) {
  const title = ['clock', 'status.nextRun'];
  if (status.next_run === null) return fact('next', title, t('status.noSchedule'), t('status.noScheduleMore'));
  const at = t('status.nextAt', {day: day(status.next_run), time: clock(status.next_run)});
  return fact('next', title, relative(Math.max(secondsUntil(status.next_run, status), 0)), at);
}

function room(status) {
  const used = t('status.artifacts', {count: status.artifacts, size: bytes(status.artifact_bytes)});
  const free = status.free_bytes === null ? dash : t('status.free', {size: bytes(status.free_bytes)});
  return fact('room', ['disk', 'status.room'], free, used);
}

function failure(problem) {
  return h('div', {class: 'verdict'},
    h('span', {class: 'verdict-sign'}, icon('warning')),
    h('div', null,
      h('h2', {id: 'status-verdict', class: 'verdict-text'}, t('status.unknown')),
      h('p', null, problemText(problem)),
      h('button', {type: 'button', class: 'secondary', onclick: refreshStatus, 'data-key': 'retry-status'}, t('retry'))));
}

function skeleton() {
  return [
    h('h2', {id: 'status-verdict', class: 'visually-hidden'}, t('loading')),
    h('div', {class: 'skeleton skeleton-title', 'aria-hidden': 'true'}),
    h('div', {class: 'facts', 'aria-hidden': 'true'}, [1, 2, 3].map(() => h('div', {class: 'fact'},
      h('div', {class: 'skeleton skeleton-short'}), h('div', {class: 'skeleton skeleton-line'})))),
  ];
}
