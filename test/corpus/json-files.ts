import { gzipSync } from 'node:zlib'
import { type Case, lines } from './expected.ts'

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

/** JSON. */
export const jsonFiles: readonly Case[] = [
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
