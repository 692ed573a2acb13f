// The backups as a table, which narrow screens show as cards. The ARIA roles are explicit, because to some
// screen readers a table with another CSS display is no table any more.

import {download} from './actions.js';
import {kindText, marks, requesterText, stateBadge, stateOf} from './badges.js';
import {breakable, h} from './dom.js';
import {bytes, dash, dateTime, duration, number} from './format.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {downloadHref} from './api.js';
import {detailHref} from './router.js';
import {sayError} from './words.js';

const columns = ['begun', 'state', 'size', 'rows', 'duration', 'warnings', 'file'];
const figures = new Set(['size', 'rows', 'duration', 'warnings']);

export function backupTable(items) {
  return h('table', {class: 'backups', role: 'table', 'aria-labelledby': 'list-title'},
    h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, columns.map(head))),
    h('tbody', {role: 'rowgroup'}, items.map(row)));
}

function head(name) {
  return h('th', {role: 'columnheader', scope: 'col', class: figures.has(name) ? 'figure' : null}, t(`column.${name}`));
}

function row(backup) {
  return h('tr', {role: 'row', class: `is-${stateOf(backup)}`, 'data-id': backup.id},
    h('th', {role: 'rowheader', scope: 'row', class: 'cell-begun'}, begun(backup)),
    cell('state', [h('div', {class: 'badges'}, stateBadge(backup), marks(backup)), trouble(backup)]),
    cell('size', bytes(backup.size_bytes)),
    cell('rows', backup.status === 'done' ? number(backup.row_count) : dash),
    cell('duration', duration(backup.duration_seconds)),
    cell('warnings', warnings(backup)),
    cell('file', fileLink(backup)));
}

function cell(name, content) {
  return h('td', {
    role: 'cell', class: `cell-${name}${figures.has(name) ? ' figure' : ''}`,
  }, h('span', {class: 'cell-label', 'aria-hidden': 'true'}, t(`column.${name}`)), h('div', {class: 'cell-value'}, content));
}

function begun(backup) {
  return [
    h('a', {class: 'row-link', href: detailHref(backup.id), 'data-key': `open-${backup.id}`}, dateTime(backup.started_at)),
    h('span', {class: 'by'}, h('span', null, kindText(backup)), ' · ', h('span', {class: 'who'}, breakable(requesterText(backup)))),
  ];
}

function trouble(backup) {
  if (backup.status === 'failed') return h('p', {class: 'trouble'}, sayError(backup));
  if (stateOf(backup) === 'removed') return h('p', {class: 'by'}, t('list.removedAt', {time: dateTime(backup.deleted_at)}));
  return null;
}

function warnings(backup) {
  if (backup.status !== 'done') return dash;
  if (backup.warning_count === 0) return h('span', {class: 'soft'}, t('list.noWarnings'));
  return h('span', {class: 'warning-count'}, number(backup.warning_count));
}

function fileLink(backup) {
  if (stateOf(backup) !== 'done') return h('span', {class: 'visually-hidden'}, t('list.noFile'));
  const start = (event) => {
    event.preventDefault();
    download(backup);
  };
  return h('a', {
    class: 'icon-button', href: downloadHref(backup.id), download: backup.file ?? '', onclick: start,
    'aria-label': t('download.of', {time: dateTime(backup.started_at)}), title: t('download.now'),
    'data-key': `download-${backup.id}`,
  }, icon('download'));
}

export function tableSkeleton() {
  return h('div', {class: 'skeleton-rows', role: 'status'}, h('span', {class: 'visually-hidden'}, t('loading')),
    [1, 2, 3, 4].map(() => h('div', {class: 'skeleton-row', 'aria-hidden': 'true'},
      h('div', {class: 'skeleton skeleton-line'}), h('div', {class: 'skeleton skeleton-short'}),
      h('div', {class: 'skeleton skeleton-short'}))));
}
