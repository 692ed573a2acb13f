// The list of backups, and above it the state of all backups and the run in progress.

import {run} from './actions.js';
import {announce} from './announce.js';
import * as api from './api.js';
import {fill, find, h, setText} from './dom.js';
import {filterForm, filtersOf, isFiltered, parametersOf, queryOf} from './filters.js';
import {number, timeZone} from './format.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {backupTable, tableSkeleton} from './list-table.js';
import {mountNotice} from './notice.js';
import {mountProgress, runningId} from './progress-panel.js';
import {replaceQuery} from './router.js';
import {mountStatusPanel} from './status-panel.js';
import {get, set, subscribe} from './store.js';
import {problemText} from './words.js';

const pageSize = 20;

export function mountList(main, query) {
  document.title = t('title.list');
  const button = runButton();
  const body = h('div');
  fill(main,
    h('div', {class: 'page-head'}, h('h1', {tabindex: '-1'}, t('list.title')), button.element), body);
  const endings = [mountNotice(body), mountStatusPanel(body), mountProgress(body), button.end];
  const list = listSection(query);
  body.append(list.element);
  endings.push(list.end);

  return {
    end: () => endings.forEach((end) => end()),
    refresh: list.load,
    backupChanged(_, status) {
      if (status === 'done' || status === 'failed') announce(t(`run.ended.${status}`));
      list.load();
    },
  };
}

function runButton() {
  const label = h('span');
  const element = h('button', {type: 'button', class: 'primary', 'data-key': 'run', onclick: start}, icon('play'), label);
  let asked = false;

  function show() {
    const busy = asked || runningId() !== null;
    element.setAttribute('aria-disabled', String(busy));
    setText(label, t(busy ? 'run.busy' : 'run.now'));
  }

  async function start() {
    if (element.getAttribute('aria-disabled') === 'true') return;
    asked = true;
    show();
    await run();
    asked = false;
    show();
  }

  show();
  const end = subscribe((changed) => (changed.includes('status') || changed.includes('progress')) && show());
  return {element, end};
}

function listSection(query) {
  let filters = filtersOf(query);
  // The `after` of each page up to this one; the first page has none.
  let starts = [null];
  let result = null;
  let waiting = null;
  // What `content` shows now, as JSON.
  let drawn = null;
  // Called with the Problem where a load that the user asked for fails and the old rows stay.
  let failed = null;

  const content = h('div', {class: 'list-content'});
  const count = h('p', {class: 'list-count', role: 'status'});
  const form = filterForm(filters, (chosen) => {
    filters = chosen;
    starts = [null];
    replaceQuery(queryOf(filters));
    set({notice: null});
    load(say);
  });
  const reset = h('button', {
    type: 'button', class: 'quiet', hidden: true, 'data-key': 'filter-reset', onclick: form.reset,
  }, t('filter.reset'));
  const element = h('section', {class: 'list', 'aria-labelledby': 'list-title'},
    h('div', {class: 'section-head'}, h('h2', {id: 'list-title'}, t('list.heading')), reset, count),
    form.element, content,
    h('p', {class: 'small soft'}, t('list.timeZone', {zone: timeZone()})));

  // True where the requested page is shown afterwards.
  async function load(whenFailed = failed) {
    failed = whenFailed;
    waiting?.abort();
    waiting = new AbortController();
    const {signal} = waiting;
    content.setAttribute('aria-busy', 'true');
    if (result === null) fill(content, tableSkeleton());
    try {
      const answer = await api.list(parameters(), signal);
      // A later load has begun, or the view has ended.
      if (signal.aborted) return false;
      // The page that was shown may no longer exist.
      if (answer.items.length === 0 && starts.length > 1) {
        starts = starts.slice(0, -1);
        return load();
      }
      result = answer;
      show();
    } catch (problem) {
      if (signal.aborted) return false;
      if (result === null) fill(content, failure(problem, () => load()));
      else failed?.(problem);
      return ended(false);
    }
    return ended(true);
  }

  function ended(there) {
    failed = null;
    content.removeAttribute('aria-busy');
    return there;
  }

  function parameters() {
    const after = starts[starts.length - 1];
    return new URLSearchParams({limit: pageSize, ...parametersOf(filters), ...(after === null ? {} : {after})});
  }

  function show() {
    const {items, next, total} = result;
    const filtered = isFiltered(filters);
    // Nothing is drawn anew without a change: that would remove a button while it is pressed.
    const now = JSON.stringify([result, filters, starts]);
    if (now === drawn) return;
    drawn = now;
    setText(count, total === 0 ? '' : t('list.count', {count: total}));
    reset.hidden = !filtered;
    // Without any backup there is nothing to filter.
    form.element.hidden = total === 0 && !filtered;
    if (total === 0) fill(content, empty(filtered));
    else fill(content, backupTable(items), pager(items.length, next, total));
  }

  function pager(shown, next, total) {
    if (starts.length === 1 && next === null) return null;
    const made = {query: String(queryOf(filters)), starts};
    const first = (starts.length - 1) * pageSize + 1;
    const turn = (key, to) => () => {
      // The filters have changed, and their rows aren't loaded yet: these pages belong to the old ones.
      if (String(queryOf(filters)) !== made.query) return load(say);
      set({notice: null});
      starts = to;
      return load((problem) => {
        starts = made.starts;
        say(problem);
      }).then((there) => there && (find(content, key) ?? find(content, key === 'older' ? 'newer' : 'older'))?.focus());
    };
    return h('nav', {class: 'pager', 'aria-label': t('pager.label')},
      pagerButton('newer', starts.length > 1, turn('newer', starts.slice(0, -1))),
      h('span', {class: 'pager-range'}, t('pager.range', {
        first: number(first), last: number(first + shown - 1), total: number(total),
      })),
      pagerButton('older', next !== null, turn('older', [...starts, next])));
  }

  load();
  return {element, load, end: () => waiting?.abort()};
}

function say(problem) {
  set({notice: {kind: 'bad', problem}});
}

function pagerButton(key, active, onclick) {
  return h('button', {type: 'button', class: 'secondary', disabled: !active, onclick, 'data-key': key}, t(`pager.${key}`));
}

function empty(filtered) {
  return h('div', {class: 'empty'}, icon('archive'),
    h('p', {class: 'empty-title'}, t(filtered ? 'list.noMatch' : 'list.empty')),
    h('p', {class: 'soft'}, t(filtered ? 'list.noMatchText' : 'list.emptyText')));
}

function failure(problem, again) {
  return h('div', {class: 'empty', role: 'alert'}, icon('warning'),
    h('p', {class: 'empty-title'}, t('list.failed')),
    h('p', {class: 'soft'}, problemText(problem)),
    h('button', {type: 'button', class: 'secondary', onclick: again, 'data-key': 'retry-list'}, t('retry')));
}
