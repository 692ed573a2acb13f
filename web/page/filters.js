// The list's filters: a form on one side, the address's query and the API's parameters on the other.

import {h} from './dom.js';
import {t} from './i18n.js';

const states = {
  'done': {status: 'done', artifact: 'present'},
  'failed': {status: 'failed'},
  'running': {status: 'running'},
  'removed': {artifact: 'removed'},
  'held': {held: 'true'},
};
const kinds = ['on_demand', 'scheduled'];
const names = ['q', 'state', 'kind', 'from', 'to'];
const date = /^\d{4}-\d\d-\d\d$/;

// The filters of an address's query. Unknown ones are dropped: the address may have been typed.
export function filtersOf(query) {
  const filters = {};
  const take = (name, ok) => {
    const value = query.get(name);
    if (value && ok(value)) filters[name] = value;
  };
  take('q', (value) => value.length <= 100);
  take('state', (value) => value in states);
  take('kind', (value) => kinds.includes(value));
  take('from', (value) => midnight(value) !== null);
  take('to', (value) => midnight(value) !== null);
  return filters;
}

export function queryOf(filters) {
  return new URLSearchParams(names.filter((name) => filters[name]).map((name) => [name, filters[name]]));
}

export function parametersOf(filters) {
  const parameters = {...states[filters.state]};
  if (filters.q) parameters.q = filters.q;
  if (filters.kind) parameters.kind = filters.kind;
  if (filters.from) parameters.from = midnight(filters.from);
  if (filters.to) parameters.to = midnight(filters.to, 1);
  return parameters;
}

export function isFiltered(filters) {
  return names.some((name) => filters[name]);
}

// Midnight in the user's time zone, `later` days after the date, as the API takes it; null for no date.
function midnight(text, later = 0) {
  if (!date.test(text)) return null;
  const [year, month, day] = text.split('-').map(Number);
  const time = new Date(year, month - 1, day + later);
  return Number.isNaN(time.valueOf()) || year < 1900 ? null : time.toISOString();
}

// Calls `onChange(filters)`, while the user types only after a pause. Returns the form and a function that
// clears it.
export function filterForm(filters, onChange) {
  let timer = 0;
  const search = h('input', {
    type: 'search', id: 'filter-q', name: 'q', maxlength: 100, value: filters.q ?? '', 'data-key': 'filter-q',
    placeholder: t('filter.searchHint'),
  });
  const form = h('form', {class: 'filters', role: 'search', 'aria-label': t('filter.label')},
    field('filter-q', 'filter.search', search, 'field-wide'),
    field('filter-state', 'filter.state', choice('state', Object.keys(states), 'filterState', filters.state)),
    field('filter-kind', 'filter.kind', choice('kind', kinds, 'kind', filters.kind)),
    field('filter-from', 'filter.from', dateInput('from', filters.from)),
    field('filter-to', 'filter.to', dateInput('to', filters.to)));

  const read = () => {
    clearTimeout(timer);
    onChange(filtersOf(new URLSearchParams(new FormData(form))));
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    read();
  });
  form.addEventListener('change', read);
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(read, 300);
  });
  function reset() {
    for (const control of form.elements) control.value = '';
    search.focus();
    read();
  }
  return {element: form, reset};
}

function field(id, label, control, extra = '') {
  return h('div', {class: `field ${extra}`}, h('label', {for: id}, t(label)), control);
}

function choice(name, values, prefix, chosen) {
  return h('select', {id: `filter-${name}`, name, 'data-key': `filter-${name}`},
    h('option', {value: ''}, t('filter.all')),
    values.map((value) => h('option', {value, selected: value === chosen}, t(`${prefix}.${value}`))));
}

function dateInput(name, value) {
  return h('input', {type: 'date', id: `filter-${name}`, name, value: value ?? '', 'data-key': `filter-${name}`});
}
