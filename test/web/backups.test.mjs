// A backup through all routes: run, events, list, detail, verify, hold, download, delete.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import http from 'node:http';
import {after, afterEach, before, test} from 'node:test';
import {api, ask, assertProblem, bearer, claimsOf, makeBackup, now, people, removeFree, settled, sql, startServer, token, unknown, until, withLock, withSettings} from './paliad.mjs';

let server;
before(async () => {
  server = await startServer();
  await hearing();
});
after(() => server.end());

const get = (path, headers = {}) => ask(server, 'GET', api + path, {headers: {...bearer(), ...headers}});
const post = (path, body) => ask(server, 'POST', api + path, {headers: {...bearer(), ...(body ? {'Content-Type': 'application/json'} : {})}, body});
const remove = (path) => ask(server, 'DELETE', api + path, {headers: bearer()});
const hold = (id, held) => post(`/${id}/hold`, JSON.stringify({held}));
const notify = (id, status) => sql(`NOTIFY paliad_backup, '${JSON.stringify({id, status})}'`);

// Each must have a code, for programs, besides its sentence.
function assertCoded(all) {
  assert.ok(all.length > 0);
  for (const {code, arguments: args} of all) {
    assert.match(code, /^[a-z_]+$/);
    assert.equal(typeof args, 'object');
    assert.notEqual(args, null);
  }
}

const streams = [];
afterEach(() => streams.splice(0).forEach((events) => events.close()));

// Opens a stream of events: an array to which they are added, and close().
function listen(headers = bearer()) {
  const events = [];
  const request = http.get({host: '127.0.0.1', port: server.port, path: `${api}/events`, headers, agent: false}, (response) => {
    events.status = response.statusCode;
    events.type = response.headers['content-type'];
    let text = '';
    response.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
        const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/s)));
        if (fields.event) events.push({event: fields.event, data: JSON.parse(fields.data)});
      }
    });
    response.on('close', () => { events.closed = true; });
  });
  request.on('error', () => { events.closed = true; });
  events.close = () => request.destroy();
  streams.push(events);
  return events;
}

// Waits until notifications of the database arrive, and until none of them is under way any more: before the server
// listens to the database, they are lost.
async function hearing() {
  const events = listen();
  await until(() => events.length > 0);
  await until(() => {
    notify(unknown, 'held');
    return events.some(({event}) => event === 'backup');
  });
  const last = randomUUID();
  notify(last, 'held');
  await until(() => events.some(({data}) => data.id === last));
  events.close();
}

test('run, watch and cancel', async () => {
  const events = listen();
  await until(() => events.length > 0);
  assert.equal(events.type, 'text/event-stream');
  let id;
  await withLock(async () => {
    const answer = await post('/run');
    assert.equal(answer.status, 202, String(answer.body));
    ({id} = answer.json);
    assert.equal(answer.headers.location, `${api}/${id}`);
    assertProblem(await post('/run'), 409, 'already_running');
    const row = (await get(`/${id}`)).json;
    assert.deepEqual([row.status, row.kind, row.requested_by, row.requested_by_email, row.duration_seconds, row.contents],
      ['running', 'on_demand', people.admin, 'anna.admin@kanzlei.example', null, null]);
    const status = await until(async () => {
      const {json} = await get('/status');
      return json.progress?.phase === 'locking' && json;
    });
    assert.equal(status.running, id);
    assert.equal(status.progress.id, id);
    for (const [method, path] of [['GET', 'download'], ['POST', 'verify']])
      assertProblem(await ask(server, method, `${api}/${id}/${path}`, {headers: bearer()}), 409, 'still_running');
    assertProblem(await remove(`/${id}`), 409, 'still_running');
    assertProblem(await hold(id, true), 409, 'still_running');
    await until(() => events.some(({event, data}) => event === 'progress' && data.id === id));
    const canceled = await post(`/${id}/cancel`);
    assert.deepEqual([canceled.status, canceled.json], [202, {canceled: true}]);
    await settled();
  });
  assertProblem(await post(`/${id}/cancel`), 409, 'not_running');
  const row = (await get(`/${id}`)).json;
  assert.deepEqual([row.status, row.error, row.file], ['failed', 'canceled by anna.admin@kanzlei.example', null]);
  assert.deepEqual([row.error_code, row.error_arguments], ['canceled_by', {by: 'anna.admin@kanzlei.example'}]);
  for (const [method, path] of [['GET', '/download'], ['POST', '/verify'], ['DELETE', '']])
    assertProblem(await ask(server, method, `${api}/${id}${path}`, {headers: bearer()}), 409, 'no_artifact');
  await until(() => events.some(({data}) => data.status === 'failed'));
  assert.deepEqual(events.filter(({event}) => event === 'backup').map(({data}) => data), [{id, status: 'running'}, {id, status: 'failed'}]);
  events.close();
});

