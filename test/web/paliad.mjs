// Shared by the tests of the admin's server: the server itself, started on a free port of this machine, tokens, and the
// database behind it. The environment has its place: PG… (a superuser), PALIAD_PG_BIN, PALIAD_PG_DATA, and
// PALIAD_SERVER_USER, the user that PostgreSQL runs as.

import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {createHmac, createSign, randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import http from 'node:http';
import {fileURLToPath} from 'node:url';

export const program = fileURLToPath(new URL('../../web/paliad-backup-web', import.meta.url));
export const api = '/api/admin/backups';

// test/sample/README.md
export const people = {
  admin: '00000000-0000-4000-8000-000000000001',
  clerk: '00000000-0000-4000-8000-000000000002',
  nobody: '00000000-0000-4000-8000-0000000000ff',
};
export const unknown = '00000000-0000-4000-8000-0000000000ee';

// --- tokens ---

export const secret = randomBytes(32).toString('hex');
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const now = () => Math.floor(Date.now() / 1000);

export function claimsOf(user, more = {}) {
  return {sub: user, aud: 'authenticated', role: 'authenticated', exp: now() + 3600, ...more};
}

export function token(claims, {key = secret, alg = 'HS256'} = {}) {
  const text = `${part({alg, typ: 'JWT'})}.${part(claims)}`;
  if (alg === 'none') return `${text}.`;
  const signature = alg.startsWith('RS')
    ? createSign(`sha${alg.slice(2)}`).update(text).sign(key, 'base64url')
    : createHmac(`sha${alg.slice(2)}`, key).update(text).digest('base64url');
  return `${text}.${signature}`;
}

export const tokenOf = (user) => token(claimsOf(user));
export const bearer = (user = people.admin) => ({Authorization: `Bearer ${tokenOf(user)}`});

// --- the server ---

// Starts a server; `environment` is added to the variables that it needs. end() stops it and gives its exit status.
export async function startServer(environment = {}) {
  const child = spawn(program, [], {
    env: {...process.env, PGUSER: 'paliad_app', PALIAD_WEB_LISTEN: '127.0.0.1:0', PALIAD_JWT_SECRET: secret, ...environment},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = {child, log: '', ended: new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)))};
  child.stderr.setEncoding('utf8').on('data', (text) => { server.log += text; });
  server.url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = said.match(/listens on (\S+)\n/);
      if (found) resolve(found[1]);
    });
    child.on('close', () => reject(new Error(`the server has ended: ${server.log}`)));
  });
  server.port = Number(new URL(server.url).port);
  server.end = () => {
    child.kill('SIGTERM');
    return server.ended;
  };
  // The peak of the server's memory in MiB.
  server.peak = () => Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024;
  return server;
}

// Sends a request with just these headers, which fetch would change: {status, headers, body, json}.
export function ask(server, method, path, {headers = {}, body, agent = false} = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : {'Content-Length': Buffer.byteLength(body)};
    const request = http.request(
      {host: '127.0.0.1', port: server.port, method, path, agent, headers: {...length, ...headers}},
      (response) => {
        const pieces = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(pieces);
          const type = response.headers['content-type'] ?? '';
          resolve({
            status: response.statusCode, headers: response.headers, body: bytes,
            json: /json/.test(type) && bytes.length > 0 ? JSON.parse(bytes) : undefined,
          });
        });
      });
    request.on('error', reject);
    request.end(body);
  });
}

// Deletes an artifact that has just been read. Repeats that, because its lock is released only after the answer.
export function removeFree(server, id) {
  return until(async () => {
    const answer = await ask(server, 'DELETE', `${api}/${id}`, {headers: bearer()});
    return answer.json?.code !== 'in_use' && answer;
  });
}

// Asserts all of a problem but its sentences, and that these reveal nothing of the server or the database.
export function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, String(answer.body));
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.json.code, code);
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.type, `urn:paliad-backup:problem:${code}`);
  assert.doesNotMatch(String(answer.body), /SELECT|paliad\.|\/tmp|file:|SQLSTATE|permission denied|psql|socket/);
}

// --- the database ---

export function sql(...texts) {
  const commands = texts.flatMap((text) => ['-c', text]);
  return execFileSync(`${process.env.PALIAD_PG_BIN}/psql`, ['-XqAt', '-v', 'ON_ERROR_STOP=1', ...commands],
    {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim();
}

export function database(action) {
  const user = process.env.PALIAD_SERVER_USER;
  const drop = process.getuid() === 0 ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups'] : ['env'];
  const log = action === 'start' ? [`--log=${process.env.PALIAD_PG_DATA}/../server.log`] : ['--mode=fast'];
  execFileSync(drop[0], [...drop.slice(1), `${process.env.PALIAD_PG_BIN}/pg_ctl`, action, '--wait', '--pgdata', process.env.PALIAD_PG_DATA, ...log],
    {stdio: 'ignore', cwd: '/'});
}

// Waits until no backup runs. A run releases its locks (src/backend/ipc/advisory_locks.cpp) just after its row
// has its final state, and until then no other run can begin.
export async function settled() {
  await until(() => sql(`SELECT (SELECT count(*) FROM paliad.backups WHERE status = 'running')
    + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1885432937 AND objsubid IN (3, 4))`) === '0');
}

export const makeBackup = () => sql('SELECT paliad_backup_run()').split('\n')[0];
export const fileOf = (id) => sql(`SELECT storage_uri FROM paliad.backups WHERE id = '${id}'`).replace('file://', '');

// Waits until a new session has the settings: a session begins with those that the postmaster read last.
async function reload(statements) {
  const read = () => sql('SELECT pg_conf_load_time()');
  const before = read();
  for (const statement of statements) sql("LOAD 'paliad_backup'", statement);
  sql('SELECT pg_reload_conf()');
  await until(() => read() !== before);
}

// Runs `work` with settings of the extension.
export async function withSettings(settings, work) {
  const names = Object.keys(settings);
  await reload(names.map((name) => `ALTER SYSTEM SET paliad_backup.${name} = '${settings[name]}'`));
  try {
    return await work();
  } finally {
    await reload(names.map((name) => `ALTER SYSTEM RESET paliad_backup.${name}`));
  }
}

// Runs `work` while another session holds a lock. With the default one a backup begins, and then waits.
export async function withLock(work, lock = 'LOCK TABLE paliad.matters IN ACCESS EXCLUSIVE MODE') {
  const session = spawn(`${process.env.PALIAD_PG_BIN}/psql`, ['-XqAt'], {stdio: ['pipe', 'pipe', 'inherit']});
  await new Promise((resolve) => {
    session.stdout.once('data', resolve);
    session.stdin.write(`BEGIN; ${lock}; SELECT 'locked';\n`);
  });
  try {
    return await work();
  } finally {
    session.stdin.end('ROLLBACK;\n');
    await new Promise((resolve) => session.on('exit', resolve));
  }
}

export async function until(condition, seconds = 180) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    assert.ok(Date.now() < end, `not within ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// Waits for a line of the server's log, which may arrive later than its answer.
export const logged = (server, pattern) => until(() => pattern.test(server.log));
