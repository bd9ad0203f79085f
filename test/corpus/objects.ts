import { gzipSync } from 'node:zlib'
import { type Case, lines } from './expected.ts'
import { workbook } from './workbook.ts'

const json = JSON.stringify
const deal = (id: number, more: object = {}) => ({ Id: String(id), StageName: 'Open', ...more })
const page = {
  results: [
    {
      id: '512',
      properties: { dealname: 'Deal "x"', dealstage: 'won', amount: '5.50', closedate: null },
      archived: false,
    },
  ],
  paging: { next: { after: '1' } },
}
const names = ['Id', 'StageName', 'Amount', 'CloseDate', 'Name']

/** JSON. */
const jsonCases: readonly Case[] = [
  { name: 'a list', file: 'a.json', content: json([deal(1), deal(2)]), outcome: { loaded: 2 } },
  {
    name: 'a list on several lines',
    file: 'a.json',
    content: json([deal(1), deal(2, { Name: 'a\n"b",c' })], null, 2),
    outcome: { loaded: 2, rows: [{}, { name: 'a\n"b",c' }] },
  },
  { name: 'an empty list', file: 'a.json', content: '[]', outcome: { loaded: 0 } },
  { name: 'an empty page', file: 'a.json', content: '{"results": []}', outcome: { loaded: 0 } },
  {
    name: 'a page of an API',
    file: 'a.json',
    content: json(page),
    outcome: {
      loaded: 1,
      rows: [{ opportunity_id: '512', stage_name: 'won', amount: '5.500000', name: 'Deal "x"' }],
    },
  },
  {
    name: 'a page whose list is not first',
    file: 'a.json',
    content: json({ total: 2, note: '"results": [', paging: { results: [1] }, results: page.results }),
    outcome: { loaded: 1 },
  },
  {
    name: 'pages one after another',
    file: 'a.json',
    content: `${json(page)}\n${json(page)}`,
    outcome: { loaded: 2 },
  },
  {
    name: 'a page of Salesforce',
    file: 'a.json',
    content: json({
      totalSize: 1,
      done: true,
      records: [{ attributes: { type: 'Opportunity' }, ...deal(1) }],
    }),
    outcome: { loaded: 1 },
  },
  { name: 'one object', file: 'a.json', content: json(deal(1)), outcome: { loaded: 1 } },
  { name: 'a byte order mark', file: 'a.json', content: `\ufeff${json([deal(1)])}`, outcome: { loaded: 1 } },
  {
    name: 'UTF-16',
    file: 'a.json',
    content: Buffer.from(`\ufeff${json([deal(1, { Name: 'é' })])}`, 'utf16le'),
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: 'é' }] },
  },
  {
    name: 'numbers keep their digits',
    file: 'a.json',
    content:
      '[{"Id": 12345678901234567890, "StageName": true, "Amount": 1234567890.123456}, {"Id": 2, "StageName": "a", "Amount": 1.5e3}]',
    outcome: {
      loaded: 2,
      rows: [
        { opportunity_id: '12345678901234567890', stage_name: 'true', amount: '1234567890.123456' },
        { amount: '1500.000000' },
      ],
    },
  },
  {
    name: 'keys that some records lack',
    file: 'a.json',
    content: json([deal(1), deal(2, { Amount: '5' })]),
    outcome: { loaded: 2, rows: [{ amount: null }, { amount: '5.000000' }] },
  },
  {
    name: 'lists and objects within',
    file: 'a.json',
    content: json([deal(1, { Tags: ['a', { b: 1 }], Owner: { Name: 'Ann', Teams: [] } })]),
    outcome: { loaded: 1 },
  },
  {
    name: 'a list cut off',
    file: 'a.json',
    content: json([deal(1), deal(2)]).slice(0, -5),
    outcome: { fails: 'truncated' },
  },
  {
    name: 'a list cut between records',
    file: 'a.json',
    content: json([deal(1), deal(2)]).slice(0, -1),
    outcome: { fails: 'truncated' },
  },
  {
    name: 'brackets that do not match',
    file: 'a.json',
    content: '[{"Id": "1"]}',
    outcome: { fails: 'bad_json' },
  },
  {
    name: 'a record that is no JSON',
    file: 'a.json',
    content: '[{"Id": "1", "StageName": "a"}, {"Id": "2", StageName: "a"}, {"Id": "3", "StageName": "c"}]',
    outcome: { loaded: 2, quarantined: ['bad_json'], rows: [{ _record: '1' }, { _record: '3' }] },
  },
  {
    name: 'a key twice',
    file: 'a.json',
    content: '[{"Id": "1", "StageName": "a", "Id": "2"}, {"Id": "3", "StageName": "a"}]',
    outcome: { loaded: 1, quarantined: ['bad_json'] },
  },
  {
    name: 'elements that are no objects',
    file: 'a.json',
    content: `[1, "x", null, [2], ${json(deal(1))}]`,
    outcome: { loaded: 1, quarantined: ['bad_json', 'bad_json', 'bad_json', 'bad_json'] },
  },
  {
    name: 'keys that differ by case',
    file: 'a.json',
    content: json([deal(1, { name: 'a', Name: 'b' })]),
    outcome: { fails: 'duplicate_header' },
  },
  {
    name: 'a NUL in a value',
    file: 'a.json',
    content: json([deal(1, { Name: 'a\0b' }), deal(2)]),
    outcome: { loaded: 1, quarantined: ['bad_json'] },
  },
  {
    name: 'half a surrogate in a value',
    file: 'a.json',
    content: '[{"Id": "1", "StageName": "\\ud800"}, {"Id": "2", "StageName": "a"}]',
    outcome: { loaded: 1, quarantined: ['bad_json'] },
  },
  {
    name: 'nesting without end',
    file: 'a.json',
    content: `[${json(deal(1))}, {"Id": "2", "x": ${'['.repeat(5000)}${']'.repeat(5000)}}]`,
    outcome: { loaded: 1, quarantined: ['bad_json'] },
  },
  {
    name: 'an error of an API',
    file: 'a.json',
    content: json({ status: 'error', message: 'rate limit' }),
    outcome: { fails: 'missing_required_column' },
  },
  { name: 'blank', file: 'a.json', content: ' \n', outcome: { fails: 'empty_file' } },
  {
    name: 'CSV named .json',
    file: 'a.json',
    content: lines('Id,StageName', '1,a'),
    outcome: { fails: 'missing_required_column' },
  },
  {
    name: 'lines',
    file: 'a.jsonl',
    content: lines(json(deal(1)), '', json(deal(2))),
    outcome: { loaded: 2 },
  },
  {
    name: 'lines with CRLF and without a last end',
    file: 'a.ndjson',
    content: `${json(deal(1))}\r\n${json(deal(2))}`,
    outcome: { loaded: 2 },
  },
  {
    name: 'lines that each hold a page',
    file: 'a.jsonl',
    content: lines(json(page), json({ results: [] }), json(page)),
    outcome: { loaded: 2 },
  },
  {
    name: 'a line that is no JSON',
    file: 'a.jsonl',
    content: lines(json(deal(1)), '{"Id": "2"', json(deal(3))),
    outcome: { loaded: 2, quarantined: ['bad_json'], rows: [{ _record: '1' }, { _record: '3' }] },
  },
  {
    name: 'a last line cut off',
    file: 'a.jsonl',
    content: `${json(deal(1))}\n{"Id": "2", "Sta`,
    outcome: { fails: 'truncated' },
  },
  {
    name: 'lines packed',
    file: 'a.jsonl.gz',
    content: gzipSync(lines(json(deal(1)))),
    outcome: { loaded: 1 },
  },
  {
    name: 'lines over several pieces of the file',
    file: 'a.jsonl',
    content: lines(...Array.from({ length: 3000 }, (_, i) => json(deal(i, { Name: 'é'.repeat(400) })))),
    outcome: { loaded: 3000 },
  },
  {
    name: 'a list over several pieces of the file',
    file: 'a.json',
    content: json(Array.from({ length: 3000 }, (_, i) => deal(i, { Name: 'é'.repeat(400) }))),
    outcome: { loaded: 3000 },
  },
]

