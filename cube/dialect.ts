// The inner file: Node cannot read the names of the package's main one.
import { DuckDBDriver } from '@cubejs-backend/duckdb-driver/dist/src/index.js'
import { BaseFilter, type BaseQuery, BaseTimeDimension, UserError } from '@cubejs-backend/schema-compiler'
import { type Compilers, type PlannedQuery, planQuery } from './dialect-plan.ts'
import { type FiscalModel, fiscalPeriodSql, isFiscal } from './fiscal-granularities.ts'
import { fullJoin } from './full-join.ts'
import { fixedOffset, localToUtc } from './zone.ts'

const DuckDBQuery = DuckDBDriver.dialectClass()

/** What the model says of a dimension or measure, as far as the dialect asks. */
interface Definition {
  type?: string
  meta?: { company_day?: unknown; exact?: unknown }
}

interface Granularity {
  granularity: string
  granularityInterval: string
  granularityOffset: string | undefined
  origin: { clone(): { startOf(unit: string): { isSame(other: unknown): boolean } } }
  isPredefined(): boolean
  isNaturalAligned(): boolean
  granularityFromInterval(): string
  originLocalFormatted(): string
}

/**
 * A time dimension with `meta: { company_day: true }` holds company days (DATE): they are days already, so no
 * time zone moves them, and filters compare them with days.
 */
const holdsCompanyDays = (definition: Definition): boolean => definition.meta?.company_day === true

const dayOf = (localTime: string): string => localTime.slice(0, 10)

const NUMBERS = new Set([
  'number',
  'count',
  'count_distinct',
  'count_distinct_approx',
  'sum',
  'avg',
  'min',
  'max',
])
const MASKS: Readonly<Record<string, string>> = { string: 'VARCHAR', time: 'TIMESTAMP', boolean: 'BOOLEAN' }
const DECIMAL_TEXT = /^[+-]?(\d{1,19})(?:\.(\d{1,18}))?$/

class BuildFilter extends BaseFilter {
  /** A number in a filter is compared as the decimal that was written: as a double, 0.07 is not 0.07. */
  override allocateCastParam(param: unknown): string {
    const cast = NUMBERS.has(String(this.definition().type)) ? numberCast(String(param)) : '?'
    return this.query.paramAllocator.allocateParamsForQuestionString(cast, [param])
  }

  override inDbTimeZoneDateFrom(date: string): string {
    return this.#companyDays() ? dayOf(this.formatFromDate(date)) : super.inDbTimeZoneDateFrom(date)
  }

  override inDbTimeZoneDateTo(date: string): string {
    return this.#companyDays() ? dayOf(this.formatToDate(date)) : super.inDbTimeZoneDateTo(date)
  }

  // A day in a filter is the whole day, for instants as for company days: after it begins when it is over.
  override afterDateWhere(column: string): string {
    return this.query.afterDateFilter(column, this.#end())
  }

  override beforeOrOnDateWhere(column: string): string {
    return this.query.beforeOrOnDateFilter(column, this.#end())
  }

  /** A member with `meta: { exact: true }` is searched letter by letter: ids differ in case, and `_` is no wildcard. */
  override likeIgnoreCase(column: string, not: boolean, param: unknown, type?: string): string {
    if ((this.definition() as Definition).meta?.exact !== true) {
      return super.likeIgnoreCase(column, not, param, type)
    }
    const test = { starts: 'starts_with', ends: 'ends_with' }[type ?? ''] ?? 'contains'
    return `${not ? 'NOT ' : ''}${test}(${column}, ${this.allocateParam(param)})`
  }

  #end(): string {
    return this.allocateTimestampParam(this.inDbTimeZoneDateTo(String(this.values[0])))
  }

  #companyDays(): boolean {
    return holdsCompanyDays(this.definition() as Definition)
  }
}

function numberCast(text: string): string {
  const decimal = DECIMAL_TEXT.exec(text)
  return decimal ? `CAST(? AS DECIMAL(38, ${decimal[2]?.length ?? 0}))` : 'CAST(? AS DOUBLE)'
}

class CompanyDayDimension extends BaseTimeDimension {
  override convertedToTz(): string {
    return this.query.dimensionSql(this)
  }

  // Bounds of a date series stay instants: they are turned into the query's zone where they are used.
  override dateFromParam(): string {
    return this.#instant(this.formatFromDate(this.dateRange[0]))
  }

