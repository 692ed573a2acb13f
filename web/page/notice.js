// The outcome of the user's last action, shown above the view until the next one.

import {fill, h} from './dom.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {get, set, subscribe} from './store.js';
import {problemText} from './words.js';

// notice: {kind: 'good' | 'bad' | 'info', key, values} or {kind: 'bad', problem}
export function mountNotice(container) {
  const slot = h('div', {class: 'notice-slot'},
    h('div', {role: 'status'}), h('div', {role: 'alert'}));
  const [polite, alert] = slot.children;

  function show() {
    const {notice} = get();
    fill(polite, notice && notice.kind !== 'bad' ? box(notice) : null);
    fill(alert, notice?.kind === 'bad' ? box(notice) : null);
    // The button may be far below.
    if (notice?.kind === 'bad') slot.scrollIntoView({block: 'nearest'});
  }

  container.append(slot);
  show();
  return subscribe((changed) => changed.includes('notice') && show());
}

function box(notice) {
  const text = notice.problem ? problemText(notice.problem) : t(notice.key, notice.values);
  return h('div', {class: `notice notice-${notice.kind}`},
    icon(notice.kind === 'bad' ? 'warning' : 'check'),
    h('p', null, text),
    h('button', {
      type: 'button', class: 'icon-button', 'aria-label': t('close'), 'data-key': 'close-notice',
      onclick: () => set({notice: null}),
    }, icon('close')));
}
