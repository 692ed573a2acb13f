// Functions, schemas, types and casts that other users make in the database: none of them may run with an
// administrator's claims.
import assert from 'node:assert/strict';
import {readFileSync, truncateSync} from 'node:fs';
import http from 'node:http';
import {after, before, test} from 'node:test';
import {api, ask, assertProblem, bearer, fileOf, logged, makeBackup, people, removeFree, settled, sql, startServer, unknown, until} from './paliad.mjs';

let server, id, bytes;
before(async () => {
  server = await startServer();
  id = makeBackup();
  bytes = readFileSync(fileOf(id));
});
after(() => server.end());

const call = (method, path, body) => ask(server, method, api + path, {headers: {...bearer(), ...(body ? {'Content-Type': 'application/json'} : {})}, body});
const get = (path) => call('GET', path);

// Runs some statements, `work`, and statements that undo the first ones.
async function between(statements, work, undo) {
  sql(...statements);
  try {
    return await work();
  } finally {
    sql(...undo);
  }
}

// A function that must not be called.
const trap = (signature, result = 'void') =>
  `CREATE FUNCTION ${signature} RETURNS ${result} LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'caught: %', current_setting('request.jwt.claims', true); END $$`;

async function assertAllWork() {
  assert.equal((await get('')).status, 200);
  assert.equal((await get('/status')).status, 200);
  const detail = await get(`/${id}`);
  assert.equal(detail.status, 200);
  assert.ok(detail.json.contents.sheets.length > 0);
  assert.ok((await get(`/${id}/download`)).body.equals(bytes));
  assert.equal((await call('POST', `/${id}/verify`)).json.ok, true);
  for (const held of [true, false])
    assert.equal((await call('POST', `/${id}/hold`, JSON.stringify({held}))).json.held, held);
  assertProblem(await call('POST', `/${unknown}/cancel`), 404, 'not_found');
  const more = await call('POST', '/run');
  assert.equal(more.status, 202);
  await settled();
  assert.equal((await removeFree(server, more.json.id)).status, 204);
  assert.doesNotMatch(server.log, /caught/);
}

test('overloads of the extension\'s functions catch no call', async () => {
  const signatures = [
    'cancel(text)', 'read(text, text, text)', 'read(text, bigint, int)', 'read(uuid, text, text)', 'read(uuid, bigint, bigint)',
    'verify(text)', 'contents(text)', 'left_out(text)', 'hold(text, text)', 'hold(text, boolean)', 'hold(uuid, text)', 'delete(text)',
    'verify(VARIADIC uuid[])', 'start(VARIADIC int[])',
  ].map((signature) => `public.paliad_backup_${signature}`);
  await between(signatures.map((signature) => trap(signature)), assertAllWork, signatures.map((signature) => `DROP FUNCTION ${signature}`));
  // The call is ambiguous between a function without arguments and one with defaults for all: none is called.
  await between([trap('public.paliad_backup_status(int DEFAULT 1)')], async () => {
    assertProblem(await get('/status'), 503, 'not_ready');
    await logged(server, /42725: function public\.paliad_backup_status\(\) is not unique/);
  }, ['DROP FUNCTION public.paliad_backup_status(int)']);
  assert.equal((await get('/status')).status, 200);
});

// Statements that the owner of the extension's schema may execute.
const swapped = [
  'ALTER SCHEMA public RENAME TO kept', 'CREATE SCHEMA public', 'GRANT USAGE ON SCHEMA public TO PUBLIC',
  ...['start() uuid', 'status() int', 'progress() int', 'cancel(uuid) boolean', 'read(uuid, bigint, int) bytea', 'verify(uuid) int', 'contents(uuid) int',
    'left_out(uuid) int', 'hold(uuid, boolean) void', 'delete(uuid) void'].map((signature) => {
    const [, name, result] = signature.match(/^(.*) (\w+)$/);
    return trap(`public.paliad_backup_${name}`, result);
  }),
];
const swappedBack = ['DROP SCHEMA public CASCADE', 'ALTER SCHEMA kept RENAME TO public'];

test('a schema in the place of the extension\'s is not called', async () => {
  // A request, so that a kept connection has already used the schema's name.
  assert.equal((await get('/status')).status, 200);
  await between(swapped, async () => {
    assert.equal((await get('')).status, 200);
    assert.equal((await get('/status')).status, 200);
    assert.ok((await get(`/${id}`)).json.contents.sheets.length > 0);
    assert.ok((await get(`/${id}/download`)).body.equals(bytes));
    assert.doesNotMatch(server.log, /caught/);
  }, swappedBack);
});

test('nor while an artifact is sent', async () => {
  const huge = makeBackup();
  const size = 2 ** 26;
  sql(`UPDATE paliad.backups SET size_bytes = ${size} WHERE id = '${huge}'`);
  truncateSync(fileOf(huge), size);
  const got = await new Promise((resolve, reject) => {
    http.get({host: '127.0.0.1', port: server.port, path: `${api}/${huge}/download`, headers: bearer(), agent: false}, (response) => {
      let sum = 0;
      response.once('data', () => {
        response.pause();
        sql(...swapped);
        response.resume();
      });
      response.on('data', (piece) => { sum += piece.length; });
      response.on('end', () => resolve(sum));
      response.on('error', reject);
    }).on('error', reject);
  }).finally(() => sql(...swappedBack));
  assert.doesNotMatch(server.log, /caught/);
  assert.equal(got, size);
  assert.equal((await removeFree(server, huge)).status, 204);
});