  override dateToParam(): string {
    return this.#instant(this.formatToDate(this.dateRange[1]))
  }

  override inDbTimeZoneDateFrom(date: string): string {
    return dayOf(this.formatFromDate(date))
  }

  override inDbTimeZoneDateTo(date: string): string {
    return dayOf(this.formatToDate(date))
  }

  #instant(localTime: string): string {
    const cast = this.query.timeStampCast('?')
    return this.query.paramAllocator.allocateParamsForQuestionString(cast, [
      this.query.inDbTimeZone(localTime),
    ])
  }
}

// A function: Cube's constructor asks for periods before private methods are there.
function fiscalPeriod(model: FiscalModel, granularity: string, localTime: string): string | null {
  return isFiscal(granularity, model) ? fiscalPeriodSql(granularity, localTime) : null
}
const isRouted = (options: unknown): boolean => ((options as PlannedQuery).routes?.size ?? 0) > 0

/** What joins are collected from. */
interface Collected {
  getMembers(): readonly { readonly isJoinCondition?: boolean }[]
}

type PreAggregations = ReturnType<BaseQuery['newPreAggregations']>

/** A build's marts stand in their place; looking for those that would fit takes Cube as long as all the rest. */
const noPreAggregations = {
  findPreAggregationForQuery: () => undefined,
  findPreAggregationToUseForCube: () => undefined,
  preAggregationsDescription: () => [],
  canUseTransformedQuery: () => undefined,
  rollupMatchResultDescriptions: () => [],
} as unknown as PreAggregations

/**
 * DuckDB's SQL over our star: instants are TIMESTAMP in UTC and stay so. Cube's own dialect casts every
 * column to TIMESTAMPTZ, which costs up to 30 times the query and keeps DuckDB from skipping row groups.
 */
export class BuildQuery extends DuckDBQuery {
  constructor(compilers: Compilers, options: Record<string, unknown>) {
    // The JavaScript planner: the other one is in the native extension.
    super(compilers, { ...planQuery(compilers, options), useNativeSqlPlanner: false })
  }

  override newFilter(filter: unknown): BaseFilter {
    return new BuildFilter(this, filter)
  }

  override newTimeDimension(timeDimension: unknown): BaseTimeDimension {
    const plain = new BaseTimeDimension(this, timeDimension)
    const days = holdsCompanyDays(plain.dimensionDefinition() as Definition)
    return days ? new CompanyDayDimension(this, timeDimension) : plain
  }

  /** The local time of an instant in the query's zone. Adding costs nothing beside converting, where it is enough. */
  override convertTz(field: string): string {
    const offset = fixedOffset(this.timezone)
    if (offset === null) return `timezone('${this.timezone}', timezone('UTC', ${field}))`
    return offset === 0 ? field : `(${field} + INTERVAL '${offset} minutes')`
  }

  override newPreAggregations(): PreAggregations {
    return noPreAggregations
  }

  override evaluateSymbolSql(
    cubeName: unknown,
    name: unknown,
    symbol: Definition,
    memberExpressionType?: unknown,
    subPropertyName?: unknown,
  ): unknown {
    const { routes } = this.options as PlannedQuery
    const route = memberExpressionType ? undefined : routes?.get(`${cubeName}.${name}`)
    if (route !== undefined) {
      const [cube, member] = route.split('.')
      return this.evaluateSymbolSql(
        cube,
        member,
        this.cubeEvaluator.dimensionByPath(route),
        undefined,
        subPropertyName,
      )
    }
    const evaluate = (): unknown =>
      super.evaluateSymbolSql(cubeName, name, symbol, memberExpressionType, subPropertyName)
    if (symbol.type !== 'time' || !holdsCompanyDays(symbol)) return evaluate()
    return this.evaluateSymbolSqlWithContext(evaluate, { ignoreConvertTzForTimeDimension: true })
  }

  /** What stands for a masked value: typed, for a bare NULL would be taken for the name of a column in a view. */
  override defaultMaskSql(type: string): string {
    return `CAST(NULL AS ${MASKS[type] ?? 'DOUBLE'})`
  }

  override inDbTimeZone(localTime: string): string {
    return localToUtc(this.timezone, localTime)
  }

  // Microseconds, as DuckDB keeps them: the end of a day is 23:59:59.999999, not .999.
  override timestampPrecision(): number {
    return 6
  }

