// Numbers, sizes, times and durations in the page's language. `null` becomes a dash.

import {language, t} from './i18n.js';

export const dash = '–';

function cached(make) {
  const made = new Map();
  return () => {
    const key = language();
    if (!made.has(key)) made.set(key, make(locale(key)));
    return made.get(key);
  };
}

// The browser's locale of that language, with its region: en-GB has 24 hours, en-US has 12.
function locale(tag) {
  return (navigator.languages ?? []).find((one) => one.toLowerCase().startsWith(tag)) ?? tag;
}

const numbers = cached((tag) => new Intl.NumberFormat(tag));
const percents = cached((tag) => new Intl.NumberFormat(tag, {style: 'percent'}));
const stamps = cached((tag) => new Intl.DateTimeFormat(tag, {dateStyle: 'medium', timeStyle: 'short'}));
const longStamps = cached((tag) => new Intl.DateTimeFormat(tag, {dateStyle: 'long', timeStyle: 'short'}));
const exactStamps = cached((tag) => new Intl.DateTimeFormat(tag, {dateStyle: 'long', timeStyle: 'long'}));
const days = cached((tag) => new Intl.DateTimeFormat(tag, {weekday: 'long', day: 'numeric', month: 'long'}));
const clocks = cached((tag) => new Intl.DateTimeFormat(tag, {timeStyle: 'short'}));
const spans = cached((tag) => new Intl.RelativeTimeFormat(tag, {numeric: 'auto'}));

export const number = (value) => (value === null ? dash : numbers().format(value));
export const percent = (value) => percents().format(value / 100);
export const dateTime = (iso) => (iso === null ? dash : stamps().format(new Date(iso)));
export const longDateTime = (iso) => (iso === null ? dash : longStamps().format(new Date(iso)));
export const exactDateTime = (iso) => (iso === null ? dash : exactStamps().format(new Date(iso)));

export function timeZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function unit(value, name, display, digits) {
  return new Intl.NumberFormat(locale(language()), {
    style: 'unit', unit: name, unitDisplay: display, maximumFractionDigits: digits,
  }).format(value);
}

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

export function bytes(value) {
  if (value === null) return dash;
  let step = 0;
  let size = value;
  while (size >= 999.5 && step < sizeUnits.length - 1) {
    size /= 1000;
    step += 1;
  }
  return unit(size, sizeUnits[step], step === 0 ? 'long' : 'short', step > 0 && size < 99.95 ? 1 : 0);
}

const timeUnits = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

// In the two largest units: "2 min 5 sec".
export function duration(seconds, display = 'short') {
  if (seconds === null) return dash;
  if (seconds < 10) return unit(seconds, 'second', display, 1);
  let rest = Math.round(seconds);
  const parts = [];
  for (const [name, length] of timeUnits) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(unit(count, name, display, 0));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

// "3 hours ago", "in 5 minutes"; `seconds` is negative for the past.
export function relative(seconds) {
  const size = Math.abs(seconds);
  if (size < 45) return t(seconds < 0 ? 'time.justNow' : 'time.soon');
  const [name, length] = timeUnits.find(([, one]) => size >= one * 0.95) ?? timeUnits[3];
  return spans().format(Math.round(seconds / length), name);
}

export const day = (iso) => days().format(new Date(iso));
export const clock = (iso) => clocks().format(new Date(iso));
