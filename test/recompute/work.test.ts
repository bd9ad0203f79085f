import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServing } from '../../cli/serving.ts'
import type { Cube, CubeUser, Query } from '../../cube/server.ts'
import { opsTables } from '../../models/contract/ops/index.ts'
import { buildFile, currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import type { LandedPart } from '../../pipelines/landing/part.ts'
import { readQuarantine } from '../../pipelines/landing/read-quarantine.ts'
import { openDuckdb, rowsOf } from '../support/duckdb.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { TestCompany } from '../support/test-company.ts'

const admin: CubeUser = { name: 'ann', role: 'admin' }

/** Every part of a home, read from the manifests beside its records. */
function partsOf(home: string): LandedPart[] {
  return readdirSync(join(home, 'landed'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(home, 'landed', name), 'utf8')) as LandedPart)
}

function sumBy<T>(items: readonly T[], key: (item: T) => string, value: (item: T) => number) {
  const sums = new Map<string, number>()
  for (const item of items) sums.set(key(item), (sums.get(key(item)) ?? 0) + value(item))
  return Object.fromEntries([...sums].filter(([, sum]) => sum > 0).sort())
}

/** A company whose files have one of each: quarantine, footer, warnings, an unused column, two runs. */
async function oddCompany(): Promise<TestCompany> {
  const company = new TestCompany()
  const header = 'Id,Name,StageName,Amount,CreatedDate,SystemModstamp,Mood__c\n'
  const deal = (id: number, amount: string): string =>
    `006${String(id).padStart(12, '0')}AAA,D,Open,${amount},2026-01-01T00:00:00Z,2026-03-01T00:00:00Z,fine\n`
  company.write(
    'salesops.yml',
    'sources:\n  - { name: crm, kind: salesforce, path: crm }\n  - { name: plans, kind: sheets, path: plans }\n',
  )
  company.write('plans/user.csv', 'user_id,name\n005000000000001AAA,Ann\n')
  company.write(
    'crm/Opportunity.csv',
    `${header}${deal(1, '1.23456789')}${deal(2, 'x')}${deal(3, '1')}\nGrand Total (3 records)\nCopyright (c) 2026\n`,
  )
  expect((await company.run()).outcome).toBe('published')
  company.write('crm/Opportunity_2.csv', header + deal(4, '5') + deal(5, 'y'))
  expect((await company.run()).outcome).toBe('published')
  return company
}

let odd: TestCompany
const homes = new Map<string, string>()
const cubes = new Map<string, Cube>()
/** Measures that were held against a recomputation. */
const compared = new Set<string>()
beforeAll(async () => {
  odd = await oddCompany()
  homes.set('odd', odd.home).set('sample', sampleBuild().home)
  for (const [name, home] of homes) cubes.set(name, await openServing(home, '30%'))
})
afterAll(async () => {
  for (const cube of cubes.values()) await cube.close()
  odd?.remove()
})

