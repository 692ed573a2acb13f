// Access to the server: tokens, the cookie, and the check that the page itself sent a request.
import assert from 'node:assert/strict';
import {generateKeyPairSync} from 'node:crypto';
import {after, before, test} from 'node:test';
import {api, ask, assertProblem, bearer, claimsOf, logged, now, people, secret, sql, startServer, token, tokenOf, unknown} from './paliad.mjs';

let server;
before(async () => { server = await startServer(); });
after(() => server.end());

const routes = [
  ['GET', ''], ['GET', '/status'], ['GET', '/events'], ['POST', '/run'], ['GET', `/${unknown}`], ['DELETE', `/${unknown}`],
  ['GET', `/${unknown}/download`], ['POST', `/${unknown}/cancel`], ['POST', `/${unknown}/verify`], ['POST', `/${unknown}/hold`],
  ['GET', '/no-uuid'],
];

for (const [method, path] of routes) {
  test(`${method} ${path}: who may`, async () => {
    const call = (headers) => ask(server, method, api + path, {headers});
    const nobody = await call({});
    assertProblem(nobody, 401, 'unauthenticated');
    assert.equal(nobody.headers['www-authenticate'], 'Bearer realm="paliad"');
    const forged = await call({Authorization: `Bearer ${token(claimsOf(people.admin), {key: 'x'.repeat(64)})}`});
    assertProblem(forged, 401, 'token_invalid');
    assert.equal(forged.headers['www-authenticate'], 'Bearer realm="paliad", error="invalid_token"');
    assertProblem(await call({Authorization: `Bearer ${token(claimsOf(people.admin, {exp: now() - 1}))}`}), 401, 'token_expired');
    assertProblem(await call({Authorization: `Bearer ${token(claimsOf(people.admin, {aud: 'another'}))}`}), 401, 'token_invalid');
    assertProblem(await call(bearer(people.clerk)), 403, 'forbidden');
    assertProblem(await call(bearer(people.nobody)), 403, 'forbidden');
  });
}

for (const [name, authorization] of [
  ['no scheme', tokenOf(people.admin)],
  ['another scheme', `Basic ${tokenOf(people.admin)}`],
  ['nothing', 'Bearer '],
  ['no token', 'Bearer a b'],
]) {
  test(`Authorization with ${name}`, async () => {
    assertProblem(await ask(server, 'GET', api, {headers: {Authorization: authorization}}), 401, 'unauthenticated');
  });
}

test('the header counts where both are there', async () => {
  const headers = {Authorization: 'Bearer nonsense', Cookie: `paliad_session=${tokenOf(people.admin)}`};
  assertProblem(await ask(server, 'GET', api, {headers}), 401, 'token_invalid');
});

test('RS256: the public key, and no secret that is made of it', async () => {
  const pair = generateKeyPairSync('rsa', {modulusLength: 2048, publicKeyEncoding: {type: 'spki', format: 'pem'}, privateKeyEncoding: {type: 'pkcs8', format: 'pem'}});
  const other = await startServer({PALIAD_JWT_SECRET: '', PALIAD_JWT_PUBLIC_KEY: pair.publicKey.replaceAll('\n', '\\n')});
  try {
    const call = (text) => ask(other, 'GET', '/api/session', {headers: {Authorization: `Bearer ${text}`}});
    const claims = claimsOf(people.admin);
    assert.equal((await call(token(claims, {alg: 'RS256', key: pair.privateKey}))).status, 200);
    assertProblem(await call(token(claims, {alg: 'HS256', key: pair.publicKey})), 401, 'token_invalid');
    assertProblem(await call(token(claims, {alg: 'RS512', key: pair.privateKey})), 401, 'token_invalid');
    assertProblem(await call(token(claims, {alg: 'none'})), 401, 'token_invalid');
    assertProblem(await call(token(claims)), 401, 'token_invalid');
  } finally {
    await other.end();
  }
});

// --- the session ---