  override timeStampCast(value: string): string {
    return `${value}::TIMESTAMP`
  }

  override timeStampParam(member: unknown): string {
    const filter = member as { measure?: unknown; dimensionDefinition(): Definition }
    const days = !filter.measure && holdsCompanyDays(filter.dimensionDefinition())
    return days ? '?::DATE' : this.timeStampCast('?')
  }

  override timeGroupedColumn(granularity: string, dimension: string): string {
    return (
      fiscalPeriod(this.cubeEvaluator, granularity, dimension) ??
      super.timeGroupedColumn(granularity, dimension)
    )
  }
  /** As Cube's, but a natural interval with an origin of its own (a fiscal year) begins at that origin. */
  override dimensionTimeGroupedColumn(dimension: string, granularity: Granularity & never): string {
    const { granularityInterval, granularityOffset, origin } = granularity as Granularity
    const custom = granularity as Granularity
    const fiscal = fiscalPeriod(this.cubeEvaluator, custom.granularity, dimension)
    if (fiscal !== null) return fiscal
    if (custom.isPredefined() || granularityOffset || !custom.isNaturalAligned()) {
      return super.dimensionTimeGroupedColumn(dimension, granularity)
    }
    const unit = custom.granularityFromInterval()
    const natural = origin
      .clone()
      .startOf(unit === 'week' ? 'isoWeek' : unit)
      .isSame(origin)
    if (natural) return super.dimensionTimeGroupedColumn(dimension, granularity)
    return this.dateBin(granularityInterval, dimension, custom.originLocalFormatted())
  }

  /** The begin of the interval that holds `source`, intervals being counted from `origin`. */
  override dateBin(interval: string, source: string, origin: string): string {
    const units = [...interval.matchAll(/[a-z]+/gi)].map(([unit]) => unit.toLowerCase().replace(/s$/, ''))
    const months = units.filter((unit) => ['month', 'quarter', 'year'].includes(unit)).length
    const width = `INTERVAL '${interval}'`
    if (months === 0) return `time_bucket(${width}, ${source}, TIMESTAMP '${origin}')`
    if (months < units.length) {
      throw new UserError(
        `The granularity '${interval}' mixes months with days or hours: give it one kind of unit, as in '3 months' or '2 weeks'.`,
      )
    }
    // Buckets of months begin on the first of one; an origin within a month shifts the time axis there and back.
    const shift = `(TIMESTAMP '${origin}' - TIMESTAMP '${origin.slice(0, 7)}-01')`
    return `time_bucket(${width}, ${source} - ${shift}, TIMESTAMP '${origin.slice(0, 7)}-01') + ${shift}`
  }

  /** As Cube's, but no part of the query takes away what another tells; Cube joins them with inner joins. */
  override outerMeasuresJoinFullKeyQueryAggregate(
    inner: unknown,
    outer: unknown,
    parts: readonly string[],
  ): string {
    const keys = this.dimensionAliasNames()
    const isJoined = parts.length > 1 && keys.length > 0
    // Cube selects from the parts by their own names where there are two of them: the second is a row of nothing.
    const joined = isJoined ? [fullJoin(parts, keys), 'SELECT 1 AS part'] : parts
    return super.outerMeasuresJoinFullKeyQueryAggregate(inner, outer, joined)
  }

  /** Where another fact answers, its own joins lead to what the query asks, not the paths that the view names. */
  override collectJoinHintsFromMembers(members: readonly Collected[]): (string | string[])[] {
    const hints = super.collectJoinHintsFromMembers(members) as (string | string[])[]
    const isJoin = members.some((one) => one.getMembers().some((it) => it.isJoinCondition))
    // A hint that is a path already is left as it is.
    return isRouted(this.options) && !isJoin ? hints.map((hint) => [hint].flat()) : hints
  }

  /** Cube keeps by their names what it has found of members, whoever asks; where they lead goes by the query here. */
  override collectFrom<T>(
    members: unknown[],
    collect: (visit: () => void) => T,
    method: string | string[],
    cache?: unknown,
  ): T {
    return super.collectFrom(
      members,
      collect,
      method,
      cache ?? (isRouted(this.options) ? this.queryCache : undefined),
    )
  }

  /** The parts are joined by then. */
  override dimensionsJoinCondition(): string {
    return 'TRUE'
  }

  /** None: a build never changes, so a result on it is never stale. */
  override cacheKeyQueries(): never[] {
    return []
  }
}
