// What a user can do with backups. Each function shows its outcome as a notice, and never throws.

import * as api from './api.js';
import {announce} from './announce.js';
import {askToDelete} from './dialogs.js';
import {h} from './dom.js';
import {longDateTime} from './format.js';
import {t} from './i18n.js';
import {refreshStatus} from './refresh.js';
import {set} from './store.js';

// True where `work` succeeded.
async function attempt(work) {
  set({notice: null});
  try {
    await work();
    return true;
  } catch (problem) {
    if (problem.name !== 'AbortError') set({notice: {kind: 'bad', problem}});
    return false;
  }
}

function done(key, values) {
  set({notice: {kind: 'good', key, values}});
}

export function run() {
  return attempt(async () => {
    await api.run();
    announce(t('run.started'));
    await refreshStatus();
  });
}

export function cancel(id) {
  return attempt(async () => {
    await api.cancel(id);
    announce(t('run.canceling'));
  });
}

export function hold(backup, held) {
  return attempt(async () => {
    await api.hold(backup.id, held);
    done(held ? 'hold.held' : 'hold.released');
  });
}

export async function remove(backup, lastGood) {
  if (!(await askToDelete(backup, lastGood))) return false;
  return attempt(async () => {
    await api.remove(backup.id);
    done('delete.done', {time: longDateTime(backup.started_at)});
  });
}

// Tries the download first, so that an error is shown by this page and not by the browser.
export function download(backup) {
  return attempt(async () => {
    await api.tryDownload(backup.id);
    const link = h('a', {href: api.downloadHref(backup.id), download: backup.file ?? ''});
    document.body.append(link);
    link.click();
    link.remove();
  });
}
