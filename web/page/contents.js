// The contents of a backup, table by table, and what was left out and why.

import {breakable, h} from './dom.js';
import {number} from './format.js';
import {t} from './i18n.js';
import {say} from './words.js';

export function contentSections(backup) {
  if (backup.status !== 'done') return null;
  return [sheetSection(backup), leftOutSection(backup)];
}

function sheetSection(backup) {
  const full = backup.contents !== null;
  const sheets = full ? backup.contents.sheets : backup.rows;
  const total = sheets.reduce((sum, sheet) => sum + sheet.rows, 0);
  return h('section', {'aria-labelledby': 'sheets-title'},
    h('h2', {id: 'sheets-title'}, t('detail.sheets')),
    h('p', {class: 'soft'}, t('detail.sheetsText', {count: sheets.length, rows: number(total)}),
      !full && ` ${t('detail.noContents')}`),
    sheets.length > 0 && sheetTable(sheets, full));
}

function sheetTable(sheets, full) {
  return scroller('sheets-title', h('table', {class: 'plain sheets'},
    h('thead', null, h('tr', null,
      heading('sheet'), full && heading('sheetKind', 'sheet-kind'), heading('rows', 'figure'), full && heading('columns'))),
    h('tbody', null, sheets.map((sheet) => h('tr', null,
      h('th', {scope: 'row'}, h('span', {class: 'name'}, breakable(sheet.sheet))),
      full && h('td', {class: 'sheet-kind'}, t(`sheetKind.${sheet.kind}`)),
      h('td', {class: 'figure'}, number(sheet.rows)),
      full && h('td', null, columnNames(sheet)))))));
}

function heading(name, style = null) {
  return h('th', {scope: 'col', class: style}, t(`column.${name}`));
}

function columnNames(sheet) {
  return h('details', {class: 'columns'},
    h('summary', null, t('detail.columns', {count: sheet.columns.length}),
      h('span', {class: 'visually-hidden'}, ` (${sheet.sheet})`)),
    h('p', null, sheet.columns.join(', ')));
}

// A wide table scrolls in its own box, which needs the focus to be scrolled by keyboard.
export function scroller(label, table) {
  return h('div', {class: 'scroller', tabindex: '0', role: 'group', 'aria-labelledby': label}, table);
}

const kinds = ['relation', 'column', 'definition'];

function leftOutSection(backup) {
  if (backup.contents === null) return null;
  const all = backup.contents.left_out;
  return h('section', {'aria-labelledby': 'left-out-title'},
    h('h2', {id: 'left-out-title'}, t('detail.leftOut')),
    all.length === 0 ? h('p', {class: 'soft'}, t('detail.nothingLeftOut'))
      : kinds.map((kind) => leftOutGroup(kind, all.filter((one) => one.kind === kind))));
}

// Objects with the same reason are listed together.
function leftOutGroup(kind, entries) {
  if (entries.length === 0) return null;
  const byReason = new Map();
  for (const one of entries) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  return [
    h('h3', null, t(`leftOutKind.${kind}`)),
    h('dl', {class: 'left-out'}, [...byReason].map(([reason, group]) => h('div', null,
      h('dt', null, say({...group[0], text: reason})), h('dd', null, objectList(kind, group))))),
  ];
}

// A relation or a column is shown by its name; a definition by the text of its code, "trigger a of b".
function objectList(kind, entries) {
  const name = (one) => (kind === 'definition'
    ? say({code: one.object_code, arguments: one.object_arguments, text: one.object}) : breakable(one.object));
  return h('ul', null, entries.map((one) => h('li', null, h('code', null, name(one)))));
}
