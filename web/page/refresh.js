// Reads the status again, one request at a time.

import * as api from './api.js';
import {get, set} from './store.js';

let running = null;
let again = false;

export function refreshStatus() {
  if (running) {
    again = true;
    return running;
  }
  running = read().finally(() => {
    running = null;
    if (again) {
      again = false;
      refreshStatus();
    }
  });
  return running;
}

async function read() {
  try {
    const status = await api.status();
    set({status, statusAt: performance.now(), statusProblem: null, progress: progressOf(status)});
  } catch (problem) {
    set({statusProblem: problem});
  }
}

// An event may have brought newer progress of the same run than the status, which was requested before it.
function progressOf(status) {
  const known = get().progress;
  if (status.running === null) return null;
  if (known?.id === status.running && known.percent >= (status.progress?.percent ?? 0)) return known;
  return status.progress;
}
