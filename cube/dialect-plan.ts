import { UserError } from '@cubejs-backend/schema-compiler'
import { type FiscalModel, fiscalPeriodSql, isFiscal } from './fiscal-granularities.ts'
import { checkGrain } from './grain.ts'
import { lastSnapshotSql } from './last-snapshot.ts'
import { type AskedQuery, answersFor, filteredMembers, type ModelMembers } from './view-answers.ts'

interface MemberDefinition {
  readonly aliasMember?: string
  readonly meta?: { readonly pins?: unknown; readonly last_of?: string }
}

interface CubeDefinition {
  readonly meta?: { readonly pins?: unknown }
  readonly sqlTable?: () => string
}

/** What a dialect gets of the compiled model. */
export interface Compilers {
  readonly cubeEvaluator: {
    isMeasure(path: string): boolean
    byPathAnyType(path: string): MemberDefinition
    measureByPath(path: string): MemberDefinition
    cubeFromPath(path: string): CubeDefinition
    cubeExists(cube: string): boolean
  }
}

/** Options of a query with what the model's `meta` adds to them. */
export interface PlannedQuery {
  readonly routes?: ReadonlyMap<string, string>
}

/**
 * Reads the options of a query in the light of the model's `meta`: which fact answers it (`answers`), whether its
 * figures have a meaning at its grain (`pins`), and which snapshot of a stock it is about (`last_of`).
 * @throws CubeError `not_at_grain`
 */
export function planQuery(
  { cubeEvaluator: model }: Compilers,
  options: Record<string, unknown>,
): Record<string, unknown> & PlannedQuery {
  const query = options as AskedQuery
  const members: ModelMembers = {
    origin: (member) => model.byPathAnyType(member).aliasMember,
    isMeasure: (member) => model.isMeasure(member),
    viewMeta: (view) => (view !== '' && model.cubeExists(view) ? model.cubeFromPath(view).meta : undefined),
  }
  const { routes, filters } = answersFor(query, members)
  const measures = [
    ...(query.measures ?? []),
    ...filteredMembers(query.filters ?? []).map(({ member }) => member),
  ].filter((it): it is string => typeof it === 'string' && model.isMeasure(it))
  checkGrain(
    query,
    measures.map((measure) => ({
      measure,
      // Where a fact has kinds, they are checked where it is routed.
      pins: filters.length ? undefined : pinsOf(measure, model),
    })),
  )
  const segments = [...new Set(measures)].flatMap((measure) => lastSegment(measure, query, model) ?? [])
  return {
    ...options,
    ...(routes.size > 0 && { routes }),
    filters: [...(query.filters ?? []), ...filters],
    segments: [...(query.segments ?? []), ...segments.slice(0, 1)],
  }
}

function pinsOf(measure: string, model: Compilers['cubeEvaluator']): unknown {
  const { aliasMember = measure, meta } = model.measureByPath(measure)
  return meta?.pins ?? model.cubeFromPath(aliasMember.split('.')[0] ?? '').meta?.pins
}

/** A condition that keeps the last snapshot of each period, for a measure with `meta: { last_of: DIMENSION }`. */
function lastSegment(measure: string, query: AskedQuery, model: Compilers['cubeEvaluator']): object | null {
  const { aliasMember = measure, meta } = model.measureByPath(measure)
  const column = meta?.last_of
  if (column === undefined) return null
  const cubeName = aliasMember.split('.')[0] ?? ''
  const table = model.cubeFromPath(cubeName).sqlTable?.()
  if (table === undefined)
    throw new Error(`${cubeName} has a measure that is the last of a day, but no sql_table`)
  const condition = lastSnapshotSql(query, `${measure.split('.')[0]}.${column}`, {
    table,
    column,
    periodOf: (day, granularity) => periodOf(day, granularity, model),
  })
  return {
    // Cube tells by the name of the argument what is meant.
    expression: (CUBE: unknown) => `${CUBE}.${column} ${condition}`,
    cubeName,
    // Cube keeps what it has planned by this name.
    name: `last of ${condition}`,
    definition: condition,
  }
}

const PREDEFINED = new Set(['day', 'week', 'month', 'quarter', 'year'])

function periodOf(day: string, granularity: string, model: FiscalModel): string {
  const period = PREDEFINED.has(granularity)
    ? `date_trunc('${granularity}', ${day})`
    : isFiscal(granularity, model)
      ? fiscalPeriodSql(granularity, day)
      : null
  if (period === null)
    throw new UserError(`A snapshot is told by day, week, month, quarter and year, not by ${granularity}.`)
  return period
}
