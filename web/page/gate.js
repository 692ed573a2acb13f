// The views without a session: loading, sign-in, no right to use backups, no connection.

import * as api from './api.js';
import {fill, h} from './dom.js';
import {icon} from './icons.js';
import {t} from './i18n.js';
import {get} from './store.js';
import {problemText} from './words.js';

const still = {end() {}};

export function mountStarting(main) {
  document.title = t('title.list');
  fill(main, h('div', {class: 'gate', role: 'status'},
    h('span', {class: 'visually-hidden'}, t('loading'))));
  return still;
}

export function mountUnreachable(main) {
  document.title = t('title.list');
  const away = get().connection === 'database-away';
  fill(main, h('div', {class: 'gate', role: 'status'},
    h('div', {class: 'gate-icon'}, icon('offline')),
    h('h1', {tabindex: '-1'}, t(away ? 'connection.databaseAway' : 'connection.offline')),
    h('p', null, t(away ? 'connection.databaseAwayText' : 'connection.offlineText'))));
  return still;
}

export function mountForbidden(main) {
  document.title = t('title.forbidden');
  const user = get().session?.user.email ?? t('shell.unnamed');
  fill(main, h('div', {class: 'gate'},
    h('div', {class: 'gate-icon'}, icon('lock')),
    h('h1', {tabindex: '-1'}, t('forbidden.title')),
    h('p', null, t('forbidden.text', {user})),
    h('p', {class: 'soft'}, t('forbidden.help'))));
  return still;
}

// Usually the app signs the user in. A user who has just an access token enters it here; it is sent in
// the request's header and stored nowhere.
export function mountSignIn(main, begin) {
  document.title = t('title.signIn');
  const because = get().signedOutBecause;
  const input = h('input', {
    type: 'password', id: 'token', name: 'token', required: true, autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': 'token-help token-error', 'data-key': 'token',
  });
  const error = h('p', {class: 'field-error', id: 'token-error', role: 'alert'});
  const button = h('button', {class: 'primary', type: 'submit', 'data-key': 'sign-in'}, t('signIn.button'));
  const form = h('form', {class: 'gate-form', novalidate: true, onsubmit: submit},
    h('label', {for: 'token'}, t('signIn.label')), input, error,
    h('p', {class: 'soft small', id: 'token-help'}, t('signIn.help')), button);

  async function submit(event) {
    event.preventDefault();
    error.textContent = '';
    const token = input.value.trim();
    if (!isToken(token)) return refuse(t(token === '' ? 'signIn.empty' : 'signIn.noToken'));
    button.setAttribute('aria-disabled', 'true');
    try {
      await api.signIn(token);
      input.value = '';
      await begin();
    } catch (problem) {
      refuse(problem.status === 401 ? t(problem.code === 'token_expired' ? 'signIn.expired' : 'signIn.invalid')
        : problemText(problem));
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }

  function refuse(text) {
    error.textContent = text;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }

  fill(main, h('div', {class: 'gate'},
    h('h1', {tabindex: '-1'}, t('signIn.title')),
    because && h('p', {class: 'gate-because', role: 'status'}, t(`signIn.because.${because}`)),
    h('p', null, t('signIn.text')), form));
  return still;
}

// Three parts of base64url, as a JWT has: other text might not be allowed in a header.
function isToken(text) {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}
