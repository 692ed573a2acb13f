// Starts the page, and shows the view of its phase and its route.

import * as api from './api.js';
import {mountDetail} from './detail.js';
import {follow} from './events.js';
import {language, onLanguage} from './i18n.js';
import {mountList} from './list.js';
import {onPlace, place} from './router.js';
import {mountForbidden, mountSignIn, mountStarting, mountUnreachable} from './gate.js';
import {buildShell} from './shell.js';
import {refreshStatus} from './refresh.js';
import {get, set, subscribe} from './store.js';

const pages = {
  'starting': mountStarting,
  'unreachable': mountUnreachable,
  'signed-out': mountSignIn,
  'forbidden': mountForbidden,
};

let shell = null;
let view = null;
let unfollow = null;
let expiry = 0;
let phaseBefore = 'starting';

function show({focus = false} = {}) {
  view?.end();
  shell.update();
  const {phase} = get();
  if (phase !== 'ready') view = pages[phase](shell.main, begin);
  else if (place().name === 'detail') view = mountDetail(shell.main, place().id);
  else view = mountList(shell.main, place().query);
  if (focus) shell.main.querySelector('h1')?.focus();
}

// Asks for the session, again and again until the server answers.
async function begin() {
  try {
    welcome(await api.session());
  } catch (problem) {
    if (problem.status === 401) {
      api.signedOut(problem);
      return;
    }
    set({phase: 'unreachable', connection: problem.code === 'database_away' ? 'database-away' : 'offline'});
    setTimeout(begin, Math.max(2000, problem.retryAfter * 1000));
  }
}

function welcome(session) {
  set({session, phase: session.admin ? 'ready' : 'forbidden', connection: 'up', signedOutBecause: ''});
}

function phaseChanged() {
  const ready = get().phase === 'ready';
  if (ready && unfollow === null) {
    unfollow = follow({onBackup: backupChanged, onRefresh: refreshAll});
  } else if (!ready && unfollow !== null) {
    unfollow();
    unfollow = null;
    set({status: null, progress: null, notice: null});
  }
  if (ready) refreshStatus();
}

function backupChanged(id, status) {
  refreshStatus();
  view?.backupChanged?.(id, status);
}

function refreshAll() {
  refreshStatus();
  view?.refresh?.();
}

// Asks for the session again when the token expires, without waiting for a request to fail. Uses the
// seconds that the server has told, because this machine's clock may be wrong.
function watchExpiry() {
  clearTimeout(expiry);
  const {session} = get();
  if (session === null) return;
  const rest = session.expires_in * 1000 + 500;
  if (rest < 2 ** 31) expiry = setTimeout(begin, rest);
}

function rebuild() {
  const key = document.activeElement?.dataset?.key;
  shell.rebuild();
  show();
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

document.documentElement.lang = language();
shell = buildShell();
document.body.replaceChildren(shell.root);
subscribe((changed) => {
  if (changed.includes('phase')) {
    phaseChanged();
    // When the page has just been loaded, the focus stays at its top, as on any page.
    show({focus: !['starting', 'unreachable'].includes(phaseBefore)});
    phaseBefore = get().phase;
  } else if (changed.includes('session')) {
    shell.update();
  }
  if (changed.includes('session')) watchExpiry();
});
onPlace(() => {
  if (get().phase !== 'ready') return;
  set({notice: null});
  show({focus: true});
});
onLanguage(rebuild);
show();
begin();
