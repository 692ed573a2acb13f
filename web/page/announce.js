// Announces changes to users of screen readers: one polite live region.

import {h} from './dom.js';

const region = h('div', {class: 'visually-hidden', 'aria-live': 'polite', 'data-live': true});

export function liveRegion() {
  return region;
}

export function announce(text) {
  region.textContent = '';
  // Emptied first, in a task of its own, so that the same text is announced twice if it comes twice.
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}
