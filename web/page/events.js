// What happens on the server, as it happens. While the stream is down the session is asked for with
// growing pauses; each time it answers, the page is told to read again, so that it stays current
// even where no stream can be had.

import * as api from './api.js';
import {get, set} from './store.js';

const pauses = [1000, 2000, 4000, 8000, 15000];

// `onBackup(id, status)` for each change of state, `onRefresh()` when everything should be read again.
export function follow({onBackup, onRefresh}) {
  let source = null;
  let timer = 0;
  let failures = 0;
  let ended = false;
  const over = new Set();  // backups that have ended

  function open() {
    source?.close();
    source = new EventSource(api.eventsHref);
    source.addEventListener('hello', (event) => greet(JSON.parse(event.data)));
    source.addEventListener('backup', (event) => change(JSON.parse(event.data)));
    source.addEventListener('progress', (event) => advance(JSON.parse(event.data)));
    source.addEventListener('database', (event) => database(JSON.parse(event.data).available));
    source.onerror = lost;
  }

  function greet(hello) {
    failures = 0;
    database(hello.database);
  }

  // One that was on its way when its backup ended comes too late.
  function advance(progress) {
    if (!over.has(progress.id)) set({progress});
  }

  function change({id, status}) {
    if (status === 'done' || status === 'failed') over.add(id);
    // What ended is known to have ended before the status that says so has come.
    const known = get().status;
    if (status === 'done' || status === 'failed') set({progress: null, status: known && {...known, running: null}});
    onBackup(id, status);
  }

  function database(available) {
    set({connection: available ? 'up' : 'database-away'});
    if (available) onRefresh();
  }

  function lost() {
    source?.close();
    source = null;
    if (ended) return;
    clearTimeout(timer);
    // The first look is at once: a stream also ends when all is well, and then nothing is to be seen.
    timer = setTimeout(look, failures === 0 ? 100 : pauses[Math.min(failures, pauses.length) - 1]);
    failures += 1;
  }

  async function look() {
    try {
      set({session: await api.session()});
      if (ended) return;
      set({connection: 'up'});
      if (failures > 1) onRefresh();
      open();
    } catch (problem) {
      if (ended || problem.status === 401) return;
      set({connection: problem.code === 'offline' ? 'offline' : connectionOf(problem)});
      lost();
    }
  }

  function connectionOf(problem) {
    return problem.code === 'database_away' ? 'database-away' : get().connection;
  }

  function now() {
    if (source !== null || ended) return;
    clearTimeout(timer);
    look();
  }

  function offline() {
    set({connection: 'offline'});
    lost();
  }

  addEventListener('online', now);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', now);
  open();

  return function end() {
    ended = true;
    clearTimeout(timer);
    source?.close();
    removeEventListener('online', now);
    removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', now);
  };
}
