import { gzipSync } from 'node:zlib'
import { type Case, lines } from './expected.ts'

const header = 'Id,Name,StageName,Amount,CloseDate'
const good = (id: string, name = `Deal ${id}`): string => `${id},${name},Open,100.50,2026-03-01`
const thai = ['Id,Name,StageName', '1,บริษัท สยาม จำกัด,เสนอราคา', '2,ร้านค้า,ปิดการขาย']

/** Thai and ASCII only: how windows-874 places them. */
function windows874(text: string): Buffer {
  return Buffer.from(
    [...text].map((mark) => {
      const code = mark.codePointAt(0) ?? 0
      return code < 0x80 ? code : code - 0x0e00 + 0xa0
    }),
  )
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

/** Text files: how their characters and cells are written. */
export const texts: readonly Case[] = [
  {
    name: 'plain',
    file: 'a.csv',
    content: lines(header, good('1')),
    outcome: { loaded: 1, rows: [{ amount: '100.500000', close_date: '2026-03-01' }] },
  },
  { name: 'a header only', file: 'a.csv', content: lines(header), outcome: { loaded: 0 } },
  { name: 'nothing at all', file: 'a.csv', content: '', outcome: { fails: 'empty_file' } },
  { name: 'blank lines only', file: 'a.csv', content: '\n\r\n\n', outcome: { fails: 'empty_file' } },
  {
    name: 'blank lines between',
    file: 'a.csv',
    content: `${header}\n\n\n${good('1')}\n\r\n${good('2')}\n\n`,
    outcome: { loaded: 2 },
  },
  {
    name: 'a byte order mark',
    file: 'a.csv',
    content: `\ufeff${lines(header, good('1'))}`,
    outcome: { loaded: 1 },
  },
  {
    name: 'CRLF',
    file: 'a.csv',
    content: lines(header, good('1')).replaceAll('\n', '\r\n'),
    outcome: { loaded: 1 },
  },
  {
    name: 'CR alone',
    file: 'a.csv',
    content: lines(header, good('1'), good('2')).replaceAll('\n', '\r'),
    outcome: { loaded: 2 },
  },
  {
    name: 'a header in capitals',
    file: 'a.csv',
    content: lines(header.toUpperCase(), good('1')),
    outcome: { loaded: 1 },
  },
  {
    name: 'columns in another order',
    file: 'a.csv',
    content: lines('StageName,Id', 'Open,1'),
    outcome: { loaded: 1, rows: [{ opportunity_id: '1', stage_name: 'Open' }] },
  },
  {
    name: 'spaces around headers',
    file: 'a.csv',
    content: lines(' Id , Stage_Name ', '1,Open'),
    outcome: { loaded: 1 },
  },

  // encodings
  {
    name: 'UTF-16 LE with its mark',
    file: 'a.csv',
    content: Buffer.from(`\ufeff${lines(header, good('1', 'é'))}`, 'utf16le'),
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: 'é' }] },
  },
  {
    name: 'UTF-16 LE without a mark',
    file: 'a.csv',
    content: Buffer.from(lines(header, good('1', 'é')), 'utf16le'),
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: 'é' }] },
  },
  {
    name: 'UTF-16 BE with its mark',
    file: 'a.csv',
    content: utf16be(`\ufeff${lines(header, good('1', 'ไทย'))}`),
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: 'ไทย' }] },
  },
  {
    name: 'UTF-16 BE without a mark',
    file: 'a.csv',
    content: utf16be(lines(header, good('1'))),
    outcome: { loaded: 1, warnings: ['converted'] },
  },
  {
    name: 'UTF-16 with tabs, as Excel saves it',
    file: 'a.txt',
    content: Buffer.from(`\ufeff${lines(header, good('1')).replaceAll(',', '\t')}`, 'utf16le'),
    outcome: { loaded: 1, warnings: ['converted'] },
  },
  {
    name: 'UTF-16 cut within a character',
    file: 'a.csv',
    content: Buffer.from(`\ufeff${lines(header, good('1'))}`, 'utf16le').subarray(0, -1),
    outcome: { fails: 'bad_encoding' },
  },
  {
    name: 'UTF-16 with half a surrogate',
    file: 'a.csv',
    content: Buffer.from(`\ufeff${lines(header, good('1', 'a\ud800b'))}`, 'utf16le'),
    outcome: { fails: 'bad_encoding' },
  },
  {
    name: 'UTF-32',
    file: 'a.csv',
    content: Buffer.concat([
      Buffer.from([0xff, 0xfe, 0, 0]),
      ...[...lines(header)].map((c) => Buffer.from([c.charCodeAt(0), 0, 0, 0])),
    ]),
    outcome: { fails: 'bad_encoding' },
  },
  {
    name: 'Latin-1',
    file: 'a.csv',
    content: Buffer.from(lines(header, good('1', 'Café Zoë'), good('2', 'Müller')), 'latin1'),
    outcome: { loaded: 2, warnings: ['converted'], rows: [{ name: 'Café Zoë' }, { name: 'Müller' }] },
  },
  {
    name: 'Windows-1252 with quotes and the euro',
    file: 'a.csv',
    content: Buffer.concat([
      Buffer.from(`${header}\n1,`),
      Buffer.from([0x93, 0x41, 0x94, 0x20, 0x80]),
      Buffer.from(',Open,1,\n'),
    ]),
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: '“A” €' }] },
  },
  {
    name: 'Thai in windows-874',
    file: 'a.csv',
    content: windows874(lines(...thai)),
    outcome: { loaded: 2, warnings: ['converted'], rows: [{ name: 'บริษัท สยาม จำกัด' }, { name: 'ร้านค้า' }] },
  },
  {
    name: 'Thai in UTF-8',
    file: 'a.csv',
    content: lines(...thai),
    outcome: { loaded: 2, rows: [{ name: 'บริษัท สยาม จำกัด' }, {}] },
  },
  {
    name: 'UTF-8 with a damaged byte',
    file: 'a.csv',
    content: Buffer.concat([Buffer.from(lines(...thai)), Buffer.from([0x33, 0x2c, 0xe9, 0x2c, 0x78, 0x0a])]),
    outcome: { fails: 'not_utf8' },
  },
  {
    name: 'UTF-8 cut within a character',
    file: 'a.csv',
    content: Buffer.from('Id,StageName\n1,é').subarray(0, -1),
    outcome: { fails: 'not_utf8' },
  },
  {
    name: 'Shift JIS, not told',
    file: 'a.csv',
    content: Buffer.concat([
      Buffer.from('Id,StageName,Name\n1,Open,'),
      Buffer.from('82a082a282a482a882a9', 'hex'),
      Buffer.from('\n'),
    ]),
    outcome: { fails: 'not_utf8', says: /encoding: of the source/ },
  },
  {
    name: 'Shift JIS, told',
    file: 'a.csv',
    content: Buffer.concat([
      Buffer.from('Id,StageName,Name\n1,Open,'),
      Buffer.from('82a082a2', 'hex'),
      Buffer.from('\n'),
    ]),
    source: { encoding: 'shift_jis' },
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: 'あい' }] },
  },
  {
    name: 'Cyrillic in windows-1251, not told',
    file: 'a.csv',
    content: Buffer.concat([
      Buffer.from('Id,StageName,Name\n1,Open,'),
      Buffer.from('cff0e8e2e5f220ece8f0fbff', 'hex'),
      Buffer.from('\n'),
    ]),
    outcome: { fails: 'not_utf8' },
  },
  {
    name: 'an encoding that is none',
    file: 'a.csv',
    content: Buffer.from('Id,StageName\n1,é\n', 'latin1'),
    source: { encoding: 'latin-99' },
    outcome: { fails: 'bad_encoding', says: /latin-99/ },
  },
  {
    name: 'an encoding told of a file that is UTF-8',
    file: 'a.csv',
    content: lines(...thai),
    source: { encoding: 'windows-874' },
    outcome: { loaded: 2, warnings: [] },
  },
  {
    name: 'a NUL in UTF-8',
    file: 'a.csv',
    content: 'Id,StageName\n1,a\0b\n',
    outcome: { fails: 'nul_bytes' },
  },
  { name: 'a file of NULs', file: 'a.csv', content: Buffer.alloc(4096), outcome: { fails: 'nul_bytes' } },
  {
    name: 'mojibake',
    file: 'a.csv',
    content: lines(header, good('1', 'CafÃ© â€“ à¸šà¸£')),
    outcome: { loaded: 1, warnings: ['mojibake'] },
  },
  {
    name: 'a Portuguese capital that looks like mojibake',
    file: 'a.csv',
    content: lines(header, good('1', 'SÃO PAULO')),
    outcome: { loaded: 1, warnings: [] },
  },
  {
    name: 'emoji and other planes',
    file: 'a.csv',
    content: lines(header, good('1', '🚀 𠮷')),
    outcome: { loaded: 1, rows: [{ name: '🚀 𠮷' }] },
  },

  // delimiters
  {
    name: 'semicolons',
    file: 'a.csv',
    content: lines(header, good('1')).replaceAll(',', ';'),
    outcome: { loaded: 1, rows: [{ amount: '100.500000' }] },
  },
  {
    name: 'semicolons with decimal commas',
    file: 'a.csv',
    content: lines('Id;StageName;Name', '1;Open;1,5', '2;Open;2,5'),
    outcome: { loaded: 2, rows: [{ name: '1,5' }, {}] },
  },
  {
    name: 'tabs',
    file: 'a.tsv',
    content: lines(header, good('1')).replaceAll(',', '\t'),
    outcome: { loaded: 1 },
  },
  {
    name: 'bars',
    file: 'a.txt',
    content: lines(header, good('1')).replaceAll(',', '|'),
    outcome: { loaded: 1 },
  },
  {
    name: 'carets, as the Bulk API can',
    file: 'a.csv',
    content: lines(header, good('1')).replaceAll(',', '^'),
    outcome: { loaded: 1 },
  },
  {
    name: 'a sep= line',
    file: 'a.csv',
    content: lines('sep=;', 'Id;StageName', '1;a,b'),
    outcome: { loaded: 1, rows: [{ stage_name: 'a,b' }] },
  },
  {
    name: 'a sep= line under a byte order mark',
    file: 'a.csv',
    content: `\ufeff${lines('sep=,', 'Id,StageName', '1,a')}`,
    outcome: { loaded: 1 },
  },
  {
    name: 'a header with commas in quotes',
    file: 'a.csv',
    content: lines('Id;StageName;"Name, of, the, deal, here"', '1;Open;x'),
    outcome: { loaded: 1 },
  },
  {
    name: 'a header that two marks would cut',
    file: 'a.csv',
    content: lines('Id;StageName,x', '1;Open,y'),
    outcome: { fails: 'unknown_delimiter', says: /delimiter: of the source/ },
  },
  {
    name: 'the same, told',
    file: 'a.csv',
    content: lines('Id;StageName,x', '1;Open,y'),
    source: { delimiter: ';', columns: { stage_name: 'StageName,x' } },
    outcome: { loaded: 1 },
  },
  {
    name: 'a delimiter that is told and wrong',
    file: 'a.csv',
    content: lines(header, good('1')),
    source: { delimiter: ';' },
    outcome: { fails: 'missing_required_column' },
  },
  {
    name: 'one column only',
    file: 'a.csv',
    content: lines('Id', '1'),
    outcome: { fails: 'missing_required_column' },
  },

  // headers
  {
    name: 'the same header twice',
    file: 'a.csv',
    content: lines('Id,StageName,Amount,Amount', '1,a,2,3'),
    outcome: { fails: 'duplicate_header', says: /"#3" or "#4"/ },
  },
  {
    name: 'headers that differ by case',
    file: 'a.csv',
    content: lines('Id,StageName,STAGENAME', '1,a,b'),
    outcome: { fails: 'duplicate_header', says: /"#2" or "#3"/ },
  },
  {
    name: 'the same header twice, told by position',
    file: 'a.csv',
    content: lines('Id,StageName,Amount,Amount', '1,a,2,3'),
    source: { columns: { amount: '#4' } },
    outcome: { loaded: 1, rows: [{ amount: '3.000000' }] },
  },
  {
    name: 'a column told by a position that is not there',
    file: 'a.csv',
    content: lines('Id,Name', '1,a'),
    source: { columns: { stage_name: '#9' } },
    outcome: { fails: 'missing_required_column' },
  },
  {
    name: 'columns without headers',
    file: 'a.csv',
    content: lines('Id,StageName,,', '1,a,b,c'),
    outcome: { loaded: 1 },
  },
  {
    name: 'an open quote in the header',
    file: 'a.csv',
    content: 'Id,"StageName\n1,a\n',
    outcome: { fails: 'bad_header' },
  },
  {
    name: 'no required column',
    file: 'a.csv',
    content: lines('Id,Name', '1,a'),
    outcome: { fails: 'missing_required_column', says: /stage_name/ },
  },
  {
    name: 'records without a header',
    file: 'a.csv',
    content: lines(good('1'), good('2')),
    outcome: { fails: 'missing_required_column' },
  },

  // records
  {
    name: 'too few and too many cells',
    file: 'a.csv',
    content: lines(header, good('1'), '2,x', `${good('3')},x`, good('4')),
    outcome: { loaded: 2, quarantined: ['wrong_column_count', 'wrong_column_count'] },
  },
  {
    name: 'a stray quote',
    file: 'a.csv',
    content: lines(header, '1,5" pipe,Open,1,2026-01-01', good('2')),
    outcome: { loaded: 1, quarantined: ['bad_quotes'] },
  },
  {
    name: 'a quote that is never closed',
    file: 'a.csv',
    content: lines(header, good('1'), '2,"x,Open,1,2026-01-01', good('3')),
    outcome: { loaded: 2, quarantined: ['bad_quotes'] },
  },
  {
    name: 'text after a closing quote',
    file: 'a.csv',
    content: lines(header, '1,"a"b,Open,1,2026-01-01'),
    outcome: { loaded: 0, quarantined: ['bad_quotes'] },
  },
  {
    name: 'line ends of every kind inside quotes',
    file: 'a.csv',
    content: `${header}\n1,"a\nb\r\nc\rd",Open,1,\n`,
    outcome: { loaded: 1, rows: [{ name: 'a\nb\r\nc\rd' }] },
  },
  {
    name: 'a record cut off',
    file: 'a.csv',
    content: `${header}\n${good('1')}\n2,Deal`,
    outcome: { fails: 'truncated' },
  },
  {
    name: 'a record cut off in its first cell',
    file: 'a.csv',
    content: `${header}\n${good('1')}\n2`,
    outcome: { fails: 'truncated' },
  },
  {
    name: 'a cell cut off within quotes',
    file: 'a.csv',
    content: `${header}\n${good('1')}\n2,"Deal`,
    outcome: { fails: 'truncated' },
  },
  {
    name: 'a last record of one cell that is ended',
    file: 'a.csv',
    content: lines(header, good('1'), '2'),
    outcome: { loaded: 1, quarantined: ['wrong_column_count'] },
  },
  {
    name: 'rows of empty cells',
    file: 'a.csv',
    content: lines(header, good('1'), ',,,,', ',,,,'),
    outcome: { loaded: 1, quarantined: ['missing_key', 'missing_key'] },
  },
  {
    name: 'no key',
    file: 'a.csv',
    content: lines(header, ',x,Open,1,'),
    outcome: { loaded: 0, quarantined: ['missing_key'] },
  },
  {
    name: 'no stage',
    file: 'a.csv',
    content: lines(header, '1,x,,1,'),
    outcome: { loaded: 0, quarantined: ['missing_required'] },
  },
  ...(
    [
      ['thousands', '"1,234.56"', 'not_a_number'],
      ['a decimal comma', '"1,5"', 'not_a_number'],
      ['a currency sign', '$5', 'not_a_number'],
      ['parentheses', '(5.00)', 'not_a_number'],
      ['an underscore', '1_000', 'not_a_number'],
      ['an exponent', '1.2E7', 'not_a_number'],
      ['a percent sign', '50%', 'not_a_number'],
      ['a plus', '+5', 'not_a_number'],
      ['hexadecimal', '0x10', 'not_a_number'],
      ['Thai digits', '๑๒๓', 'not_a_number'],
      ['a no-break space', '1\u00a0234', 'not_a_number'],
      ['an error of Excel', '#N/A', 'not_a_number'],
      ['infinity', 'Infinity', 'out_of_range'],
      ['not a number', 'NaN', 'out_of_range'],
      ['too many digits', '1234567890123456', 'out_of_range'],
    ] as const
  ).map(
    ([name, cell, code]): Case => ({
      name: `an amount with ${name}`,
      file: 'a.csv',
      content: lines(header, `1,x,Open,${cell},2026-01-01`),
      outcome: { loaded: 0, quarantined: [code] },
    }),
  ),
  ...(
    [
      ['day first', '31/01/2026', 'not_a_date'],
      ['a month 13', '2026-13-01', 'not_a_date'],
      ['a 30 February', '2026-02-30', 'not_a_date'],
      ['a Buddhist year', '2569-01-05', 'out_of_range'],
      ['the year 24', '0024-01-01', 'out_of_range'],
      ['an Excel serial', '46082', 'not_a_date'],
      ['words', 'tomorrow', 'not_a_date'],
      ['a time of day', '2026-03-01T17:00:00Z', 'not_a_date'],
      ['a far year', '2101-01-01', 'out_of_range'],
    ] as const
  ).map(
    ([name, cell, code]): Case => ({
      name: `a day with ${name}`,
      file: 'a.csv',
      content: lines(header, `1,x,Open,1,${cell}`),
      outcome: { loaded: 0, quarantined: [code] },
    }),
  ),
  {
    name: 'an amount of seven decimals',
    file: 'a.csv',
    content: lines(header, '1,x,Open,0.1234565,'),
    outcome: { loaded: 1, warnings: ['rounded'], rows: [{ amount: '0.123457' }] },
  },
  {
    name: 'exactly 2,000 records',
    file: 'a.csv',
    content: lines(header, ...Array.from({ length: 2000 }, (_, i) => good(String(i)))),
    outcome: { loaded: 2000, warnings: ['record_cap'] },
  },
  {
    name: 'exactly 65,535 records',
    file: 'a.csv',
    content: lines('Id,StageName', ...Array.from({ length: 65_535 }, (_, i) => `${i},a`)),
    outcome: { loaded: 65_535, warnings: ['record_cap'] },
  },
  {
    name: '1,999 records',
    file: 'a.csv',
    content: lines('Id,StageName', ...Array.from({ length: 1999 }, (_, i) => `${i},a`)),
    outcome: { loaded: 1999, warnings: [] },
  },

  // what is in the file is not what its name says
  {
    name: 'a login page',
    file: 'a.csv',
    content: '\n<!DOCTYPE html><html><body>Log in</body></html>',
    outcome: { fails: 'wrong_kind', says: /web page/ },
  },
  {
    name: 'XML',
    file: 'a.csv',
    content: '<?xml version="1.0"?><Workbook/>',
    outcome: { fails: 'wrong_kind' },
  },
  {
    name: 'JSON named .csv',
    file: 'a.csv',
    content: '[{"Id": "1"}]',
    outcome: { fails: 'wrong_kind', says: /\.json/ },
  },
  {
    name: 'an old Excel file',
    file: 'a.xls',
    content: Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    outcome: { fails: 'wrong_kind', says: /old or locked Excel/ },
  },
  { name: 'a PDF', file: 'a.csv', content: '%PDF-1.7 x', outcome: { fails: 'wrong_kind' } },
  {
    name: 'gzip named .csv',
    file: 'a.csv',
    content: gzipSync(lines(header, good('1'))),
    outcome: { fails: 'wrong_kind', says: /\.gz/ },
  },

  // gzip
  { name: 'gzip', file: 'a.csv.gz', content: gzipSync(lines(header, good('1'))), outcome: { loaded: 1 } },
  {
    name: 'two gzip members, one after the other',
    file: 'a.csv.gz',
    content: Buffer.concat([gzipSync(lines(header, good('1'))), gzipSync(lines(good('2')))]),
    outcome: { loaded: 2 },
  },
  {
    name: 'gzip of Latin-1',
    file: 'a.csv.gz',
    content: gzipSync(Buffer.from(lines(header, good('1', 'é')), 'latin1')),
    outcome: { loaded: 1, warnings: ['converted'], rows: [{ name: 'é' }] },
  },
  {
    name: 'gzip that is cut',
    file: 'a.csv.gz',
    content: gzipSync(lines(header, good('1'))).subarray(0, -9),
    outcome: { fails: 'truncated' },
  },
  {
    name: 'gzip with a wrong checksum',
    file: 'a.csv.gz',
    content: damaged(gzipSync(lines(header, good('1'))), -6),
    outcome: { fails: 'bad_gzip' },
  },
  { name: 'no gzip', file: 'a.csv.gz', content: lines(header, good('1')), outcome: { fails: 'bad_gzip' } },
  {
    name: 'gzip of gzip',
    file: 'a.csv.gz',
    content: gzipSync(gzipSync(lines(header, good('1')))),
    outcome: { fails: 'wrong_kind' },
  },
  {
    name: 'a gzip bomb',
    file: 'a.csv.gz',
    content: gzipSync(Buffer.alloc(80 << 20, 'x,')),
    outcome: { fails: 'unpacks_too_large' },
  },
]

function damaged(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  const place = at < 0 ? copy.length + at : at
  copy[place] = (copy[place] ?? 0) ^ 0xff
  return copy
}
