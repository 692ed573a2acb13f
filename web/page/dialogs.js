// Questions, in <dialog> elements: the browser handles Escape and keeps the focus inside.

import {find, h} from './dom.js';
import {bytes, longDateTime} from './format.js';
import {t} from './i18n.js';

let last = 0;

// Resolves to true where the user said yes. The focus goes to "no", and afterwards back to where it was.
function ask({title, body, yes, no}) {
  const id = `dialog-${(last += 1)}`;
  return new Promise((resolve) => {
    const from = document.activeElement;
    const dialog = h('dialog', {class: 'dialog', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-text`},
      h('form', {method: 'dialog'},
        h('h2', {id: `${id}-title`}, title),
        h('div', {class: 'dialog-text', id: `${id}-text`}, body),
        h('div', {class: 'dialog-buttons'},
          h('button', {value: 'no', class: 'secondary', autofocus: true}, no),
          h('button', {value: 'yes', class: 'danger'}, yes))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      // The button that had the focus may have been drawn anew meanwhile.
      const key = from?.dataset.key;
      (from?.isConnected ? from : key && find(document, key))?.focus();
      resolve(dialog.returnValue === 'yes');
    });
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close('no');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function askToDelete(backup, lastGood) {
  const facts = {time: longDateTime(backup.started_at), size: bytes(backup.size_bytes)};
  return ask({
    title: t('delete.title'),
    body: [
      h('p', null, t('delete.text', facts)),
      lastGood && h('p', {class: 'dialog-warning'}, t('delete.lastGood')),
    ],
    yes: t('delete.yes'),
    no: t('delete.no'),
  });
}