/** Workbooks. */
const workbookCases: readonly Case[] = [
  {
    name: 'a sheet',
    file: 'a.xlsx',
    content: workbook([
      names,
      ['1', 'a', 1234.5, { serial: 46_082 }, 'x & <y>'],
      [2, true, 1e6, { serial: 46_082.5, format: 2 }, 'y'],
    ]),
    outcome: {
      loaded: 1,
      quarantined: ['not_a_date'],
      rows: [{ amount: '1234.500000', close_date: '2026-03-01', name: 'x & <y>' }],
    },
  },
  {
    name: 'float noise',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', 0.1 + 0.2], ['2', 'a', 1234.5600000000002], ['3', 'a', 1e-5]]),
    outcome: {
      loaded: 3,
      warnings: [],
      rows: [{ amount: '0.300000' }, { amount: '1234.560000' }, { amount: '0.000010' }],
    },
  },
  {
    name: 'days counted from 1904',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', 1, { serial: 46_082 - 1462 }]], { from1904: true }),
    outcome: { loaded: 1, rows: [{ close_date: '2026-03-01' }] },
  },
  {
    name: 'days in a Thai format',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', { serial: 5, format: 5 }, { serial: 46_082, format: 4 }]]),
    outcome: { loaded: 1, rows: [{ amount: '5.000000', close_date: '2026-03-01' }] },
  },
  {
    name: 'texts inside the cells',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', null, null, 'é']], { inline: true }),
    outcome: { loaded: 1, rows: [{ name: 'é' }] },
  },
  {
    name: 'tags with a prefix',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a']], { prefix: 'x' }),
    outcome: { loaded: 1 },
  },
  {
    name: 'empty rows between',
    file: 'a.xlsx',
    content: workbook([names, [], ['1', 'a'], [], [], ['2', 'b', 3], [' ']]),
    outcome: { loaded: 2 },
  },
  {
    name: 'empty columns before',
    file: 'a.xlsx',
    content: workbook([
      [null, null, ...names],
      [null, null, '1', 'a'],
    ]),
    outcome: { loaded: 1 },
  },
  {
    name: 'a column without a header',
    file: 'a.xlsx',
    content: workbook([
      ['Id', null, 'StageName'],
      ['1', 'x', 'a', 'beyond'],
    ]),
    outcome: { loaded: 1 },
  },
  {
    name: 'a hidden sheet first',
    file: 'a.xlsx',
    content: workbook([], { sheets: { Old: [['x']], Deals: [names, ['1', 'a']] }, hidden: ['Old'] }),
    outcome: { loaded: 1 },
  },
  {
    name: 'a sheet by name',
    file: 'a.xlsx',
    content: workbook([], { sheets: { Notes: [['x']], Deals: [names, ['1', 'a']] } }),
    source: { sheet: 'deals' },
    outcome: { loaded: 1 },
  },
  {
    name: 'a sheet that is not there',
    file: 'a.xlsx',
    content: workbook([names]),
    source: { sheet: 'Deals' },
    outcome: { fails: 'missing_sheet', says: /Sheet1/ },
  },
  { name: 'an empty sheet', file: 'a.xlsx', content: workbook([]), outcome: { fails: 'empty_file' } },
  {
    name: 'a formula that was never computed',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', { raw: '<c><f>SUM(A1)</f></c>' }]]),
    outcome: { fails: 'formula_without_value', says: /C2/ },
  },
  {
    name: 'a formula with its value',
    file: 'a.xlsx',
    content: workbook([
      names,
      ['1', 'a', { raw: '<c><f>1+1</f><v>2</v></c>' }, null, { raw: '<c t="str"><f>""</f><v></v></c>' }],
    ]),
    outcome: { loaded: 1, rows: [{ amount: '2.000000', name: null }] },
  },
  {
    name: 'an error in a cell',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', { raw: '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>' }]]),
    outcome: { loaded: 0, quarantined: ['not_a_number'] },
  },
  {
    name: 'characters that XML cannot hold',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a', null, null, 'x_x000A_y']]),
    outcome: { loaded: 1, rows: [{ name: 'x\ny' }] },
  },
  {
    name: 'the same header twice',
    file: 'a.xlsx',
    content: workbook([
      ['Id', 'StageName', 'Id'],
      ['1', 'a', '2'],
    ]),
    outcome: { fails: 'duplicate_header', says: /"#1" or "#3"/ },
  },
  {
    name: 'a text that is not there',
    file: 'a.xlsx',
    content: workbook([names, [{ raw: '<c t="s"><v>99</v></c>' }]]),
    outcome: { fails: 'bad_workbook' },
  },
  {
    name: 'a document type',
    file: 'a.xlsx',
    content: workbook([names], {
      parts: { 'xl/sharedStrings.xml': '<!DOCTYPE x [<!ENTITY a "aa">]><sst/>' },
    }),
    outcome: { fails: 'bad_workbook' },
  },
  {
    name: 'a sheet that ends within a tag',
    file: 'a.xlsx',
    content: workbook([names], { parts: { 'xl/worksheets/sheet0.xml': '<worksheet><sheetData><row><c' } }),
    outcome: { fails: 'bad_workbook' },
  },
  {
    name: 'a workbook that is cut',
    file: 'a.xlsx',
    content: workbook([names, ['1', 'a']]).subarray(0, -30),
    outcome: { fails: 'bad_zip' },
  },
  {
    name: 'no workbook',
    file: 'a.xlsx',
    content: lines('Id,StageName', '1,a'),
    outcome: { fails: 'wrong_kind' },
  },
  {
    name: 'a workbook named .csv',
    file: 'a.csv',
    content: workbook([names]),
    outcome: { fails: 'wrong_kind', says: /\.xlsx/ },
  },
]

