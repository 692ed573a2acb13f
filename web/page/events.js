// Follows the server's stream of events. While there is no stream, the session is requested after growing
// pauses; when it is answered, the page reads everything again, so that it stays current without a stream.

import * as api from './api.js';
import {get, set} from './store.js';

const pauses = [1000, 2000, 4000, 8000, 15000];

// Calls `onBackup(id, status)` for each change of a backup, and `onRefresh()` when everything should be
// read again. Returns a function that ends it.
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

  // Progress that arrives after its backup's end is ignored.
  function advance(progress) {
    if (!over.has(progress.id)) set({progress});
  }

  function change({id, status}) {
    if (status === 'done' || status === 'failed') over.add(id);
    // The end is shown at once, before the next status says so.
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
    // The first try is made at once: a stream also ends without any trouble, which should not be visible.
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