describe.each(['odd', 'sample'])('what the build of the %s company tells about the work', (name) => {
  const home = (): string => homes.get(name) ?? ''
  async function ask(query: Query) {
    const { data } = await (cubes.get(name) as Cube).load(query, admin)
    return data
  }
  /** Sums of a measure by a dimension, those of nothing left out. */
  async function asked(measure: string, dimension: string): Promise<Record<string, number>> {
    compared.add(`data.${measure}`)
    const rows = await ask({
      measures: [`data.${measure}`],
      dimensions: [`data.${dimension}`],
      limit: 50_000,
    })
    return sumBy(
      rows,
      (row) => String(row[`data.${dimension}`]),
      (row) => Number(row[`data.${measure}`] ?? 0),
    )
  }
  const manifest = () => {
    const build = readManifest(home(), currentBuild(home())?.build ?? '')
    if (!build) throw new Error('no build')
    return build
  }

  test.each(['records', 'loaded', 'quarantined'] as const)(
    '%s, by source, file and entity',
    async (count) => {
      const parts = partsOf(home())
      const value = (part: LandedPart): number => part[count]
      expect(await asked(`sources_${count}`, 'sources_name')).toEqual(sumBy(parts, (it) => it.source, value))
      expect(await asked(`files_${count}`, 'files_source')).toEqual(sumBy(parts, (it) => it.source, value))
      expect(await asked(`files_${count}`, 'files_file')).toEqual(sumBy(parts, (it) => it.file, value))
      expect(await asked(`files_${count}`, 'files_entity')).toEqual(sumBy(parts, (it) => it.entity, value))
    },
  )

  test.each(['banner', 'subtotal', 'footer'] as const)('%s lines', async (kind) => {
    const lines = (part: LandedPart): number => part.notRecords[kind]
    expect(await asked(`files_${kind}_lines`, 'files_file')).toEqual(
      sumBy(partsOf(home()), (it) => it.file, lines),
    )
  })

  test('lines that are no records, warnings and files of each source', async () => {
    const parts = partsOf(home())
    const lines = ({ notRecords: { banner, subtotal, footer } }: LandedPart): number =>
      banner + subtotal + footer
    const warnings = (part: LandedPart): number => part.warnings.length
    expect(await asked('sources_not_records', 'sources_name')).toEqual(sumBy(parts, (it) => it.source, lines))
    expect(await asked('sources_warnings', 'sources_name')).toEqual(sumBy(parts, (it) => it.source, warnings))
    expect(await asked('warnings_count', 'warnings_file')).toEqual(sumBy(parts, (it) => it.file, warnings))
    expect(await asked('warnings_values', 'warnings_code')).toEqual(
      sumBy(
        parts.flatMap((part) => part.warnings),
        (it) => it.code,
        (it) => it.count,
      ),
    )
    expect(await asked('files_count', 'files_source')).toEqual(
      sumBy(
        parts,
        (it) => it.source,
        () => 1,
      ),
    )
    expect(await asked('sources_count', 'sources_kind')).toEqual(
      sumBy(
        manifest().sources,
        (it) => it.kind,
        () => 1,
      ),
    )
  })

  test('reasons of quarantine, and no value of a record', async () => {
    const paths = partsOf(home()).flatMap(({ quarantinePath }) => quarantinePath ?? [])
    const faults = await readQuarantine(home(), paths)
    expect(faults.length).toBeGreaterThan(0)
    for (const part of ['source', 'entity', 'code', 'column'] as const)
      expect(await asked('quarantine_reasons_faults', `quarantine_reasons_${part}`)).toEqual(
        sumBy(
          faults,
          (it) => String(it[part]),
          () => 1,
        ),
      )
    const columns = Object.values(opsTables).flatMap((table) => Object.keys(table.columns))
    expect(columns.filter((column) => /^(value|raw)$/.test(column))).toEqual([])
  })

  test('what the run landed', async () => {
    for (const { name: source, run } of manifest().sources)
      for (const count of ['records', 'loaded', 'quarantined'] as const)
        expect((await asked(`sources_run_${count}`, 'sources_name'))[source] ?? 0).toBe(run[count])
  })

  test('audits', async () => {
    const { audits } = manifest()
    expect(await asked('audits_count', 'audits_model')).toEqual(
      sumBy(
        audits,
        (it) => it.model,
        () => 1,
      ),
    )
    expect(await asked('audits_failures', 'audits_audit')).toEqual(
      sumBy(
        audits,
        (it) => it.audit,
        (it) => it.failures,
      ),
    )
  })

  test('in tables of the declared columns and keys', async () => {
    const { connection, close } = await openDuckdb()
    try {
      await connection.run(`attach '${buildFile(home(), manifest().id)}' as build (read_only)`)
      for (const { name: table, key, columns } of Object.values(opsTables)) {
        const found = await rowsOf(
          connection,
          `select column_name from duckdb_columns() where database_name = 'build' and table_name = '${table}' order by column_index`,
        )
        expect(found.map((row) => row.column_name)).toEqual(Object.keys(columns))
        const doubled = await rowsOf(
          connection,
          `select 1 from build.${table} group by ${key.join(', ')} having count(*) > 1`,
        )
        expect(doubled).toEqual([])
      }
    } finally {
      close()
    }
  })
})

test('the run of a build is told apart from those before it', async () => {
  const rows = await odd.rows(
    currentBuild(odd.home)?.build ?? null,
    'select source, records, run_files, run_records, run_loaded, run_quarantined, not_records from ops_source order by 1',
  )
  expect(rows).toEqual([
    ['crm', '5', '1', '2', '1', '1', '2'],
    ['plans', '1', '0', '0', '0', '0', '0'],
  ])
  const warned = await odd.rows(
    currentBuild(odd.home)?.build ?? null,
    'select code, column_name from ops_warning',
  )
  expect(warned).toEqual([['rounded', 'amount']])
  const [file] = await odd.rows(
    currentBuild(odd.home)?.build ?? null,
    "select unused_columns from ops_file where file = 'Opportunity.csv'",
  )
  expect(file).toEqual(['["Mood__c"]'])
})

test('no measure of the view is left out', async () => {
  const { cubes: served } = await (cubes.get('odd') as Cube).meta(admin)
  const measures = served.find(({ name }) => name === 'data')?.measures.map(({ name }) => name)
  expect([...compared].sort()).toEqual(measures?.sort())
})

describe('who may see it', () => {
  const query: Query = { measures: ['data.files_records'] }
  test.each(['analyst', 'manager', 'vp', 'admin'] as const)('a %s may', async (role) => {
    const { data } = await (cubes.get('odd') as Cube).load(query, { name: 'ann', role, repId: 'R1' })
    expect(data).toEqual([{ 'data.files_records': '6' }])
  })

  test('a rep may not, neither through the view nor past it', async () => {
    const rep: CubeUser = { name: 'ray', role: 'rep', repId: 'R1' }
    const cube = cubes.get('odd') as Cube
    const denied = { status: 403, code: 'query_denied' }
    await expect(cube.load({ ...query, dimensions: ['data.files_file'] }, rep)).rejects.toMatchObject(denied)
    await expect(cube.load({ measures: ['files.records'] }, rep)).rejects.toMatchObject(denied)
    expect((await cube.meta(rep)).cubes.map(({ name }) => name)).not.toContain('data')
  })
})
