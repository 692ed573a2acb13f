// The page's language: the browser's, or the one that the user chose, which alone is stored.

import {de} from './lang/de.js';
import {en} from './lang/en.js';

const dictionaries = {de, en};
const storageKey = 'paliad.language';
const listeners = new Set();
let current = firstLanguage();

export const languages = Object.keys(dictionaries);

export function language() {
  return current;
}

export function setLanguage(chosen) {
  if (!(chosen in dictionaries) || chosen === current) return;
  current = chosen;
  remember(chosen);
  document.documentElement.lang = chosen;
  for (const listener of listeners) listener(chosen);
}

export function onLanguage(listener) {
  listeners.add(listener);
}

// The text of a key with its {placeholders} filled in. Where a text has plural forms, `values.count`
// chooses one. Numbers are written as in the language.
export function t(key, values = {}) {
  return pieces(key, values).join('');
}

// The same as a list, in which values that are neither text nor number, such as elements, stay unchanged.
export function pieces(key, values) {
  const entry = dictionaries[current][key];
  if (entry === undefined) throw new Error(`no text for ${key}`);
  const text = typeof entry === 'string' ? entry : entry[form(entry, values.count)];
  return text.split(/\{(\w+)\}/).map((piece, i) => (i % 2 === 0 ? piece : shown(values[piece])));
}

// The names of the placeholders in all forms of a text.
export function placeholders(key) {
  const entry = dictionaries[current][key];
  const forms = typeof entry === 'string' ? [entry] : ['{count}', ...Object.values(entry)];
  return forms.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
}

export function has(key) {
  return dictionaries[current][key] !== undefined;
}

function form(entry, count) {
  if (count === 0 && entry.zero !== undefined) return 'zero';
  const category = new Intl.PluralRules(current).select(count);
  return entry[category] === undefined ? 'other' : category;
}

function shown(value) {
  return typeof value === 'number' ? new Intl.NumberFormat(current).format(value) : value;
}

function firstLanguage() {
  const wanted = [recall(), ...(navigator.languages ?? [navigator.language])];
  const known = wanted.map((tag) => String(tag ?? '').slice(0, 2).toLowerCase());
  return known.find((tag) => tag in dictionaries) ?? 'en';
}

// Storage may be forbidden; then the choice is kept until the page is closed.
function recall() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function remember(chosen) {
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // See recall().
  }
}
