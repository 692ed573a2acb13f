// The frame around every view: the sidebar, the signed-in user, the language, the state of the connection.

import * as api from './api.js';
import {liveRegion} from './announce.js';
import {breakable, fill, h} from './dom.js';
import {icon} from './icons.js';
import {language, languages, setLanguage, t} from './i18n.js';
import {listHref} from './router.js';
import {get, set, subscribe} from './store.js';

export function buildShell() {
  const root = h('div', {class: 'shell'});
  const main = h('main', {class: 'main', id: 'main', tabindex: '-1'});
  const side = h('header', {class: 'side'});
  const banner = h('div', {class: 'banner-slot', role: 'status'});
  const skip = h('a', {class: 'skip', href: '#main', onclick: skipTo(main)});

  function rebuild() {
    skip.textContent = t('shell.skip');
    fill(side, brand(), navigation(), account());
    showConnection();
  }

  function showConnection() {
    const {connection, phase} = get();
    const down = connection !== 'up' && phase === 'ready';
    fill(banner, down ? connectionBanner(connection) : null);
  }

  subscribe((changed) => {
    if (changed.includes('connection') || changed.includes('phase')) showConnection();
  });
  root.append(skip, side, h('div', {class: 'content'}, banner, main), liveRegion());
  rebuild();
  return {root, main, rebuild, update: rebuild};
}

// The address after the # is the page's route; a skip link must not change it.
function skipTo(main) {
  return (event) => {
    event.preventDefault();
    main.focus();
  };
}

function brand() {
  return h('div', {class: 'brand'},
    h('span', {class: 'brand-mark', 'aria-hidden': 'true'}, 'P'),
    h('span', {class: 'brand-name'}, 'Paliad'));
}

function navigation() {
  return h('nav', {class: 'nav', 'aria-label': t('shell.navigation')},
    h('p', {class: 'nav-title', id: 'nav-admin'}, t('shell.administration')),
    h('ul', {class: 'nav-list', 'aria-labelledby': 'nav-admin'},
      h('li', null,
        h('a', {class: 'nav-link', href: listHref, 'aria-current': 'page', 'data-key': 'nav-backups'},
          icon('archive'), h('span', null, t('shell.backups'))))),
    h('p', {class: 'nav-note'}, t('shell.note')));
}

function account() {
  const {session} = get();
  return h('div', {class: 'account'},
    session && h('div', {class: 'account-user'},
      h('span', {class: 'account-name'}, breakable(session.user.email ?? session.user.id ?? t('shell.unnamed'))),
      h('button', {type: 'button', class: 'quiet', onclick: leave, 'data-key': 'sign-out'}, t('shell.signOut'))),
    h('div', {class: 'languages', role: 'group', 'aria-label': t('shell.language')},
      languages.map((code) => languageButton(code))));
}

function languageButton(code) {
  return h('button', {
    type: 'button', class: 'language', lang: code, 'aria-pressed': String(code === language()),
    'data-key': `language-${code}`, onclick: () => setLanguage(code),
  }, t(`language.${code}`));
}

async function leave() {
  try {
    await api.signOut();
    set({phase: 'signed-out', session: null, signedOutBecause: 'signed-out'});
  } catch (problem) {
    if (problem.status !== 401) set({notice: {kind: 'bad', problem}});
  }
}

function connectionBanner(connection) {
  const away = connection === 'database-away';
  return h('div', {class: 'banner'}, icon('offline'),
    h('p', null,
      h('strong', null, t(away ? 'connection.databaseAway' : 'connection.offline')), ' ',
      t(away ? 'connection.databaseAwayText' : 'connection.offlineText')));
}
