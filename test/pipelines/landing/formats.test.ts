import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { discover } from '../../../pipelines/landing/discover.ts'
import { excelNumber, formatKind, serialText } from '../../../pipelines/landing/formats/excel-value.ts'
import { plainNumber } from '../../../pipelines/landing/formats/flatten-json.ts'
import { kindOf, listOf } from '../../../pipelines/landing/formats/kind.ts'
import { gateFile, gateOptions } from '../../../pipelines/landing/gate.ts'
import { cleanWork } from '../../../pipelines/landing/land-file.ts'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import type { Reading, Source } from '../../../pipelines/sources/source.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome
let source: Source

beforeEach(async () => {
  home = await landingHome()
  source = salesforceSource({ name: 'crm', path: home.exports, timezone: 'Asia/Bangkok' })
})

afterEach(() => home.close())

function zip(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)])
  return Buffer.from(zipSync(Object.fromEntries(entries)))
}

describe('a weekly export of several zips', () => {
  const first = { 'Account.csv': 'Id,Name\n1,a\n', 'UserRole.csv': 'Id,Name\n1,r\n', 'Attachments/00P1': 'x' }
  const second = { 'Account.csv': 'Id,Name\n2,b\n', 'Mystery__x.csv': 'Id\n1\n' }

  test('lands each file in each of them, and names what is of no known object', async () => {
    await home.write({ '2026-11-01/WE_00D_2.ZIP': zip(second), '2026-11-01/WE_00D_1.ZIP': zip(first) })
    const { parts, unknown } = await home.land(source)
    expect(parts.map(({ file, drop, entity, loaded }) => [file, drop, entity, loaded])).toEqual([
      ['2026-11-01/WE_00D_1.ZIP/Account.csv', '2026-11-01', 'account', 1],
      ['2026-11-01/WE_00D_1.ZIP/UserRole.csv', '2026-11-01', 'user_role', 1],
      ['2026-11-01/WE_00D_2.ZIP/Account.csv', '2026-11-01', 'account', 1],
    ])
    expect(unknown).toMatchObject([
      { file: '2026-11-01/WE_00D_2.ZIP/Mystery__x.csv', code: 'unknown_object' },
    ])
  })

  test('a file in a zip that is written anew with the same content is the same part', async () => {
    await home.write({ 'a.zip': zip(first) })
    const before = await home.land(source)
    await home.write({ 'a.zip': zip({ ...first, 'Attachments/00P2': 'y' }) })
    expect((await home.land(source)).parts).toEqual(before.parts)
  })

  test('a path that climbs out is refused and the others land', async () => {
    await home.write({
      'a.zip': zip({ '../Account.csv': 'Id,Name\n9,x\n', 'Account.csv': 'Id,Name\n1,a\n' }),
    })
    const { parts, unknown } = await home.land(source)
    expect(parts.map(({ file }) => file)).toEqual(['a.zip/Account.csv'])
    expect(unknown).toMatchObject([{ file: 'a.zip/../Account.csv', code: 'entry_leaves_zip' }])
  })
})

describe('lists inside the records of a JSON file', () => {
  const deals = [
    {
      id: '512',
      archived: false,
      properties: { dealname: 'a' },
      propertiesWithHistory: {
        dealstage: [
          { value: 'won', timestamp: '2026-02-01T00:00:00Z' },
          { value: 'new', timestamp: null },
        ],
        amount: [{ value: '5', timestamp: '2026-01-01T00:00:00Z' }],
      },
    },
    { id: '513', archived: true, propertiesWithHistory: { dealstage: [] } },
  ]

  test('are files of their own, with a record for each element', async () => {
    const listed: Source = {
      ...source,
      lists: () => ['propertiesWithHistory'],
      readings: (name): readonly Reading[] => [
        listOf(name) === undefined
          ? {
              entity: 'user_role',
              fields: { role_id: { from: ['id'] }, name: { from: ['properties.dealname'] } },
            }
          : {
              entity: 'user_role',
              fields: {
                role_id: { from: ['parent.id'] },
                name: { from: ['value'] },
                parent_role_id: { from: ['property'] },
              },
            },
      ],
    }
    await home.write({ 'deals.json': JSON.stringify({ results: deals }) })
    const { parts } = await home.land(listed)
    expect(parts.map(({ file, records, loaded }) => [file, records, loaded])).toEqual([
      ['deals.json', 2, 1],
      ['deals.json#propertiesWithHistory', 3, 3],
    ])
    expect(await home.records(parts[1])).toMatchObject([
      { role_id: '512', name: 'won', parent_role_id: 'dealstage' },
      { role_id: '512', name: 'new', parent_role_id: 'dealstage' },
      { role_id: '512', name: '5', parent_role_id: 'amount' },
    ])
  })
})

