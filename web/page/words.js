// What server and database say in English, in the page's words. A sentence that isn't known is shown
// as it came, and marked as English for those who listen.

import {bytes, dateTime, number} from './format.js';
import {h} from './dom.js';
import {has, language, t} from './i18n.js';
import {phrases} from './phrases.js';

const shapers = {
  text: (value) => value,
  words: (value) => inWords(value).text,
  number: (value) => number(Number(value)),
  bytes: (value) => bytes(Number(value)),
  time: (value) => shownTime(value),
  count: (value) => Number(value),
};

// PostgreSQL's times ("2026-11-24 00:17:44.1+00") as well as RFC 3339.
function shownTime(text) {
  const time = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(time.valueOf()) ? text : dateTime(time.toISOString());
}

function inWords(text) {
  for (const [pattern, key, shapes] of phrases) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const values = {};
    Object.entries(shapes ?? {}).forEach(([name, shape], i) => {
      values[name] = shapers[shape](match[i + 1]);
    });
    return {text: t(key, values), known: true};
  }
  return {text, known: false};
}

export function sayText(text) {
  return inWords(text).text;
}

// The sentence as an element.
export function say(text) {
  const {text: words, known} = inWords(text);
  return h('span', {lang: !known && language() !== 'en' ? 'en' : null}, words);
}

// The reasons of a status: one string, joined by semicolons, of which a last error may have some.
export function reasons(text) {
  const parts = [];
  for (const part of text.split('; ')) {
    const begins = phrases.some(([pattern, key]) => key.startsWith('status.') && pattern.test(part));
    if (begins || parts.length === 0) parts.push(part);
    else parts[parts.length - 1] += `; ${part}`;
  }
  return parts;
}

// A warning of a backup: what is known by its code, else by its text.
export function warningText(warning) {
  const key = `warning.${warning.code}`;
  if (warning.code && has(key)) return h('span', null, t(key));
  return say(warning.text ?? '');
}

// A Problem in a sentence for the reader.
export function problemText(problem) {
  const key = `problem.${problem.code}`;
  return t(has(key) ? key : 'problem.internal');
}
