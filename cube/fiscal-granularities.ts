import { parse } from 'yaml'
import { STANDARD_CALENDAR } from '../models/contract/fiscal-calendar.ts'
import { type ModelFile, writeYaml } from './model-check.ts'

/** A fiscal calendar of a build, as far as the names of its granularities and the steps of its years go. */
export interface BuildCalendar {
  readonly name: string
  /** Month, 1 to 12, in which its fiscal year begins. */
  readonly yearStart: number
}

const UNITS = { year: '1 year', quarter: '3 months', month: '1 month', week: '1 week' } as const

type Unit = keyof typeof UNITS

const COLUMNS: Readonly<Record<Unit, string>> = {
  year: 'fiscal_year_start',
  quarter: 'fiscal_quarter_start',
  month: 'fiscal_month_start',
  week: 'week_start',
}

/** A calendar as part of a name: letters, digits and underscores. */
const nameOf = ({ name }: Pick<BuildCalendar, 'name'>): string =>
  name === STANDARD_CALENDAR ? 'fiscal' : name.replaceAll('-', '_')

const GRANULARITY = /^([a-z][a-z0-9_]*)_(year|quarter|month|week)$/

/**
 * SQL of the first day of the fiscal period that holds a local time, read from `dim_fiscal_date`: periods are looked
 * up, never computed, so that years of whole weeks (4-4-5) are right too. Null for a granularity that is no fiscal one.
 */
export function fiscalPeriodSql(granularity: string, localTime: string): string | null {
  const [, calendar, unit] = GRANULARITY.exec(granularity) ?? []
  if (calendar === undefined) return null
  const named = calendar === 'fiscal' ? STANDARD_CALENDAR : calendar
  const column = COLUMNS[unit as Unit]
  return `cast((select fiscal_day.${column} from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = '${named}' and fiscal_day.date_key = cast(${localTime} as date)) as timestamp)`
}

/** The table of fiscal days; a model without a cube of it has no fiscal periods. */
const DAYS = 'dim_fiscal_date'

/** What the dialect asks of a compiled model. */
export interface FiscalModel {
  readonly cubeExists: (cube: string) => boolean
  readonly cubeFromPath: (cube: string) => object
}

/** The cube of fiscal days, which lists the granularities that it gives. */
const CUBE = 'fiscal_days'

/** True where a granularity is one that `withFiscalGranularities` gave the model. */
export function isFiscal(granularity: string, model: FiscalModel): boolean {
  if (!model.cubeExists(CUBE)) return false
  const listed: unknown = Reflect.get(Object(Reflect.get(model.cubeFromPath(CUBE), 'meta')), 'granularities')
  return Array.isArray(listed) && listed.includes(granularity)
}

interface TimeMember {
  readonly type?: string
  granularities?: unknown[]
}

interface CubeItem {
  readonly name: string
  readonly sql_table?: string
  readonly dimensions?: TimeMember[]
  meta?: object
}

/**
 * The model with the fiscal year, quarter, month and week of each calendar as granularities of every time dimension:
 * `fiscal_quarter` for the company's own, `retail_quarter` for one that is named retail. Interval and origin serve
 * series of dates only, such as those of running totals.
 */
export function withFiscalGranularities(
  files: readonly ModelFile[],
  calendars: readonly BuildCalendar[],
): ModelFile[] {
  const documents = files.map(
    ({ content }) => parse(content) as { readonly cubes?: readonly CubeItem[] } | null,
  )
  const cubes = documents.flatMap((document) => document?.cubes ?? [])
  const days = cubes.find(({ name, sql_table }) => name === CUBE && sql_table === DAYS)
  if (!days || calendars.length === 0) return [...files]
  const granularities = calendars.flatMap(granularitiesOf)
  days.meta = { ...days.meta, granularities: granularities.map(({ name }) => name) }
  for (const { dimensions = [] } of cubes) {
    for (const time of dimensions.filter(({ type }) => type === 'time'))
      time.granularities = [...(time.granularities ?? []), ...granularities]
  }
  return files.map((file, i) => (documents[i]?.cubes ? { ...file, content: writeYaml(documents[i]) } : file))
}

function granularitiesOf(calendar: BuildCalendar): { name: string; title: string; interval: string }[] {
  return Object.entries(UNITS).map(([unit, interval]) => ({
    name: `${nameOf(calendar)}_${unit}`,
    title: `${calendar.name === STANDARD_CALENDAR ? 'Fiscal' : calendar.name} ${unit}`,
    interval,
    // 2001 began on a Monday.
    ...(unit !== 'week' && { origin: `2001-${String(calendar.yearStart).padStart(2, '0')}-01` }),
  }))
}
