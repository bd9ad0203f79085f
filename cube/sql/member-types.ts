import { type DuckDBConnection, DuckDBTypeId } from '@duckdb/node-api'
import type { MetaResult } from '../answers.ts'
import type { StatementScope } from '../statement.ts'
import type { Member, Relation } from './translate/relation.ts'
import { type SqlType, typeOfDuckDB } from './translate/sql-type.ts'

type MetaCube = MetaResult['cubes'][number]

interface Draft {
  readonly kind: Member['kind']
  readonly path: string
  readonly type: string
  readonly aggregation: string
  readonly isDay: boolean
  readonly granularities: readonly string[]
  readonly description: string
}

const DECLARED: Readonly<Record<string, SqlType>> = {
  string: 'text',
  time: 'timestamp',
  boolean: 'bool',
  number: 'numeric',
}

/** DuckDB adds whole numbers up to a type of its own. */
const sumOfWhole = (id: DuckDBTypeId): SqlType => (id === DuckDBTypeId.HUGEINT ? 'int8' : typeOfDuckDB(id))

/** A cube or view as a table: its columns have the types that their SQL has in the build. */
export async function describeRelation(cube: MetaCube, scope: StatementScope): Promise<Relation> {
  const drafts = draftsOf(cube)
  const columns = drafts.filter(({ kind }) => kind !== 'segment')
  const connection = await scope.connect()
  try {
    const types = await typesOf(columns, [], scope, connection)
    const row = columns.find(({ kind }) => kind === 'dimension')
    const perRow = row ? await typesOf(columns, [row.path], scope, connection) : new Map<string, SqlType>()
    return {
      name: cube.name,
      isView: cube.type === 'view',
      description: textOf(cube.description) || cube.title,
      members: drafts.map((draft): Member => {
        const isTime = draft.type === 'time'
        const isDay = isTime && draft.isDay
        const known = types.get(draft.path) ?? DECLARED[draft.type] ?? 'text'
        return {
          kind: draft.kind,
          path: draft.path,
          name: draft.path.slice(cube.name.length + 1),
          // What counts is a whole number even where it is the sum of an expression.
          type: isTime ? 'timestamp' : draft.kind === 'segment' ? 'bool' : wholeCount(draft, known),
          isInstant: isTime && !isDay,
          isDay,
          granularities: draft.granularities,
          aggregation: draft.aggregation,
          hasRowValue: draft.kind !== 'measure' || perRow.has(draft.path),
          description: draft.description,
        }
      }),
    }
  } finally {
    connection.closeSync()
  }
}

function wholeCount({ aggregation }: Draft, type: SqlType): SqlType {
  return /^count/.test(aggregation) ? 'int8' : type
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const granularitiesOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((one) => textOf(Object(one).name)).filter((name) => name !== '') : []

function draftsOf(cube: MetaCube): Draft[] {
  const draft =
    (kind: Member['kind']) =>
    (member: Record<string, unknown>): Draft => ({
      kind,
      path: String(member.name),
      type: String(member.type ?? 'boolean'),
      aggregation: textOf(member.aggType),
      isDay: (member.meta as { company_day?: unknown } | undefined)?.company_day === true,
      granularities: granularitiesOf(member.granularities),
      description: textOf(member.description) || textOf(member.title),
    })
  return [
    ...cube.dimensions.map(draft('dimension')),
    ...cube.measures.map(draft('measure')),
    ...cube.segments.map(draft('segment')),
  ]
}

/**
 * The types of members, asked for all at once; in parts where a member has none in such a query. With dimensions of
 * its own in `rows` the query is one of rows.
 */
async function typesOf(
  drafts: readonly Draft[],
  rows: readonly string[],
  scope: StatementScope,
  connection: DuckDBConnection,
): Promise<Map<string, SqlType>> {
  if (drafts.length === 0) return new Map()
  const paths = (kind: Member['kind']): string[] =>
    drafts.filter((draft) => draft.kind === kind).map(({ path }) => path)
  const aliases = Object.fromEntries(drafts.map(({ path }, index) => [path, `t${index}`]))
  try {
    const query = {
      dimensions: [...new Set([...rows, ...paths('dimension')])],
      measures: paths('measure'),
      order: [],
      ...(rows.length > 0 && { ungrouped: true }),
    }
    const { sql } = await scope.sql(query, aliases)
    const statement = await connection.prepare(sql.replace(/\$\d+\$/g, 'NULL'))
    try {
      const names = Object.entries(aliases)
      const byAlias = new Map(names.map(([path, alias]) => [alias, path]))
      return new Map(
        Array.from({ length: statement.columnCount }, (_, index) => [
          byAlias.get(statement.columnName(index)) ?? '',
          sumOfWhole(statement.columnTypeId(index)),
        ]),
      )
    } finally {
      statement.destroySync()
    }
  } catch {
    if (drafts.length === 1) return new Map()
    // Halves: most members have a type, and few stand in the way of the others.
    const middle = Math.ceil(drafts.length / 2)
    const halves = [drafts.slice(0, middle), drafts.slice(middle)]
    const types = new Map<string, SqlType>()
    for (const half of halves)
      for (const [path, type] of await typesOf(half, rows, scope, connection)) types.set(path, type)
    return types
  }
}
