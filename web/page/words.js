// The sentences of server and database in the page's language: each by its code, filled with its arguments. A
// sentence without a code, or with one that this page doesn't know, is shown in English, and marked lang="en".

import {bytes, dateTime} from './format.js';
import {h} from './dom.js';
import {has, language, pieces, placeholders, t} from './i18n.js';

// The names of arguments that are times, and of those whose values are English.
const times = new Set(['at', 'last', 'due', 'slot']);
const english = new Set(['message', 'problem', 'difference', 'object']);

// {code, arguments, text} as an element.
export function say(coded) {
  const key = `code.${coded.code}`;
  if (!has(key)) return inEnglish(coded.text ?? '');
  const values = shaped(coded.arguments ?? {});
  const whole = placeholders(key).every((name) => Object.hasOwn(values, name));
  return whole ? h('span', null, pieces(key, values)) : inEnglish(coded.text ?? '');
}

// Why a backup failed. Rows of versions before 1.1 have no code.
export function sayError(backup) {
  return say({code: backup.error_code, arguments: backup.error_arguments, text: backup.error});
}

export function inEnglish(text) {
  return h('span', {lang: language() === 'en' ? null : 'en'}, text);
}

function shaped(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shape(name, value, values)]));
}

function shape(name, value, all) {
  if (name === 'because') return say(value ?? {});
  if (english.has(name)) return inEnglish(String(value));
  if (times.has(name)) return shownTime(String(value));
  // Two sizes that are compared may differ by a byte, so they aren't rounded.
  if (/(^|_)bytes$/.test(name)) return Object.hasOwn(all, 'expected') ? value : bytes(value);
  if (name === 'count') return Number(value);
  return typeof value === 'number' ? value : String(value).trim();
}

// PostgreSQL's times ("2026-11-24 00:17:44.1+00") as well as RFC 3339.
function shownTime(text) {
  const time = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(time.valueOf()) ? text : dateTime(time.toISOString());
}

// A Problem as a sentence in the page's language.
export function problemText(problem) {
  const key = `problem.${problem.code}`;
  return t(has(key) ? key : 'problem.internal');
}
