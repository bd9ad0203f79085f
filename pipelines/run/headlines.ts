import type { DuckDBConnection } from '@duckdb/node-api'
import type { AuditResult, BuildManifest } from '../../models/contract/ops/build-manifest.ts'
import { models } from '../../models/index.ts'
import { buildFile } from '../../models/warehouse/builds.ts'
import { literal } from '../landing/sql-text.ts'
import { modelHash } from './fingerprint.ts'
import { headlines, readColumns, recordsSql } from './headline-figures.ts'

/** How far a figure of a complete month may move from one build to the next. */
export interface HeadlineLimits {
  /** Share of the figure before, such as 0.01. */
  readonly tolerance: number
  /** What a larger move is: shown, or a reason not to publish. */
  readonly severity: 'warn' | 'error'
}

export interface HeadlineOptions extends HeadlineLimits {
  readonly home: string
  /** The build that is served; null before the first. */
  readonly last: BuildManifest | null
  /** Hash of the settings that the tables of the new build depend on. */
  readonly settings: string
}

/** Months that an audit names, and records that it names of each. */
const MONTHS = 5
const RECORDS = 3

/**
 * Holds the headline figures of a new build against those of the one that is served, by company month and in total,
 * for the months that were complete then. One result a figure; a figure that moved names the records behind it. The
 * connection's main database is the new build.
 */
export async function holdHeadlines(
  connection: DuckDBConnection,
  { home, last, settings, tolerance, severity }: HeadlineOptions,
): Promise<AuditResult[]> {
  const result = (name: string, failures: number, examples: readonly string[]): AuditResult => {
    const audit = `${name} of complete months: as in the last build, within ${tolerance * 100}%`
    return { model: 'headlines', audit, severity, passed: failures === 0, failures, examples }
  }
  const skipped = (why: string) => headlines.map(({ name }) => result(name, 0, [`skipped: ${why}`]))
  if (!last) return skipped('there is no build before')
  await connection.run(`attach ${literal(buildFile(home, last.id))} as last (read_only)`)
  try {
    const missing = await missingColumns(connection)
    if (missing.length > 0) return skipped(`build ${last.id} has no ${missing.join(', ')}`)
    const why = changesOf(last, settings)
    const results: AuditResult[] = []
    for (const { name, total } of headlines) {
      const reader = await connection.runAndReadAll(comparison(name, total, tolerance))
      const lines = reader.getRowsJson().map(([line]) => `${line}${why}`)
      results.push(result(name, lines.length, lines.slice(0, MONTHS)))
    }
    return results
  } finally {
    await connection.run('detach last')
  }
}

/** What else may have moved a figure: other code, other settings. */
function changesOf({ refresh }: BuildManifest, settings: string): string {
  const isOther =
    refresh === undefined || models.some((model) => refresh.models[model.name] !== modelHash(model))
  const changed = [
    ...(isOther ? ['code'] : []),
    ...(refresh !== undefined && refresh.settings !== settings ? ['settings'] : []),
  ]
  return changed.length ? ` (${changed.join(' and ')} changed since)` : ''
}

async function missingColumns(connection: DuckDBConnection): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(
    "select table_name || '.' || column_name from duckdb_columns() where database_name = 'last'",
  )
  const there = new Set(reader.getRowsJson().map(([name]) => String(name)))
  return readColumns.filter((column) => !there.has(column))
}

/** A line a month, or in total, whose figure moved by more than the tolerance, with the records that moved it most. */
function comparison(name: string, total: string, tolerance: number): string {
  const figures = (side: string) => `select month, ${total} as figure from ${side} group by month`
  return `
    with before as (${recordsSql(name, 'last')}), after as (${recordsSql(name, 'build')}),
    moved as (
      select month, b.figure as was, a.figure as now
      from (${figures('before')}) b full join (${figures('after')}) a using (month)
      union all
      select null, b.figure, a.figure from (select ${total} as figure from before) b, (select ${total} as figure from after) a
    ),
    beyond as (
      select * from moved where was is distinct from now
        and (was is null or now is null or abs(now - was) > ${tolerance} * abs(was))
    ),
    records as (
      select coalesce(b.id, a.id) as id, coalesce(b.month, a.month) as month,
        abs(coalesce(a.value, 0) - coalesce(b.value, 0)) as size,
        coalesce(b.id, a.id) || ' was ' || coalesce(b.state, 'missing') || ', now ' || coalesce(a.state, n.state, 'missing') as line
      from before b full join after a on a.id = b.id and a.month = b.month
      left join (select opportunity_id as id, case when status = 'open' then 'open' else status || ' in ' || strftime(closed_on, '%Y-%m') end as state
        from fct_opportunity) n on n.id = b.id
      where a.value is distinct from b.value
    ),
    ranked as (
      select m.month, r.line, row_number() over (partition by m.month order by r.size desc, r.id, r.line) as place,
        count(*) over (partition by m.month) as n
      from beyond m join records r on m.month is null or m.month = r.month
    ),
    named as (
      select month, string_agg(line, '; ' order by place) || case when max(n) > ${RECORDS} then '; and ' || (max(n) - ${RECORDS}) || ' more' else '' end as lines
      from ranked where place <= ${RECORDS} group by month
    )
    select case when m.month is null then 'in total' else strftime(m.month, '%Y-%m') end || ' ' || ${literal(name)} || ' '
      || coalesce(cast(m.was as varchar), 'none') || ' -> ' || coalesce(cast(m.now as varchar), 'none')
      || coalesce(': ' || r.lines, '')
    from beyond m left join named r on r.month is not distinct from m.month
    order by m.month nulls last`
}
