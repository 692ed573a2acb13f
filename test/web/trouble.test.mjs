// Load, limits, and a database that goes away and comes back.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import {after, before, test} from 'node:test';
import {api, ask, assertProblem, bearer, database, sql, startServer, until} from './paliad.mjs';

let server;
before(async () => { server = await startServer(); });
after(async () => { assert.equal(await server.end(), 0, server.log); });

// Sends these bytes unchanged; returns what the server sends until it closes the connection or stops sending.
function raw(text, seconds = 60) {
  return new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.setTimeout(seconds * 1000, () => socket.destroy());
    socket.on('data', (piece) => { got += piece; });
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
  });
}

test('200 lists at a time', async () => {
  // The server may answer busy only after ten seconds of waiting for a connection to the database; then a client may
  // try again.
  const list = () => until(async () => {
    const asked = Date.now();
    const answer = await ask(server, 'GET', `${api}?limit=5`, {headers: bearer()});
    if (answer.status !== 503) return answer;
    assertProblem(answer, 503, 'busy');
    assert.ok(Date.now() - asked > 9000, `after ${Date.now() - asked} ms`);
    return null;
  }, 300);
  const answers = await Promise.all(Array.from({length: 200}, list));
  assert.deepEqual([...new Set(answers.map(({status}) => status))], [200]);
});

test('sizes', async () => {
  const body = JSON.stringify({held: true, x: 'x'.repeat(20000)});
  assertProblem(await ask(server, 'POST', `${api}/x/hold`, {headers: {...bearer(), 'Content-Type': 'application/json'}, body}), 413, 'too_large');
  assert.match(await raw(`GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`), /^HTTP\/1\.1 414 /);
  assertProblem(await ask(server, 'GET', `/${'x'.repeat(8000)}`), 404, 'not_found');
  assert.match(await raw(`GET / HTTP/1.1\r\nHost: x\r\n${`X: ${'y'.repeat(1000)}\r\n`.repeat(60)}\r\n`), /^HTTP\/1\.1 431 /);
  assert.match(await raw('nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /);
  assert.match(await raw('GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=99999999999999999999999999-\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 /);
});

test('a body that nobody reads is not the next request', async () => {
  const inner = 'GET /api/session HTTP/1.1\r\nHost: x\r\n\r\n';
  for (const method of ['GET', 'PUT', 'POST']) {
    const got = await raw(`${method} /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`);
    assert.equal(got.match(/HTTP\/1\.1 /g).length, 1, got);
  }
  // The same where the library itself answers.
  for (const head of [`GET /${'x'.repeat(9000)} HTTP/1.1`, 'GET / HTTP/9.9', 'GET / HTTP/1.1\r\nRange: lines=1-2']) {
    const got = await raw(`${head}\r\nHost: x\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`);
    assert.equal(got.match(/HTTP\/1\.1 /g).length, 1, got);
  }
});

// If the server waited for a body, it would answer 400 when none comes.
test('a POST without a length is answered at once', async () => {
  assert.match(await raw(`POST ${api}/run HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 401 /);
});

test('a client that dawdles is dropped', {timeout: 300_000}, async (t) => {
  const socket = net.connect(server.port, '127.0.0.1');
  const started = Date.now();
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => socket.write('X'), 500);
  t.after(() => {
    clearInterval(drip);
    socket.destroy();
  });
  await new Promise((resolve) => socket.on('close', resolve).resume());
  const seconds = (Date.now() - started) / 1000;
  assert.ok(seconds > 10, `${seconds}`);
});

test('a transaction that could not begin spoils no connection', async () => {
  const lists = () => Promise.all(Array.from({length: 12}, () => ask(server, 'GET', api, {headers: bearer()})));
  // The server calls this function right after BEGIN, to set the claims.
  const setConfig = 'EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean)';
  sql(`REVOKE ${setConfig} FROM PUBLIC`);
  try {
    (await lists()).forEach((answer) => assertProblem(answer, 503, 'not_ready'));
  } finally {
    sql(`GRANT ${setConfig} TO PUBLIC`);
  }
  assert.deepEqual((await lists()).map(({status}) => status), Array(12).fill(200));
  await until(() => sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'paliad-backup-web' AND state LIKE 'idle in%'") === '0');
});

test('told to stop in its first moment it stops', async () => {
  for (let i = 0; i < 20; i += 1) {
    const fresh = await startServer();
    const late = setTimeout(() => fresh.child.kill('SIGKILL'), 120_000);
    assert.equal(await fresh.end(), 0);
    clearTimeout(late);
  }
});

test('the database goes away and comes back', async (t) => {
  const events = [];
  const request = http.get({host: '127.0.0.1', port: server.port, path: `${api}/events`, headers: bearer(), agent: false}, (response) => {
    response.setEncoding('utf8').on('data', (text) => events.push(text)).on('error', () => {});
  });
  request.on('error', () => {});
  t.after(() => request.destroy());
  await until(() => events.length > 0);
  database('stop');
  try {
    for (const path of ['', '/status', '/events']) {
      const away = await ask(server, 'GET', api + path, {headers: bearer()});
      assertProblem(away, 503, 'database_away');
      assert.equal(away.headers['retry-after'], '2');
    }
    assertProblem(await ask(server, 'GET', '/api/session', {headers: bearer()}), 503, 'database_away');
    assert.equal((await ask(server, 'GET', '/')).status, 302);
    await until(() => events.join('').includes('event: database\ndata: {"available":false}'));
    const late = await startServer();
    t.after(() => late.end());
    assertProblem(await ask(late, 'GET', api, {headers: bearer()}), 503, 'database_away');
    assert.equal(await late.end(), 0);
  } finally {
    database('start');
  }
  assert.equal((await until(async () => {
    const answer = await ask(server, 'GET', api, {headers: bearer()});
    return answer.status === 200 && answer;
  })).status, 200);
  await until(() => /"available":false[^]*event: database\ndata: {"available":true}/.test(events.join('')));
});

test('so many connections, and no more', async () => {
  // The server closes connections that send nothing for ten seconds. Where it took longer to open all of them, the test
  // tries again.
  await until(async () => {
    const sockets = Array.from({length: 300}, () => net.connect(server.port, '127.0.0.1'));
    const turnedAway = new Set();
    const gone = new Set();
    sockets.forEach((socket) => socket.on('error', () => {}).on('close', () => gone.add(socket)).on('data', (bytes) => {
      if (/^HTTP\/1\.1 503 /.test(bytes)) turnedAway.add(socket);
    }));
    await until(() => turnedAway.size >= 40 || [...gone].some((socket) => !turnedAway.has(socket)));
    sockets.forEach((socket) => socket.destroy());
    return turnedAway.size >= 40;
  });
  await until(async () => {
    try {
      return (await ask(server, 'GET', '/')).status === 302;
    } catch {
      return false;
    }
  });
});

// The last test, because requests after it would be refused for a while.
test('too many requests', async (t) => {
  const agent = new http.Agent({keepAlive: true, maxSockets: 20});
  t.after(() => agent.destroy());
  const answers = [];
  const slow = await until(async () => {
    answers.push(...await Promise.all(Array.from({length: 300}, () => ask(server, 'GET', '/', {agent}))));
    return answers.find(({status}) => status === 429);
  });
  assert.ok(answers.filter(({status}) => status === 302).length >= 100);
  assertProblem(slow, 429, 'rate_limited');
  assert.equal((await ask(server, 'GET', '/', {headers: {'X-Forwarded-For': '203.0.113.9'}, agent})).status, 302, 'another client');
  await until(async () => (await ask(server, 'GET', '/', {agent})).status === 302);
});