describe('what the file system does meanwhile', () => {
  test('a socket in a file’s place is named, and not waited for', async () => {
    const server = createServer().listen(join(home.exports, 'Account.csv'))
    try {
      await once(server, 'listening')
      const { files, unknown } = await discover(source)
      expect(files).toEqual([])
      expect(unknown).toMatchObject([{ file: 'Account.csv', code: 'not_a_file' }])
    } finally {
      server.close()
    }
  })

  test.each(['Account.json', 'Account.csv', 'a.zip'])(
    '%s that grows while it is read fails closed',
    async (name) => {
      const content = name === 'a.zip' ? zip({ 'Account.csv': 'Id,Name\n1,a\n' }) : 'Id,Name\n1,a\n'
      await home.write({ [name]: name.endsWith('json') ? '[{"Id": 1, "Name": "a"}]' : content })
      const [file] = (await discover(source)).files
      if (!file) throw new Error('not found')
      const workDir = await cleanWork(home.landedDir)
      const gating = gateFile(file, {
        ...gateOptions(source, file, workDir),
        // The header is known once the file is read: it grows just then.
        byPosition: () => {
          appendFileSync(file.path, '2,b\n')
          return new Set()
        },
      })
      await expect(gating).rejects.toMatchObject({ name: 'LandingError', code: 'changed_while_read' })
    },
  )

  test('a zip that vanishes fails closed', async () => {
    await home.write({ 'a.zip': zip({ 'Account.csv': 'Id,Name\n1,a\n' }) })
    const [file] = (await discover(source)).files
    if (!file) throw new Error('not found')
    await rm(file.path)
    const workDir = await cleanWork(home.landedDir)
    await expect(gateFile(file, gateOptions(source, file, workDir))).rejects.toMatchObject({
      code: 'vanished',
      where: { file: 'a.zip/Account.csv' },
    })
  })

  test('a work folder that is gone is not taken for a file that is', async () => {
    await writeFile(join(home.exports, 'Account.csv'), 'Id,Name\n\n1,a\n')
    const [file] = (await discover(source)).files
    if (!file) throw new Error('not found')
    await expect(gateFile(file, gateOptions(source, file, join(home.home, 'none')))).rejects.toMatchObject({
      name: 'LandingError',
    })
  })

  test('copies are removed, also where a file fails', async () => {
    const workDir = await cleanWork(home.landedDir)
    await home.write({ 'Account.csv': Buffer.from('Id,Name\n1,é\n2,"', 'latin1') })
    await expect(home.land(source)).rejects.toMatchObject({ code: 'truncated' })
    expect(await readdir(workDir)).toEqual([])
  })
})

describe('values', () => {
  test.each([
    ['1.23E7', '12300000'],
    ['-1.5e-3', '-0.0015'],
    ['1E2', '100'],
    ['12.50', '12.50'],
    ['1e999', '1e999'],
    ['0.00e5', '0'],
  ])('a number %s is plainly %s', (text, plain) => expect(plainNumber(text)).toBe(plain))

  test.each([
    ['0.30000000000000004', '0.3'],
    ['1234.5600000000001', '1234.56'],
    ['123456789012345', '123456789012345'],
    ['1.2345678901234567E+19', '12345678901234600000'],
    ['100', '100'],
    ['5.0E-2', '0.05'],
  ])('a cell %s shows %s in Excel', (text, plain) => expect(excelNumber(text)).toBe(plain))

  test.each([
    [46_082, 'date', false, '2026-03-01'],
    [46_082.583_437_5, 'date', false, '2026-03-01T14:00:09'],
    [44_620, 'date', true, '2026-03-01'],
    [59, 'date', false, '1900-02-28'],
    [61, 'date', false, '1900-03-01'],
    [0.5, 'date', false, '12:00:00'],
    [1.25, 'duration', false, '30:00:00'],
  ] as const)('a serial %d as %s is %s', (serial, kind, from1904, text) =>
    expect(serialText(serial, kind, from1904)).toBe(text),
  )

  test.each([
    [0, undefined, 'number'],
    [9, undefined, 'percent'],
    [14, undefined, 'date'],
    [46, undefined, 'duration'],
    [49, undefined, 'number'],
    [164, 'yyyy\\-mm\\-dd', 'date'],
    [165, '[$-409]d/m/yy h:mm AM/PM;@', 'date'],
    [166, '#,##0.00 "days"', 'number'],
    [167, '[Red]-0.00_);[$€-2] General', 'number'],
    [168, '[h]:mm', 'duration'],
    [170, '0.00\\ %', 'percent'],
    [169, '0.00E+00', 'number'],
  ] as const)('format %d %s is a %s', (id, code, kind) => expect(formatKind(id, code)).toBe(kind))

  test.each([
    ['Deal.CSV.gz', 'csv', undefined],
    ['a.ndjson', 'jsonl', undefined],
    ['deals.json#propertiesWithHistory', 'json', 'propertiesWithHistory'],
    ['Deals #1.csv', 'csv', undefined],
    ['a.dat', 'csv', undefined],
  ])('%s is %s', (name, kind, list) => expect([kindOf(name), listOf(name)]).toEqual([kind, list]))
})
