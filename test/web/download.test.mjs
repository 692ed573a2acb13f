// Downloads of artifacts: whole, in parts, continued, broken off; and the server's memory during them.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFileSync, truncateSync} from 'node:fs';
import http from 'node:http';
import {after, before, test} from 'node:test';
import {api, ask, assertProblem, bearer, fileOf, makeBackup, people, removeFree, sql, startServer, until} from './paliad.mjs';

let server, id, bytes, etag;
before(async () => {
  server = await startServer();
  id = makeBackup();
  bytes = readFileSync(fileOf(id));
  etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
});
after(() => server.end());

const fetchIt = (headers = {}, method = 'GET', of = id) => ask(server, method, `${api}/${of}/download`, {headers: {...bearer(), ...headers}});

test('whole', async () => {
  const answer = await fetchIt();
  assert.equal(answer.status, 200);
  assert.ok(answer.body.equals(bytes));
  const name = fileOf(id).replace(/.*\//, '');
  assert.deepEqual(
    ['content-type', 'content-length', 'content-disposition', 'etag', 'accept-ranges'].map((header) => answer.headers[header]),
    ['application/zip', String(bytes.length), `attachment; filename="${name}"`, etag, 'bytes']);
  const head = await fetchIt({}, 'HEAD');
  assert.deepEqual([head.status, head.body.length, head.headers['content-length'], head.headers.etag], [200, 0, String(bytes.length), etag]);
  assert.equal((await fetchIt({'If-None-Match': etag})).status, 304);
  assert.equal((await fetchIt({'If-None-Match': `"x", W/${etag}`})).status, 304);
  assert.equal((await fetchIt({'If-None-Match': '"x"'})).status, 200);
});

test('parts', async () => {
  const size = bytes.length;
  const many = '9'.repeat(23);
  for (const [range, from, to] of [
    ['bytes=0-0', 0, 1], ['bytes=10-19', 10, 20], [`bytes=${size - 5}-`, size - 5, size], ['bytes=-7', size - 7, size],
    [`bytes=-${size + 9}`, 0, size], [`bytes=100-${size + 9}`, 100, size], [`bytes=0-${many}`, 0, size],
    [`bytes=7-${many}`, 7, size], [`bytes=-${many}`, 0, size], [`bytes=${'0'.repeat(30)}1-2`, 1, 3],
  ]) {
    const answer = await fetchIt({Range: range});
    assert.equal(answer.status, 206, range);
    assert.ok(answer.body.equals(bytes.subarray(from, to)), range);
    assert.equal(answer.headers['content-range'], `bytes ${from}-${to - 1}/${size}`);
  }
  for (const range of [`bytes=${size}-`, `bytes=${size + 1}-${size + 2}`, 'bytes=-0', `bytes=${many}-`, `bytes=${many}-${many}`]) {
    const answer = await fetchIt({Range: range});
    assertProblem(answer, 416, 'bad_range');
    assert.equal(answer.headers['content-range'], `bytes */${size}`);
  }
  // Several ranges, and malformed ones, are answered with the whole artifact.
  for (const range of ['bytes=0-1,5-6', `bytes=0-1,5-${many}`, ['bytes=0-1', 'bytes=5-6'], 'lines=1-2', 'bytes=5-4', `bytes=${many}-5`, 'bytes=x', 'x']) {
    const answer = await fetchIt({Range: range});
    assert.equal(answer.status, 200, range);
    assert.ok(answer.body.equals(bytes), range);
  }
  const head = await fetchIt({Range: 'bytes=0-1'}, 'HEAD');
  assert.deepEqual([head.status, head.headers['content-length']], [200, String(size)], 'only GET has parts');
});

test('resumed', async () => {
  const same = await fetchIt({Range: 'bytes=1000-', 'If-Range': etag});
  assert.equal(same.status, 206);
  assert.ok(same.body.equals(bytes.subarray(1000)));
  for (const other of ['"other"', `W/${etag}`, 'Wed, 21 Oct 2015 07:28:00 GMT'])
    assert.equal((await fetchIt({Range: 'bytes=1000-', 'If-Range': other})).status, 200, other);
});

// Makes a catalog row for a sparse file of `size` bytes, all of them zero.
function hugeBackup(size) {
  const huge = makeBackup();
  const file = fileOf(huge);
  truncateSync(file, size);
  sql(`UPDATE paliad.backups SET size_bytes = ${size} WHERE id = '${huge}'`);
  return huge;
}

// Reads at least `least` bytes of a download, and then calls `work` while it is neither read nor closed.
function begin(of, least, work) {
  return new Promise((resolve, reject) => {
    const request = http.get({host: '127.0.0.1', port: server.port, path: `${api}/${of}/download`, headers: bearer(), agent: false}, (response) => {
      let got = 0;
      response.on('error', () => {});
      response.on('end', () => reject(new Error(`${response.statusCode}, and ${got} bytes`)));
      response.on('data', async (piece) => {
        if (got >= least) return;
        got += piece.length;
        if (got < least) return;
        response.pause();
        try {
          await work(response, request);
          resolve();
        } catch (error) {
          reject(error);
        } finally {
          request.destroy();
        }
      });
    });
    // After the promise has a result, the error of the destroyed request has no effect.
    request.on('error', reject);
  });
}

test('being read it can\'t be removed, and dropped it can', async () => {
  const huge = hugeBackup(2 ** 30);
  await begin(huge, 2 ** 20, async () => {
    assertProblem(await ask(server, 'DELETE', `${api}/${huge}`, {headers: bearer()}), 409, 'in_use');
  });
  assert.equal((await removeFree(server, huge)).status, 204);
  await until(() => sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'paliad-backup-web' AND state LIKE 'idle in%'") === '0');
});

test('only so many at a time', async () => {
  const huge = hugeBackup(2 ** 28);
  let open = 0, release;
  const released = new Promise((resolve) => { release = resolve; });
  const all = Array.from({length: 8}, () => begin(huge, 2 ** 18, () => { open += 1; return released; }));
  await until(() => open === 8);
  assertProblem(await fetchIt({}, 'GET', huge), 503, 'busy');
  assertProblem(await fetchIt(bearer(people.clerk), 'GET', huge), 403, 'forbidden');
  assert.equal((await ask(server, 'GET', api, {headers: bearer()})).status, 200, 'other requests go on');
  release();
  await Promise.all(all);
  await until(async () => (await fetchIt({Range: 'bytes=0-9'}, 'GET', huge)).status === 206);
  assert.equal((await removeFree(server, huge)).status, 204);
});

const gigabytes = Number(process.env.DOWNLOAD_GB || 1);

test(`${gigabytes} GB in less than 64 MiB of the server's memory`, async (t) => {
  const size = gigabytes * 10 ** 9;
  const huge = hugeBackup(size);
  const fresh = await startServer();
  t.after(() => fresh.end());
  const started = Date.now();
  const got = await new Promise((resolve, reject) => {
    http.get({host: '127.0.0.1', port: fresh.port, path: `${api}/${huge}/download`, headers: bearer(), agent: false}, (response) => {
      let sum = 0;
      response.on('data', (piece) => { sum += piece.length; });
      response.on('end', () => resolve(sum));
      response.on('error', reject);
    }).on('error', reject);
  });
  assert.equal(got, size);
  const tail = await ask(fresh, 'GET', `${api}/${huge}/download`, {headers: {...bearer(), Range: `bytes=${size - 10}-`}});
  assert.equal(tail.headers['content-range'], `bytes ${size - 10}-${size - 1}/${size}`);
  const peak = fresh.peak();
  console.log(`# ${size} bytes in ${(Date.now() - started) / 1000} s, peak ${peak.toFixed(1)} MiB`);
  assert.ok(peak < 64, `${peak} MiB`);
  assert.equal((await removeFree(server, huge)).status, 204);
});