/** Parquet. */
const parquetCases: readonly Case[] = [
  {
    name: 'typed columns',
    file: 'a.parquet',
    content: (connection, path) =>
      parquet(
        connection,
        path,
        `SELECT 1::BIGINT AS "Id", 'a,"b"' AS "StageName", 12.5::DECIMAL(18,2) AS "Amount", DATE '2026-03-01' AS "CloseDate" UNION ALL SELECT 2, 'c', NULL, NULL`,
      ),
    outcome: {
      loaded: 2,
      rows: [
        { opportunity_id: '1', stage_name: 'a,"b"', amount: '12.500000', close_date: '2026-03-01' },
        { amount: null },
      ],
    },
  },
  {
    name: 'structs, lists and floats',
    file: 'a.parquet',
    content: (connection, path) =>
      parquet(
        connection,
        path,
        `SELECT {'dealstage': 'a', 'amount': 1e16::DOUBLE / 1e10} AS properties, [1, 2] AS tags, 7 AS id`,
      ),
    outcome: { loaded: 1, rows: [{ opportunity_id: '7', stage_name: 'a', amount: '1000000.000000' }] },
  },
  {
    name: 'no rows',
    file: 'a.parquet',
    content: (connection, path) =>
      parquet(connection, path, `SELECT 1 AS "Id", 'a' AS "StageName" WHERE false`),
    outcome: { loaded: 0 },
  },
  {
    name: 'a name with the marks of a pattern',
    file: 'a[1]*.parquet',
    content: (connection, path) => parquet(connection, path, `SELECT 1 AS "Id", E'a\\nb' AS "StageName"`),
    outcome: { loaded: 1, rows: [{ stage_name: 'a\nb' }] },
  },
  {
    name: 'cut',
    file: 'a.parquet',
    content: Buffer.from('PAR1 and then nothing'),
    outcome: { fails: 'bad_parquet' },
  },
  { name: 'no Parquet', file: 'a.parquet', content: lines('Id,StageName'), outcome: { fails: 'wrong_kind' } },
]

async function parquet(
  connection: Parameters<Extract<Case['content'], (...args: never[]) => unknown>>[0],
  path: string,
  sql: string,
): Promise<void> {
  const quoted = path.replaceAll("'", "''")
  await connection.run(`COPY (${sql}) TO '${quoted}' (FORMAT parquet)`)
}

export const objects = { json: jsonCases, workbook: workbookCases, parquet: parquetCases }
