// What the page knows, in one place. Parts subscribe; nobody else keeps a copy.

const listeners = new Set();

const state = {
  // 'starting' | 'signed-out' | 'forbidden' | 'ready'
  phase: 'starting',
  // Why there is no session: '' | 'expired' | 'invalid' | 'signed-out'
  signedOutBecause: '',
  session: null,
  // 'up' | 'offline' | 'database-away'
  connection: 'up',
  status: null,
  statusProblem: null,
  // When `status` came, by performance.now(): ages go on counting.
  statusAt: 0,
  progress: null,
  // A sentence about what the user did: {kind: 'good' | 'bad' | 'info', key, values}
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

// Calls `listener(changedKeys)` after each change; returns a function that ends it.
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
