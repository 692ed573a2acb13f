// run.mjs FILE...: runs node's test runner on these files, with a server whose address and secret are in PALIAD_WEB_URL
// and PALIAD_WEB_SECRET. For tests that share one server, as the page's do.
import {spawn} from 'node:child_process';
import {secret, startServer} from './paliad.mjs';

const server = await startServer();
const runner = spawn(process.execPath, ['--test', '--test-concurrency=1', ...process.argv.slice(2)], {
  env: {...process.env, PALIAD_WEB_URL: server.url, PALIAD_WEB_SECRET: secret}, stdio: 'inherit',
});
runner.on('exit', async (code) => {
  await server.end();
  process.exitCode = code ?? 1;
});
