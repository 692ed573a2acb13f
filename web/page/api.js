// The server's routes (openapi.yaml) as functions. Each returns the answer's JSON or throws a Problem.

import {get, set} from './store.js';

const base = '/api/admin/backups';

// An error: `code` is the server's (openapi.yaml), or 'offline' where there was no answer.
export class Problem extends Error {
  constructor(code, status, detail, retryAfter = 0) {
    super(detail || code);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // Not an answer of the server, but of a proxy, for example: only its status counts.
  }
  const seconds = Number(response.headers.get('Retry-After')) || 0;
  return new Problem(body.code ?? codeOf(response.status), response.status, body.detail ?? '', seconds);
}

function codeOf(status) {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  return status === 502 || status === 503 || status === 504 ? 'busy' : 'internal';
}

async function answer(method, path, {headers, body, signal}) {
  try {
    return await fetch(path, {
      method, headers, body, signal, cache: 'no-store', credentials: 'same-origin', redirect: 'error',
    });
  } catch (error) {
    throw offline(error);
  }
}

// A request that was aborted stays an AbortError; everything else that prevents an answer is a lost connection.
function offline(error) {
  return error.name === 'AbortError' ? error : new Problem('offline', 0, '');
}

async function request(method, path, options = {}) {
  const headers = {Accept: 'application/json', ...options.headers};
  if (method !== 'GET' && get().session) headers['X-CSRF-Token'] = get().session.csrf_token;
  const response = await answer(method, path, {...options, headers});
  if (!response.ok) throw noted(await problemOf(response));
  if (response.status === 204 || options.ignoreBody) return null;
  try {
    return await response.json();
  } catch (error) {
    throw offline(error);
  }
}

// Whichever request finds that the session ended or lost its rights, the whole page is told.
function noted(problem) {
  if (get().phase !== 'ready') return problem;
  if (problem.status === 401) signedOut(problem);
  else if (problem.code === 'forbidden') set({phase: 'forbidden'});
  return problem;
}

export function signedOut(problem) {
  const because = {token_expired: 'expired', token_invalid: 'invalid'}[problem?.code];
  set({phase: 'signed-out', session: null, signedOutBecause: because ?? (get().session ? 'expired' : '')});
}

export const session = () => request('GET', '/api/session');

export const signIn = (token) =>
  request('POST', '/api/session', {headers: {Authorization: `Bearer ${token}`}});

export const signOut = () => request('DELETE', '/api/session');

export const status = () => request('GET', `${base}/status`);

export const list = (query, signal) => request('GET', `${base}?${query}`, {signal});

export const detail = (id, signal) => request('GET', `${base}/${id}`, {signal});

export const run = () => request('POST', `${base}/run`);

export const cancel = (id) => request('POST', `${base}/${id}/cancel`);

export const verify = (id, signal) => request('POST', `${base}/${id}/verify`, {signal});

export const hold = (id, held) =>
  request('POST', `${base}/${id}/hold`, {
    headers: {'Content-Type': 'application/json'}, body: JSON.stringify({held}),
  });

export const remove = (id) => request('DELETE', `${base}/${id}`);

export const downloadHref = (id) => `${base}/${id}/download`;

// Requests the first byte: throws a Problem where the artifact can't be downloaded now.
export const tryDownload = (id) =>
  request('GET', downloadHref(id), {headers: {Range: 'bytes=0-0'}, ignoreBody: true});

export const eventsHref = `${base}/events`;
