// A running backup, live: how far it is, its phase, how long it may still take, and a button to cancel it.

import {cancel} from './actions.js';
import {announce} from './announce.js';
import {fill, h, setText} from './dom.js';
import {bytes, duration, number, percent} from './format.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {get, subscribe} from './store.js';

// `only` is the id of the backup to show; null shows any that runs.
export function mountProgress(container, only = null) {
  const slot = h('div', {class: 'progress-slot'});
  container.append(slot);
  let card = null;
  let announced = 0;

  function show() {
    const id = runningId();
    if (id === null || (only !== null && id !== only)) return hide();
    if (card?.id !== id) {
      card = progressCard(id);
      announced = 0;
      fill(slot, card.element);
    }
    const {progress} = get();
    card.update(progress?.id === id ? progress : null);
    if (progress?.id === id) tell(progress);
  }

  function hide() {
    if (card === null) return;
    card = null;
    fill(slot);
  }

  // Announces each quarter only: every second would be too much.
  function tell(progress) {
    const quarter = Math.floor(progress.percent / 25);
    if (quarter <= announced) return;
    announced = quarter;
    announce(t('run.announce', {percent: percent(quarter * 25)}));
  }

  show();
  const timer = setInterval(show, 1000);
  const unsubscribe = subscribe((changed) => {
    if (changed.includes('progress') || changed.includes('status')) show();
  });
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}

export function runningId() {
  const {progress, status} = get();
  return progress?.id ?? status?.running ?? null;
}

function progressCard(id) {
  const share = h('span', {class: 'progress-percent'});
  const phase = h('p', {class: 'progress-phase'});
  const rest = h('p', {class: 'progress-rest'});
  const bar = h('progress', {max: 100, 'aria-labelledby': 'progress-title', class: 'progress-bar'});
  const stop = h('button', {type: 'button', class: 'secondary', 'data-key': 'cancel', onclick: () => stopIt()},
    icon('stop'), h('span', null, t('run.cancel')));
  const element = h('section', {class: 'progress', 'aria-labelledby': 'progress-title'},
    h('div', {class: 'progress-head'},
      h('h2', {id: 'progress-title'}, t('run.running')), share, stop),
    bar, h('div', {class: 'progress-foot'}, phase, rest));

  async function stopIt() {
    if (stop.getAttribute('aria-disabled') === 'true') return;
    stop.setAttribute('aria-disabled', 'true');
    setText(stop.lastChild, t('run.canceling'));
    if (await cancel(id)) return;
    stop.removeAttribute('aria-disabled');
    setText(stop.lastChild, t('run.cancel'));
  }

  function update(progress) {
    if (progress === null) {
      bar.removeAttribute('value');
      setText(phase, t('phase.beginning'));
      return;
    }
    bar.value = progress.percent;
    setText(share, percent(progress.percent));
    setText(phase, phaseText(progress));
    setText(rest, restText(progress));
  }

  return {id, element, update};
}

function phaseText(progress) {
  if (progress.phase === 'reading' && progress.sheet)
    return t('phase.readingSheet', {
      sheet: progress.sheet, rows: number(progress.rows_done), size: bytes(progress.bytes),
    });
  return t(`phase.${progress.phase}`);
}

function restText(progress) {
  if (progress.eta === null) return '';
  const seconds = (new Date(progress.eta) - Date.now()) / 1000;
  return seconds < 1 ? t('run.nearly') : t('run.rest', {time: duration(Math.max(Math.round(seconds), 1), 'long')});
}
