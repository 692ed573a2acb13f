// The page's state, in one place. Its parts subscribe to it, and keep no copy.

const listeners = new Set();

const state = {
  // 'starting' | 'unreachable' | 'signed-out' | 'forbidden' | 'ready'
  phase: 'starting',
  // Why there is no session: '' | 'expired' | 'invalid' | 'signed-out'
  signedOutBecause: '',
  session: null,
  // 'up' | 'offline' | 'database-away'
  connection: 'up',
  status: null,
  statusProblem: null,
  // When `status` came, by performance.now(): the ages in it grow from then on.
  statusAt: 0,
  progress: null,
  // The outcome of the user's last action: {kind: 'good' | 'bad' | 'info', key, values}, or with a problem
  // (notice.js)
  notice: null,
};

export function get() {
  return state;
}

export function set(changes) {
  const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
  if (changed.length === 0) return;
  Object.assign(state, changes);
  for (const listener of [...listeners]) listener(changed);
}

// Calls `listener(changedKeys)` after each change. Returns a function that unsubscribes it.
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
