import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import type { Source } from '../../../pipelines/sources/source.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome
let source: Source

beforeEach(async () => {
  home = await landingHome()
  source = salesforceSource({ name: 'crm', path: home.exports, timezone: 'Asia/Bangkok' })
})

afterEach(() => home.close())

/** Lands Account.csv and returns the names that it loaded, with their record numbers. */
async function names(content: string | Buffer, file = 'Account.csv'): Promise<[number, unknown][]> {
  await home.write({ [file]: content })
  const { parts } = await home.land(source)
  expect(parts[0]?.records).toBe((parts[0]?.loaded ?? 0) + (parts[0]?.quarantined ?? 0))
  return (await home.records(parts[0])).map((row) => [Number(row._record), row.name])
}

describe('what is a record', () => {
  test.each<[string, string | Buffer, [number, string][]]>([
    ['a header only', 'Id,Name\n', []],
    ['a header without a line end', 'Id,Name', []],
    [
      'no line end after the last',
      'Id,Name\n1,a\n2,b',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'CRLF',
      'Id,Name\r\n1,a\r\n2,b\r\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'CR alone',
      'Id,Name\r1,a\r2,b\r',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'CRLF and LF mixed',
      'Id,Name\r\n1,a\n2,b\r\n3,c\n',
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ],
    ],
    [
      'blank lines',
      'Id,Name\n\n1,a\n\r\n\n2,b\n\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    ['a byte order mark', '\ufeffId,Name\n1,a\n', [[1, 'a']]],
    ['a byte order mark and quotes', '\ufeff"Id","Name"\r\n"1","a"\n', [[1, 'a']]],
    [
      'cells of several lines',
      'Id,Name\n1,"a\nb"\n2,"c\r\n\r\nd"\n3,e\n',
      [
        [1, 'a\nb'],
        [2, 'c\r\n\r\nd'],
        [3, 'e'],
      ],
    ],
    [
      'several lines and mixed line ends',
      'Id,Name\r\n1,"a\nb"\n2,c\r\n',
      [
        [1, 'a\nb'],
        [2, 'c'],
      ],
    ],
    ['doubled quotes and commas', 'Id,Name\n1,"a ""b"", c"\n', [[1, 'a "b", c']]],
    ['cells with only spaces around', 'Id,Name\n 1 ,  a b \n', [[1, 'a b']]],
    [
      'a quote that swallows lines costs its first line',
      'Id,Name\n1,"a\n2,b\n3,"c"\n4,d\n',
      [
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
      ],
    ],
    [
      'a quote that is never closed costs its line',
      'Id,Name\n1,a\n2,"b\n3,c\n4,d\n',
      [
        [1, 'a'],
        [3, 'c'],
        [4, 'd'],
      ],
    ],
    [
      'a cell longer than two megabytes',
      `Id,Name\n1,${'é'.repeat(1_500_000)}\n2,b\n`,
      [
        [1, 'é'.repeat(1_500_000)],
        [2, 'b'],
      ],
    ],
    [
      'other scripts',
      'Id,Name\n1,บริษัท\n2,株式会社\n',
      [
        [1, 'บริษัท'],
        [2, '株式会社'],
      ],
    ],
  ])('%s', async (_, content, expected) => {
    expect(await names(content)).toEqual(expected)
  })

  test('a gzip file', async () => {
    expect(await names(gzipSync('Id,Name\n1,a\n'), 'Account.csv.gz')).toEqual([[1, 'a']])
  })

  test('a file whose name has the marks of a pattern', async () => {
    expect(await names('Id,Name\n1,a\n', 'Account [1]*.csv')).toEqual([[1, 'a']])
  })

  test('broken records on both sides of the chunks in which a file is read', async () => {
    const filler = 'x'.repeat(1000)
    const lines = Array.from({ length: 9000 }, (_, i) =>
      i % 1500 === 7 ? `${i},"a"b` : `${i},"${filler}\n${i}"`,
    )
    const found = await names(`Id,Name\n${lines.join('\n')}\n`)
    expect(found.map(([record]) => record)).toEqual(lines.flatMap((_, i) => (i % 1500 === 7 ? [] : [i + 1])))
    expect(found.every(([record, name]) => String(name).endsWith(`\n${record - 1}`))).toBe(true)
  })
})

describe('cells come out as they went in', () => {
  const pieces = ['', 'a', '"', '""', ',', '\n', '\r\n', 'é', "'", '\\', '"a', 'a"', '\n"', '",', ';']
  const cells = pieces.flatMap((left) => pieces.map((right) => `x${left}${right}x`))

  test.each(['\n', '\r\n', '\r'])('with line ends %j', async (lineEnd) => {
    const write = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
    const lines = ['Id,Name', ...cells.map((cell, i) => `${i},${write(cell)}`)]
    expect(await names(`${lines.join(lineEnd)}${lineEnd}`)).toEqual(cells.map((cell, i) => [i + 1, cell]))
  })
})

describe('files that fail closed', () => {
  test.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'empty_file'],
    ['UTF-8 but for a byte', Buffer.from('Id,Name\n1,Ã©\n2,caf\xe9\n', 'latin1'), 'not_utf8'],
    ['a character cut at the end', Buffer.from('Id,Name\n1,caf\u00e9').subarray(0, -1), 'not_utf8'],
    ['a NUL', 'Id,Name\n1,a\0b\n', 'nul_bytes'],
    ['a cut within a quoted cell', 'Id,Name\n1,a\n2,"b', 'truncated'],
    ['a cut within a cell of several lines', 'Id,Name\n1,a\n2,"b\nnothing of a record\n', 'truncated'],
    ['a cut within a record', 'Id,Name,Industry\n1,a,b\n2,c', 'truncated'],
    ['the same header twice', 'Id,Name,Name\n1,a,b\n', 'duplicate_header'],
    ['headers that differ by case', 'Id,Name,NAME\n1,a,b\n', 'duplicate_header'],
    ['a header with an open quote', 'Id,Na"me\n1,a\n', 'bad_header'],
    ['no column for the name', 'Id,Industry\n1,a\n', 'missing_required_column'],
    ['a header that two marks would cut', 'Id;Name,x\n1;a,b\n', 'unknown_delimiter'],
  ])('%s', async (_, content, code) => {
    await home.write({ 'Account.csv': content })
    await expect(home.land(source)).rejects.toMatchObject({
      name: 'LandingError',
      code,
      where: { source: 'crm', file: 'Account.csv' },
      message: expect.stringMatching(/^Account\.csv .+; .+/),
    })
  })

  test('a gzip file that is cut', async () => {
    await home.write({ 'Account.csv.gz': gzipSync('Id,Name\n1,a\n'.repeat(100)).subarray(0, -12) })
    await expect(home.land(source)).rejects.toMatchObject({ code: 'truncated' })
  })

  test('a file that is no gzip', async () => {
    await home.write({ 'Account.csv.gz': 'Id,Name\n1,a\n' })
    await expect(home.land(source)).rejects.toMatchObject({ code: 'bad_gzip' })
  })
})