test('the whole way of a good one', async () => {
  const events = listen();
  await until(() => events.length > 0);
  const {id} = (await post('/run')).json;
  await settled();
  const detail = (await get(`/${id}`)).json;
  assert.equal(detail.status, 'done');
  assert.equal(detail.size_bytes, Number(sql(`SELECT size_bytes FROM paliad.backups WHERE id = '${id}'`)));
  assert.equal(detail.row_count, Number(sql(`SELECT sum(value::int) FROM paliad.backups, jsonb_each_text(row_counts) WHERE id = '${id}'`)));
  assert.equal(detail.sheet_count, detail.rows.length);
  assert.equal(detail.contents.sheets.length, detail.rows.length);
  assert.equal(detail.warnings.length, detail.warning_count);
  assert.deepEqual(detail.contents.sheets.find(({sheet}) => sheet === 'ref__languages').columns.length > 1, true);
  assert.deepEqual(detail.contents.left_out.filter(({object}) => /paliadin/.test(object)).map(({kind, object, code}) => [kind, object, code]),
    [['relation', 'paliad.paliadin_aichat_conversation', 'paliadin'], ['relation', 'paliad.paliadin_turns', 'paliadin']]);
  assertCoded(detail.contents.left_out);
  assert.ok(detail.contents.left_out.some(({kind}) => kind === 'definition'));
  const status = (await get('/status')).json;
  assert.deepEqual([status.ok, status.reasons], [true, []]);

  const verified = await post(`/${id}/verify`);
  assert.equal(verified.status, 200);
  assert.equal(verified.json.ok, true);
  assert.ok(verified.json.checks.length > 100 && verified.json.checks.every(({ok}) => ok));
  assertCoded(verified.json.checks);
  assert.deepEqual(verified.json.checks[0].arguments, {bytes: detail.size_bytes});
  assert.match(verified.json.verified_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

  assert.equal((await hold(id, true)).json.held, true);
  assertProblem(await removeFree(server, id), 409, 'held');
  assert.equal((await hold(id, false)).json.held, false);
  assert.equal((await removeFree(server, id)).status, 204);
  assert.match((await get(`/${id}`)).json.deleted_at, /Z$/);
  for (const [method, path] of [['GET', '/download'], ['POST', '/verify'], ['DELETE', '']])
    assertProblem(await ask(server, method, `${api}/${id}${path}`, {headers: bearer()}), 410, 'gone');
  assertProblem(await hold(id, true), 410, 'gone');
  await until(() => events.some(({data}) => data.status === 'deleted'));
  assert.deepEqual(events.filter(({event}) => event === 'backup').map(({data}) => data.status),
    ['running', 'done', 'verified', 'held', 'released', 'deleted']);
  events.close();
});

test('a damaged artifact does not pass', async () => {
  const id = makeBackup();
  sql(`UPDATE paliad.backups SET sha256 = repeat('0', 64) WHERE id = '${id}'`);
  const {json} = await post(`/${id}/verify`);
  assert.equal(json.ok, false);
  assert.deepEqual(json.checks.filter(({ok}) => !ok).map(({item, code}) => [item, code]), [['file', 'digest_not_of_catalog']]);
  sql(`UPDATE paliad.backups SET size_bytes = size_bytes + 1 WHERE id = '${id}'`);
  assertProblem(await get(`/${id}/download`), 500, 'damaged');
});

test('the stream ends with the token', async () => {
  // Where a token expires before the stream has begun, the test tries again with a longer one.
  let seconds = 5;
  const events = await until(async () => {
    const some = listen({Authorization: `Bearer ${token(claimsOf(people.admin, {exp: now() + seconds}))}`});
    seconds *= 2;
    await until(() => some.length > 0 || some.closed);
    return some.length > 0 && some;
  });
  await until(() => events.closed);
});

test('what strangers notify is ignored', async () => {
  const events = listen();
  await until(() => events.length > 0);
  for (const payload of ['', 'x', '{}', '{"id":"<b>","status":"done"}', `{"id":"${unknown}","status":"owned"}`])
    sql(`NOTIFY paliad_backup, '${payload}'`);
  sql(`NOTIFY paliad_backup, '{"id":"${unknown}","status":"done","x":"<script>"}'`);
  await until(() => events.some(({event}) => event === 'backup'));
  assert.deepEqual(events.filter(({event}) => event === 'backup'), [{event: 'backup', data: {id: unknown, status: 'done'}}]);
  events.close();
});

test('only so many may listen', async () => {
  // Repeated, because streams of earlier tests may still be open.
  const all = await until(async () => {
    const some = Array.from({length: 32}, () => listen());
    await until(() => some.every((events) => events.status));
    if (some.every((events) => events.status === 200)) return some;
    some.forEach((events) => events.close());
    return null;
  });
  await until(() => all.every((events) => events.length > 0));
  const busy = await get('/events');
  assertProblem(busy, 503, 'busy');
  assert.equal(busy.headers['retry-after'], '2');
  assertProblem(await get('/events', bearer(people.clerk)), 403, 'forbidden');
  all.forEach((events) => events.close());
  await until(async () => {
    const events = listen();
    await until(() => events.status);
    events.close();
    return events.status === 200;
  });
});

test('only so many checks at a time', async () => {
  const id = makeBackup();
  let checks;
  // The checks wait for the lock on the catalog's row.
  await withLock(async () => {
    checks = [post(`/${id}/verify`), post(`/${id}/verify`)];
    await until(() => sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'paliad_app' AND wait_event_type = 'Lock'") === '2');
    assertProblem(await post(`/${id}/verify`), 503, 'busy');
    assertProblem(await ask(server, 'POST', `${api}/${id}/verify`, {headers: bearer(people.clerk)}), 403, 'forbidden');
  }, `SELECT FROM paliad.backups WHERE id = '${id}' FOR UPDATE`);
  assert.deepEqual((await Promise.all(checks)).map(({json}) => json.ok), [true, true]);
});

test('unknown ids, ids that are none, bad bodies', async () => {
  for (const [method, path] of [['GET', ''], ['DELETE', ''], ['GET', '/download'], ['POST', '/cancel'], ['POST', '/verify']])
    assertProblem(await ask(server, method, `${api}/${unknown}${path}`, {headers: bearer()}), 404, 'not_found');
  assertProblem(await hold(unknown, true), 404, 'not_found');
  for (const [method, path] of [['GET', ''], ['DELETE', ''], ['GET', '/download'], ['POST', '/cancel'], ['POST', '/verify'], ['POST', '/hold']])
    for (const id of ['1', 'x'.repeat(36), `${unknown}0`, '%27', "'"])
      assertProblem(await ask(server, method, `${api}/${id}${path}`, {headers: bearer()}), 400, 'bad_request');
  const id = makeBackup();
  for (const body of ['', '{', '[]', '{}', '{"held":1}', '{"held":true,"x":1}', '{"held":true,"held":false}'])
    assertProblem(await ask(server, 'POST', `${api}/${id}/hold`, {headers: {...bearer(), 'Content-Type': 'application/json'}, body}), 400, 'bad_request');
  assertProblem(await ask(server, 'POST', `${api}/${id}/hold`, {headers: {...bearer(), 'Content-Type': 'text/plain'}, body: '{"held":true}'}), 415, 'bad_media_type');
  for (const path of ['/api', '/api/admin', `${api}/`, `${api}/${id}/other`, '/admin', '/admin/backups/assets/', '/admin/backups/assets/../server/main.cpp', '/etc/passwd', '/%2e%2e/x'])
    assert.ok([400, 404].includes((await ask(server, 'GET', path, {headers: bearer()})).status), path);
  for (const [method, path, allow] of [['POST', '', 'GET, HEAD'], ['GET', '/run', 'POST'], ['PUT', `/${id}`, 'GET, HEAD, DELETE'], ['GET', `/${id}/hold`, 'POST'], ['POST', `/${id}/download`, 'GET, HEAD'], ['PATCH', '/status', 'GET, HEAD']]) {
    const answer = await ask(server, method, api + path, {headers: bearer()});
    assertProblem(answer, 405, 'method_not_allowed');
    assert.equal(answer.headers.allow, allow);
  }
});

test('no export directory', async () => {
  const id = makeBackup();
  await withSettings({export_dir: ''}, async () => {
    const answer = await post('/run');
    assertProblem(answer, 503, 'export_dir_unset');
    assert.match(answer.json.detail, /export directory isn't set/);
    assertProblem(await get(`/${id}/download`), 503, 'export_dir_unset');
    const status = await get('/status');
    assert.deepEqual([status.status, status.json.ok, status.json.free_bytes], [200, false, null]);
    assertCoded(status.json.reasons);
    const {arguments: {because}} = status.json.reasons.find(({code}) => code === 'directory_unusable');
    assert.deepEqual(because, {code: 'export_dir_unset', arguments: {}, text: 'paliad_backup.export_dir is not set'});
    assert.equal((await get(`/${id}`)).json.contents, null);
  });
  await withSettings({export_dir: '/proc/nowhere'}, async () => {
    assertProblem(await post('/run'), 503, 'not_ready');
  });
});

test('a backup that fails says why', async () => {
  await withSettings({schemas: 'nowhere'}, async () => {
    const {id} = (await post('/run')).json;
    await settled();
    const row = (await get(`/${id}`)).json;
    assert.equal(row.status, 'failed');
    assert.match(row.error, /nowhere/);
    assert.deepEqual([row.error_code, row.error_arguments], ['unknown_schema', {schema: 'nowhere'}]);
  });
});

test('a failure has its code beside its sentence, one of before has the sentence alone', async () => {
  const insert = (error, code, args) => sql(`INSERT INTO paliad.backups
    (kind, status, requested_by_email, error, error_code, error_arguments, started_at, finished_at)
    VALUES ('on_demand', 'failed', 'x@x', '${error}', ${code}, ${args}, now(), now()) RETURNING id`);
  const old = insert('short of; room', 'NULL', 'NULL');
  let status = (await get('/status')).json;
  assert.deepEqual([status.last_error, status.last_error_code, status.last_error_arguments], ['short of; room', null, null]);
  assert.deepEqual(status.reasons.find(({code}) => code === 'last_backup_failed').arguments.because,
    {code: '', arguments: {}, text: 'short of; room'});
  const id = insert('canceled by eve', "'canceled_by'", `'{"by": "eve"}'`);
  status = (await get('/status')).json;
  assert.deepEqual([status.last_error, status.last_error_code, status.last_error_arguments], ['canceled by eve', 'canceled_by', {by: 'eve'}]);
  for (const row of [(await get(`/${id}`)).json, (await get('?status=failed')).json.items[0]])
    assert.deepEqual([row.id, row.error_code, row.error_arguments], [id, 'canceled_by', {by: 'eve'}]);
  const {error_code: code, error_arguments: args} = (await get(`/${old}`)).json;
  assert.deepEqual([code, args], [null, null]);
  sql(`DELETE FROM paliad.backups WHERE id IN ('${id}', '${old}')`);
});

test('every answer has the headers that keep a page safe', async () => {
  for (const path of ['/', '/nothing', '/api/session', api, `${api}/status`]) {
    const {headers} = await ask(server, 'GET', path, {headers: bearer()});
    assert.match(headers['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'$/);
    assert.deepEqual(
      [headers['x-content-type-options'], headers['referrer-policy'], headers['cache-control'], headers['x-frame-options']],
      ['nosniff', 'no-referrer', 'no-store', 'DENY'], path);
    assert.equal(headers['access-control-allow-origin'], undefined);
  }
  const root = await ask(server, 'GET', '/');
  assert.deepEqual([root.status, root.headers.location], [302, '/admin/backups']);
});

test('names that look like markup come as JSON text', async () => {
  const name = '<script>alert("x")</script>';
  sql(`CREATE TABLE paliad."${name.replaceAll('"', '""')}" (id int PRIMARY KEY)`);
  sql(`UPDATE paliad.users SET email = '<img/src=x/onerror=alert(1)>@x' WHERE id = '${people.admin}'`);
  try {
    const {id} = (await post('/run')).json;
    await settled();
    const answer = await get(`/${id}`);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.json.requested_by_email, '<img/src=x/onerror=alert(1)>@x');
    assert.ok(answer.json.contents.sheets.some(({relation}) => relation === `paliad."${name.replaceAll('"', '""')}"`));
    assert.equal((await get('', {})).json.items[0].id, id);
  } finally {
    sql(`DROP TABLE paliad."${name.replaceAll('"', '""')}"`);
    sql(`UPDATE paliad.users SET email = 'anna.admin@kanzlei.example' WHERE id = '${people.admin}'`);
  }
});

test('the list: pages and filters', async () => {
  sql('DELETE FROM paliad.backups');
  sql(`INSERT INTO paliad.backups (kind, status, requested_by_email, error, started_at, finished_at, deleted_at, held, warnings, row_counts)
       SELECT CASE WHEN i % 3 = 0 THEN 'scheduled' ELSE 'on_demand' END, CASE WHEN i % 4 = 0 THEN 'failed' ELSE 'done' END,
              'person' || i || '@x', CASE WHEN i % 4 = 0 THEN 'The disk_was 100% full' END,
              '2026-01-01'::timestamptz + (i / 2) * interval '1 day', now(), CASE WHEN i % 5 = 0 THEN now() END, i = 7, '["old text"]', '{"a": 2, "b": "x"}'
         FROM generate_series(1, 25) i`);
  const list = async (query) => {
    const answer = await get(query);
    assert.equal(answer.status, 200, String(answer.body));
    return answer.json;
  };
  const seen = [];
  for (let after = ''; ;) {
    const page = await list(`?limit=7${after}`);
    assert.equal(page.total, 25);
    seen.push(...page.items.map(({id}) => id));
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  assert.deepEqual(seen, sql('SELECT id FROM paliad.backups ORDER BY started_at DESC, id DESC').split('\n'));
  const count = (condition) => Number(sql(`SELECT count(*) FROM paliad.backups WHERE ${condition}`));
  for (const [query, condition] of [
    ['status=failed', "status = 'failed'"], ['status=done,failed', 'true'], ['kind=scheduled', "kind = 'scheduled'"],
    ['artifact=present', "status = 'done' AND deleted_at IS NULL"], ['artifact=removed', 'deleted_at IS NOT NULL'],
    ['held=true', 'held'], ['held=false', 'NOT held'], ['from=2026-01-05', "started_at >= '2026-01-05Z'"],
    ['to=2026-01-05T00:00:00Z', "started_at < '2026-01-05Z'"], ['from=2026-01-05T01:00:00.5%2B02:00', "started_at >= '2026-01-04 23:00:00.5Z'"],
    ['q=PERSON1', "requested_by_email LIKE 'person1%'"], ['q=100%25', 'error IS NOT NULL'], ['q=disk_was', 'error IS NOT NULL'],
    ['q=%25', 'error IS NOT NULL'], ["q='--", 'false'], ['q=', 'true'], ['status=done&kind=scheduled&held=false', "status = 'done' AND kind = 'scheduled' AND NOT held"],
  ]) assert.equal((await list(`?${query}`)).total, count(condition), query);
  const [item] = (await list('?held=true')).items;
  assert.deepEqual([item.row_count, item.warning_count], [2, 1]);
  for (const query of [
    'limit=0', 'limit=201', 'limit=x', 'limit=', 'limit=1&limit=2', 'after=x', 'after=1-2', `after=${'9'.repeat(20)}-${unknown}`, 'status=gone', 'status=', 'status=done,',
    'kind=x', 'artifact=x', 'held=1', 'from=yesterday', 'from=2026-13-01', 'from=2026-01-01T25:00:00Z', 'from=2026-01-01T00:00:00', 'to=0000-01-01', `q=${'x'.repeat(101)}`, 'q=%00', 'other=1',
  ]) assertProblem(await get(`?${query}`), 400, 'bad_request');
  assert.ok([400].includes((await get('?from=2026-02-30')).status), 'a day that no month has');
  assert.ok([400].includes((await get('?q=%ff')).status), 'no UTF-8');
  sql('DELETE FROM paliad.backups');
});

test('a login that is a member of paliad_backup_app, and nothing else, is enough', async () => {
  sql('CREATE ROLE bare LOGIN IN ROLE paliad_backup_app');
  const bare = await startServer({PGUSER: 'bare'});
  const call = async (method, path, body) => {
    const headers = {...bearer(), ...(body ? {'Content-Type': 'application/json'} : {})};
    const answer = await ask(bare, method, api + path, {headers, body});
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body}`);
    return answer;
  };
  try {
    assertProblem(await ask(bare, 'GET', api, {headers: bearer(people.clerk)}), 403, 'forbidden');
    const {id} = (await call('POST', '/run')).json;
    await until(async () => (await call('GET', `/${id}`)).json.status === 'done');
    await settled();
    assert.ok((await call('GET', '')).json.items.some((backup) => backup.id === id));
    await call('GET', '/status');
    assertProblem(await ask(bare, 'POST', `${api}/${id}/cancel`, {headers: bearer()}), 409, 'not_running');
    assert.equal((await call('GET', `/${id}/download`)).body.subarray(0, 2).toString(), 'PK');
    await call('POST', `/${id}/verify`);
    await call('POST', `/${id}/hold`, '{"held": false}');
    await call('DELETE', `/${id}`);
  } finally {
    await bare.end();
    sql('DROP ROLE bare');
  }
});
