import { type Case, lines } from './expected.ts'
import { workbook } from './workbook.ts'

const names = ['Id', 'StageName', 'Amount', 'CloseDate', 'Name']

/** Workbooks. */
export const workbookFiles: readonly Case[] = [
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
