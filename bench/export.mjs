// The export that one would write for Node: workbook, CSV and JSON of every table, in one zip.
// node export.mjs DATABASE ZIP
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import archiver from 'archiver';
import ExcelJS from 'exceljs';
import pg from 'pg';
import QueryStream from 'pg-query-stream';

const TABLES = `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'paliad'::regnamespace
                 AND relname <> 'backups' ORDER BY relname`;

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const plain = (value) => (value === null ? '' : value instanceof Date ? value.toISOString()
  : typeof value === 'object' ? JSON.stringify(value) : String(value));

async function put(stream, text) {
  if (!stream.write(text)) await once(stream, 'drain');
}

async function writeTable(client, table, folder, workbook) {
  const csv = createWriteStream(join(folder, `${table}.csv`));
  const json = createWriteStream(join(folder, `${table}.json`));
  const worksheet = workbook.addWorksheet(table.slice(0, 31));
  let separator = '[';
  for await (const row of client.query(new QueryStream(`SELECT * FROM paliad."${table}" ORDER BY 1`))) {
    if (separator === '[') {
      await put(csv, `${Object.keys(row).map(quoted).join()}\n`);
      worksheet.addRow(Object.keys(row)).commit();
    }
    await put(csv, `${Object.values(row).map((value) => quoted(plain(value))).join()}\n`);
    await put(json, separator + JSON.stringify(row));
    worksheet.addRow(Object.values(row).map((value) =>
      (value !== null && typeof value === 'object' && !(value instanceof Date) ? plain(value) : value))).commit();
    separator = ',\n';
  }
  json.end(separator === '[' ? '[]\n' : ']\n');
  csv.end();
  worksheet.commit();
  await Promise.all([finished(csv), finished(json)]);
}

async function pack(folder, target) {
  const out = createWriteStream(target);
  const zip = archiver('zip');
  zip.pipe(out);
  for (const name of await readdir(folder)) zip.file(join(folder, name), { name });
  await zip.finalize();
  await finished(out);
}

const [database, target] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'export-'));
const client = new pg.Client({ database });
await client.connect();
await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: join(folder, 'backup.xlsx') });
for (const { relname } of (await client.query(TABLES)).rows) await writeTable(client, relname, folder, workbook);
await workbook.commit();
await pack(folder, target);
await client.end();
await rm(folder, { recursive: true });