test('who am I', async () => {
  const exp = now() + 1000;
  const answer = await ask(server, 'GET', '/api/session', {headers: {Authorization: `Bearer ${token(claimsOf(people.admin, {exp}))}`}});
  assert.equal(answer.status, 200);
  assert.match(answer.json.csrf_token, /^[0-9a-f]{64}$/);
  const left = answer.json.expires_in;
  assert.ok(left <= 1000 && left >= exp - now() - 1, `${left} s`);
  delete answer.json.csrf_token;
  delete answer.json.expires_in;
  assert.deepEqual(answer.json, {
    user: {id: people.admin, email: 'anna.admin@kanzlei.example'}, admin: true, expires_at: new Date(exp * 1000).toISOString().replace('000Z', '000000Z'),
  });
  const clerk = await ask(server, 'GET', '/api/session', {headers: bearer(people.clerk)});
  assert.equal(clerk.json.admin, false);
  const stranger = await ask(server, 'GET', '/api/session', {headers: bearer(people.nobody)});
  assert.deepEqual([stranger.json.user.email, stranger.json.admin], [null, false]);
});

test('signing in and out', async () => {
  const exp = now() + 3600;
  const mine = token(claimsOf(people.admin, {exp}));
  const answer = await ask(server, 'POST', '/api/session', {headers: {Authorization: `Bearer ${mine}`}});
  assert.equal(answer.status, 200);
  const [, age] = answer.headers['set-cookie'][0].match(
    new RegExp(`^paliad_session=${mine}; Path=/; HttpOnly; SameSite=Strict; Max-Age=(\\d+)$`));
  assert.ok(Number(age) <= 3600 && Number(age) >= exp - now() - 1, `${age} s`);
  const secure = await ask(server, 'POST', '/api/session', {headers: {Authorization: `Bearer ${mine}`, 'X-Forwarded-Proto': 'https'}});
  assert.match(secure.headers['set-cookie'][0], /; Secure; /);
  const cookie = {Cookie: `other=1; paliad_session=${mine}`};
  assert.equal((await ask(server, 'GET', '/api/session', {headers: cookie})).json.csrf_token, answer.json.csrf_token);
  assert.equal((await ask(server, 'GET', api, {headers: cookie})).status, 200);
  assertProblem(await ask(server, 'DELETE', '/api/session', {headers: cookie}), 403, 'csrf');
  const out = await ask(server, 'DELETE', '/api/session', {headers: {...cookie, 'X-CSRF-Token': answer.json.csrf_token}});
  assert.equal(out.status, 204);
  assert.equal(out.headers['set-cookie'][0], 'paliad_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0');
  assertProblem(await ask(server, 'POST', '/api/session', {headers: cookie}), 401, 'unauthenticated');
  assertProblem(await ask(server, 'POST', '/api/session', {headers: {Authorization: 'Bearer a.b.c'}}), 401, 'token_invalid');
  assert.equal((await ask(server, 'DELETE', '/api/session', {headers: {Cookie: 'paliad_session=over'}})).status, 204);
  assertProblem(await ask(server, 'PUT', '/api/session'), 405, 'method_not_allowed');
});

test('a cookie that is there twice is none', async () => {
  const mine = tokenOf(people.admin);
  assertProblem(await ask(server, 'GET', api, {headers: {Cookie: `paliad_session=${mine}; paliad_session=${mine}`}}), 401, 'unauthenticated');
});

