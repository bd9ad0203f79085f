import { chmod, mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { duckdbType } from '../../../models/column.ts'
import { landedColumns } from '../../../models/contract/entity.ts'
import { contract, type EntityName } from '../../../models/contract/index.ts'
import { discover } from '../../../pipelines/landing/discover.ts'
import { gateFile } from '../../../pipelines/landing/gate.ts'
import { cleanWork, landFile } from '../../../pipelines/landing/land-file.ts'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import type { Source } from '../../../pipelines/sources/source.ts'
import { rowsOf } from '../../support/duckdb.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome
let source: Source

beforeEach(async () => {
  home = await landingHome()
  source = salesforceSource({ name: 'crm', path: home.exports, timezone: 'Asia/Bangkok' })
})

afterEach(() => home.close())

/** Every file below a folder, by its path. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('a landed part', () => {
  test('has the columns of the contract with their types, and those of landing', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n', 'Opportunity.csv': 'Id,StageName\n1,a\n' })
    const { parts } = await home.land(source)
    expect(parts).toHaveLength(2)
    for (const part of parts) {
      const described = await rowsOf(
        home.connection,
        `DESCRIBE SELECT * FROM '${join(home.home, part.path)}'`,
      )
      const columns = { ...contract[part.entity as EntityName].columns, ...landedColumns }
      expect(described.map((row) => [row.column_name, row.column_type])).toEqual(
        Object.entries(columns).map(([name, column]) => [name, duckdbType(column.type)]),
      )
    }
  })

  test('has the same types where no record is good', async () => {
    await home.write({
      'Opportunity.csv': 'Id,StageName\n,\n',
      '2026-01-01/Opportunity.csv': 'Id,StageName\n1,a\n',
    })
    const { parts } = await home.land(source)
    const [empty, full] = await Promise.all(
      parts.map((part) => rowsOf(home.connection, `DESCRIBE SELECT * FROM '${join(home.home, part.path)}'`)),
    )
    expect(empty).toEqual(full)
  })

  test('keeps the columns that no field reads, where they are filled', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name,"Odd ""x"" __c",Other\n1,a,"say ""hi""",\n2,b,,\n3,c,,z\n' })
    const { parts } = await home.land(source)
    expect(
      (await home.records(parts[0])).map((row) => row._custom && JSON.parse(String(row._custom))),
    ).toEqual([{ 'Odd "x" __c': 'say "hi"' }, null, { Other: 'z' }])
    expect(parts[0]?.drift).toEqual({
      header: ['Id', 'Name', 'Odd "x" __c', 'Other'],
      unused: ['Odd "x" __c', 'Other'],
      absent: ['parent_role_id', 'is_deleted', 'modified_at'],
      types: { 'Odd "x" __c': 'text', Other: 'text' },
      verdict: null,
    })
  })

  test('the same file again changes nothing; another content is another part', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n' })
    const first = await home.land(source, new Date('2026-01-01T00:00:00Z'))
    const files = await filesBelow(home.landedDir)
    expect(await home.land(source, new Date('2026-02-01T00:00:00Z'))).toEqual(first)
    expect(await filesBelow(home.landedDir)).toEqual(files)
    await home.write({ 'UserRole.csv': 'Id,Name\n1,b\n' })
    const { parts } = await home.land(source, new Date('2026-02-01T00:00:00Z'))
    expect(parts[0]?.id).not.toBe(first.parts[0]?.id)
    expect(await home.records(first.parts[0])).toMatchObject([
      { name: 'a', _loaded_at: '2026-01-01 00:00:00' },
    ])
  })

  test('a part whose manifest is missing never happened, and what a kill left is removed', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n' })
    const first = await home.land(source, new Date('2026-01-01T00:00:00Z'))
    const files = await filesBelow(home.landedDir)
    await rm(files.find((file) => file.endsWith('.json')) ?? '')
    await mkdir(join(home.landedDir, '.work', 'left'), { recursive: true })
    await writeFile(join(home.landedDir, '.work', 'left', 'half.parquet'), 'PAR')
    const again = await home.land(source, new Date('2026-02-01T00:00:00Z'))
    expect(again.parts[0]).toEqual({ ...first.parts[0], loadedAt: '2026-02-01T00:00:00.000Z' })
    expect(await filesBelow(home.landedDir)).toEqual(files)
  })

  test('a dated drop says when its records were known: at the end of that company day', async () => {
    const archive = salesforceSource({
      name: 'crm',
      path: home.exports,
      timezone: 'Asia/Bangkok',
      loadedAt: 'folder',
    })
    await home.write({ '2025-03-31/UserRole.csv': 'Id,Name\n1,a\n', 'UserRole.csv': 'Id,Name\n1,a\n' })
    const { parts } = await home.land(archive, new Date('2026-01-01T00:00:00Z'))
    expect(parts.map((part) => [part.drop, part.loadedAt])).toEqual([
      ['', '2026-01-01T00:00:00.000Z'],
      ['2025-03-31', '2025-03-31T16:59:59.999Z'],
    ])
    expect(await home.records(parts[1])).toMatchObject([
      { _drop: '2025-03-31', _file: '2025-03-31/UserRole.csv' },
    ])
  })

  test('amounts keep six decimals; more are rounded half up and counted', async () => {
    const amounts = [
      '0.0000005',
      '-0.0000005',
      '0.00000049',
      '12.345678',
      '9007199254740993.1',
      '123456789012.123456',
    ]
    await home.write({
      'Opportunity.csv': `Id,StageName,Amount\n${amounts.map((a, i) => `${i},s,${a}`).join('\n')}\n`,
    })
    const { parts } = await home.land(source)
    expect((await home.records(parts[0])).map((row) => row.amount)).toEqual([
      '0.000001',
      '-0.000001',
      '0.000000',
      '12.345678',
      '123456789012.123456',
    ])
    expect(parts[0]?.warnings).toMatchObject([{ code: 'rounded', column: 'amount', count: 3 }])
    expect(await home.quarantine(parts[0])).toMatchObject([{ record: '5', code: 'out_of_range' }])
  })

  test('instants are UTC: offsets are applied, none means UTC', async () => {
    const times = [
      '2026-01-05T03:41:05.123Z',
      '2026-01-05T03:41:05.000+05:30',
      '2026-01-05T03:41:05.000+0000',
      '2026-01-05 03:41:05-08',
      '2026-01-05 03:41:05',
      '2026-01-05T03:41',
      '2026-01-05',
    ]
    await home.write({
      'UserRole.csv': `Id,Name,SystemModstamp\n${times.map((t, i) => `${i},a,${t}`).join('\n')}\n`,
    })
    const { parts } = await home.land(source)
    expect((await home.records(parts[0])).map((row) => row.modified_at)).toEqual([
      '2026-01-05 03:41:05.123',
      '2026-01-04 22:11:05',
      '2026-01-05 03:41:05',
      '2026-01-05 11:41:05',
      '2026-01-05 03:41:05',
      '2026-01-05 03:41:00',
      '2026-01-05 00:00:00',
    ])
  })

  test('booleans in any case; whole numbers only where they are whole', async () => {
    const flags = ['true', 'TRUE', 'Yes', '1', 'false', 'False', 'NO', '0', '', 't']
    const counts = ['1', '7.6', '7.0', '-3', '1e3', '2147483648', '0x10', '+5', '', '1,000']
    await home.write({
      'User.csv': `Id,Name,IsActive\n${flags.map((flag, i) => `${i},a,${flag}`).join('\n')}\n`,
      'Account.csv': `Id,Name,NumberOfEmployees\n${counts.map((count, i) => `${i},a,"${count}"`).join('\n')}\n`,
    })
    const { parts } = await home.land(source)
    expect((await home.records(parts[1])).map((row) => row.is_active)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      null,
    ])
    expect((await home.records(parts[0])).map((row) => row.employees)).toEqual([1, 7, -3, 1000, null])
    expect((await home.quarantine(parts[0])).map((row) => [row.value, row.code])).toEqual([
      ['7.6', 'not_a_number'],
      ['2147483648', 'out_of_range'],
      ['0x10', 'not_a_number'],
      ['+5', 'not_a_number'],
      ['1,000', 'not_a_number'],
    ])
  })
})

describe('what a folder holds', () => {
  test('drops in the order of their names, then files; what is not read is named', async () => {
    await home.write({
      'b/Opportunity.csv': 'x',
      'a/Task.csv': 'x',
      'a/Account.csv': 'x',
      'User.csv': 'x',
      'notes.txt': 'x',
      'a/deeper/User.csv': 'x',
      '.DS_Store': 'x',
      'c.partial-12/User.csv': 'x',
    })
    await mkdir(join(home.exports, 'b', 'Event.csv'))
    await writeFile(join(home.home, 'outside.csv'), 'x')
    await symlink(join(home.home, 'outside.csv'), join(home.exports, 'b', 'Lead.csv'))
    const { files, unknown } = await discover(source)
    expect(files.map(({ drop, file }) => [drop, file])).toEqual([
      ['', 'User.csv'],
      ['a', 'a/Account.csv'],
      ['a', 'a/Task.csv'],
      ['b', 'b/Opportunity.csv'],
    ])
    expect(unknown.map(({ file, code }) => [file, code])).toEqual([
      ['a/deeper', 'folder_in_place_of_file'],
      ['b/Event.csv', 'folder_in_place_of_file'],
      ['b/Lead.csv', 'link_leaves_folder'],
      ['notes.txt', 'unknown_object'],
    ])
  })

  test('a folder that is not there', async () => {
    await rm(home.exports, { recursive: true })
    await expect(discover(source)).rejects.toMatchObject({ code: 'missing_folder', where: { source: 'crm' } })
  })
})

describe('a file that changes under our hands', () => {
  test.each<[string, string, (path: string) => Promise<void>]>([
    ['vanishes', 'vanished', (path) => rm(path)],
    ['grows', 'changed_while_read', (path) => writeFile(path, '2,b\n', { flag: 'a' })],
    ['is touched', 'changed_while_read', (path) => utimes(path, 1, 1)],
  ])('that %s between gate and landing leaves nothing', async (_, code, change) => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n' })
    const workDir = await cleanWork(home.landedDir)
    const [file] = (await discover(source)).files
    if (!file) throw new Error('no file found')
    const gate = await gateFile(file, { source: 'crm', workDir })
    await change(file.path)
    const { connection, landedDir } = home
    await expect(
      landFile({ connection, source, file, gate, landedDir, loadedAt: new Date(0) }),
    ).rejects.toMatchObject({ code, where: { file: 'UserRole.csv' } })
    expect(await filesBelow(landedDir)).toEqual([])
  })

  test('that does not reconcile with the count leaves nothing', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n,b\n' })
    const workDir = await cleanWork(home.landedDir)
    const [file] = (await discover(source)).files
    if (!file) throw new Error('no file found')
    const gate = { ...(await gateFile(file, { source: 'crm', workDir })), records: 3 }
    const { connection, landedDir } = home
    await expect(
      landFile({ connection, source, file, gate, landedDir, loadedAt: new Date(0) }),
    ).rejects.toMatchObject({ code: 'count_mismatch', value: '1 loaded and 1 quarantined' })
    expect(await filesBelow(landedDir)).toEqual([])
  })

  test('that is gone before the gate', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n' })
    const [file] = (await discover(source)).files
    if (!file) throw new Error('no file found')
    await rm(file.path)
    await expect(gateFile(file, { source: 'crm', workDir: home.home })).rejects.toMatchObject({
      code: 'vanished',
    })
  })

  test.skipIf(process.getuid?.() === 0)('that may not be read', async () => {
    await home.write({ 'UserRole.csv': 'Id,Name\n1,a\n' })
    await chmod(join(home.exports, 'UserRole.csv'), 0)
    await expect(home.land(source)).rejects.toMatchObject({ code: 'permission_denied' })
  })
})