test('what is not the extension\'s own is not called', async () => {
  const name = 'FUNCTION public.paliad_backup_read(uuid, bigint, int)';
  await between([`ALTER EXTENSION paliad_backup DROP ${name}`], async () => {
    for (const path of ['', '/status', `/${id}/download`]) assertProblem(await get(path), 503, 'not_ready');
    await logged(server, /these are not members of the extension paliad_backup: paliad_backup_read\(pg_catalog\.uuid, pg_catalog\.int8, pg_catalog\.int4\)\. /);
  }, [`ALTER EXTENSION paliad_backup ADD ${name}`]);
  await between(['ALTER TABLE paliad.backups RENAME TO backups_kept', 'CREATE VIEW paliad.backups AS TABLE paliad.backups_kept',
    'GRANT SELECT ON paliad.backups TO paliad_app'], async () => {
    assertProblem(await get(''), 503, 'not_ready');
    await logged(server, /these are not members of the extension paliad_backup: paliad\.backups\. /);
  }, ['DROP VIEW paliad.backups', 'ALTER TABLE paliad.backups_kept RENAME TO backups']);
  assert.equal((await get('')).status, 200);
});

test('no search_path leads to others\' functions and operators', async () => {
  const made = [
    'CREATE SCHEMA snare', 'GRANT USAGE ON SCHEMA snare TO PUBLIC',
    trap('snare.to_char(timestamp, text)', 'text'), trap('snare.lower(text)', 'text'),
    trap('snare.quote_ident(name)', 'text'), trap('snare.same(uuid, uuid)', 'boolean'), trap('snare.named(name, name)', 'boolean'),
    trap('snare.set_config(text, text, boolean)', 'text'),
    'CREATE OPERATOR snare.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = snare.same)',
    'CREATE OPERATOR snare.= (LEFTARG = name, RIGHTARG = name, FUNCTION = snare.named)',
    'ALTER ROLE paliad_app SET search_path = snare, pg_catalog',
  ];
  await between(made, async () => {
    const fresh = await startServer();
    try {
      for (const path of ['?q=anna', '/status', `/${id}`])
        assert.equal((await ask(fresh, 'GET', api + path, {headers: bearer()})).status, 200, path);
      assert.doesNotMatch(fresh.log, /caught/);
    } finally {
      await fresh.end();
    }
  }, ['ALTER ROLE paliad_app RESET search_path', 'DROP SCHEMA snare CASCADE']);
});

test('a login that becomes more than the app\'s role is refused, on old connections too', async () => {
  assert.equal((await get('')).status, 200);
  // Also as a member of a role that is a member.
  for (const role of ['paliad_app', 'paliad_backup_app']) {
    await between([`GRANT paliad_backup_admin TO ${role}`], async () => {
      assertProblem(await ask(server, 'GET', api, {headers: bearer(people.clerk)}), 503, 'not_ready');
      await logged(server, /the login paliad_app is a superuser or a member of paliad_backup_admin/);
    }, [`REVOKE paliad_backup_admin FROM ${role}`]);
    await until(async () => (await get('')).status === 200);
  }
});

// --- types and casts of the owner of paliad.users ---

// Replaces the app's users by a view with `columns` of the real table, as its owner could.
const usersAs = (columns, more, work) => between(
  [...more, 'ALTER TABLE paliad.users RENAME TO users_kept', `CREATE VIEW paliad.users AS SELECT ${columns} FROM paliad.users_kept`,
    'GRANT SELECT ON paliad.users TO paliad_app'],
  work,
  ['DROP VIEW paliad.users', 'ALTER TABLE paliad.users_kept RENAME TO users', 'DROP SCHEMA snare CASCADE']);

const whoAmI = (user) => ask(server, 'GET', '/api/session', {headers: bearer(user)});

test('no cast of a role to text runs', async () => {
  await usersAs("id, email, (CASE global_role WHEN 'global_admin' THEN global_role ELSE 'clerk' END)::snare.role AS global_role", [
    'CREATE SCHEMA snare', 'GRANT USAGE ON SCHEMA snare TO PUBLIC', "CREATE TYPE snare.role AS ENUM ('clerk', 'global_admin')",
    trap('snare.cast(snare.role)', 'text'), 'CREATE CAST (snare.role AS text) WITH FUNCTION snare.cast(snare.role) AS IMPLICIT',
  ], async () => {
    assert.deepEqual([(await whoAmI()).json.admin, (await whoAmI(people.clerk)).json.admin], [true, false]);
    assert.doesNotMatch(server.log, /caught/);
  });
});

test('no cast of an id runs', async () => {
  await usersAs('ROW(id)::snare.id AS id, email, global_role', [
    'CREATE SCHEMA snare', 'GRANT USAGE ON SCHEMA snare TO PUBLIC', 'CREATE TYPE snare.id AS (id uuid)',
    trap('snare.cast(snare.id)', 'uuid'), 'CREATE CAST (snare.id AS uuid) WITH FUNCTION snare.cast(snare.id) AS IMPLICIT',
  ], async () => {
    assertProblem(await whoAmI(), 503, 'not_ready');
    await logged(server, /paliad\.users needs a column id of type uuid/);
    assert.doesNotMatch(server.log, /caught/);
  });
  await usersAs('id::snare.id, email, global_role', ['CREATE SCHEMA snare', 'GRANT USAGE ON SCHEMA snare TO PUBLIC', 'CREATE DOMAIN snare.id AS uuid'],
    async () => assert.equal((await whoAmI()).json.admin, true));
});