test('with the cookie every change needs the CSRF token', async () => {
  const mine = tokenOf(people.admin);
  const {json} = await ask(server, 'GET', '/api/session', {headers: {Cookie: `paliad_session=${mine}`}});
  for (const [method, path] of routes.filter(([method]) => method !== 'GET')) {
    const call = (headers) => ask(server, method, api + path, {headers: {Cookie: `paliad_session=${mine}`, ...headers}});
    assertProblem(await call({}), 403, 'csrf');
    assertProblem(await call({'X-CSRF-Token': 'f'.repeat(64)}), 403, 'csrf');
    assertProblem(await call({'X-CSRF-Token': json.csrf_token, 'Sec-Fetch-Site': 'cross-site'}), 403, 'csrf');
    assertProblem(await call({'X-CSRF-Token': json.csrf_token, 'Sec-Fetch-Site': 'same-site'}), 403, 'csrf');
  }
  const answer = await ask(server, 'DELETE', `${api}/${unknown}`, {headers: {Cookie: `paliad_session=${mine}`, 'X-CSRF-Token': json.csrf_token, 'Sec-Fetch-Site': 'same-origin'}});
  assertProblem(answer, 404, 'not_found');
  assert.equal(sql('SELECT count(*) FROM paliad.backups'), '0', 'nothing was made');
});

// Runs `work` while auth.uid() has the function body `body`.
async function withUid(body, work) {
  const before = sql("SELECT pg_get_functiondef('auth.uid()'::regprocedure)");
  sql(`CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ ${body} $$`);
  try {
    return await work();
  } finally {
    sql(before);
  }
}

test('auth.uid() of the older form, which reads a claim from a setting of its own', async () => {
  const older = (claim) => `SELECT nullif(current_setting('request.jwt.claim.${claim}', true), '')::uuid`;
  await withUid(older('sub'), async () => {
    assert.equal((await ask(server, 'GET', `${api}/status`, {headers: bearer()})).status, 200);
    assertProblem(await ask(server, 'GET', `${api}/status`, {headers: bearer(people.clerk)}), 403, 'forbidden');
    const shouted = token(claimsOf(people.clerk, {SUB: people.admin}));
    assertProblem(await ask(server, 'GET', api, {headers: {Authorization: `Bearer ${shouted}`}}), 403, 'forbidden');
  });
  // On the same connection, the next caller must not have any claim of the one before.
  await withUid(older('stand_in'), async () => {
    const both = token(claimsOf(people.clerk, {stand_in: people.admin, name: 'Jürgen 😀'}));
    assert.equal((await ask(server, 'GET', api, {headers: {Authorization: `Bearer ${both}`}})).status, 200);
    for (let i = 0; i < 9; i += 1)
      assertProblem(await ask(server, 'GET', api, {headers: bearer()}), 403, 'forbidden');
  });
});

// --- settings ---

for (const [name, environment, words] of [
  ['no key', {PALIAD_JWT_SECRET: ''}, 'one of PALIAD_JWT_SECRET (HS256) and PALIAD_JWT_PUBLIC_KEY (RS256) must be set, and not both'],
  ['both keys', {PALIAD_JWT_SECRET: secret, PALIAD_JWT_PUBLIC_KEY: 'x'}, 'one of PALIAD_JWT_SECRET (HS256) and PALIAD_JWT_PUBLIC_KEY (RS256) must be set, and not both'],
  ['a short secret', {PALIAD_JWT_SECRET: 'short'}, 'PALIAD_JWT_SECRET must have 32 bytes at least'],
  ['no key in PEM', {PALIAD_JWT_SECRET: '', PALIAD_JWT_PUBLIC_KEY: 'x'}, 'PALIAD_JWT_PUBLIC_KEY must be an RSA public key of 2048 bits at least, in PEM'],
  ['no port', {PALIAD_WEB_LISTEN: 'localhost'}, 'PALIAD_WEB_LISTEN must be HOST:PORT, as 127.0.0.1:8480 or [::1]:8480, and not "localhost"'],
]) {
  test(`settings: ${name}`, async () => {
    // Ends a server that starts in spite of that.
    const begins = startServer(environment).then((other) => other.end());
    await assert.rejects(begins, {message: `the server has ended: paliad-backup-web: ${words}\n`});
  });
}

test('a login that is more than the app\'s role is refused', async () => {
  const other = await startServer({PGUSER: 'postgres'});
  try {
    assertProblem(await ask(other, 'GET', api, {headers: bearer(people.clerk)}), 503, 'not_ready');
    await logged(other, /the login postgres is a superuser/);
  } finally {
    await other.end();
  }
});
