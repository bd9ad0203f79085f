import type { Figure, Format } from './format.ts'
import { cell, numeric, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile, type KpiView, type Title } from './tile.ts'

/** What a tile about the data is of: everything, on the build's day. */
export const dataTitle = (measure: string, { words, format, calendar }: Scope, unit = ''): Title => ({
  measure,
  unit,
  scope: words.data.all,
  period: words.title.atDay(format.day(calendar.today)),
})

const records: TileQuery = {
  measures: ['data.sources_count', 'data.sources_records', 'data.sources_loaded', 'data.sources_quarantined'],
}

function counted(raw: Figure, format: Format, note: string): KpiView & { readonly message: null } {
  const text = format.count(raw)
  return { kind: 'kpi', raw: String(raw), value: text, exact: text, variance: null, note, message: null }
}

export const sourcesFresh = defineTile({
  id: 'sources-fresh',
  form: 'kpi',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.fresh, scope),
  queries: () => ({}),
  view: (_, { sources, words, format }) => {
    const fresh = sources.filter(({ freshness, held }) => freshness === 'fresh' && held === null)
    return counted(fresh.length, format, words.data.ofSources(format.count(sources.length)))
  },
})

export const recordsLoaded = defineTile({
  id: 'records-loaded',
  form: 'kpi',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.loaded, scope),
  queries: () => ({ records }),
  view: ({ records: [row] }, { words, format }) =>
    counted(
      cell(row, 'data.sources_loaded') ?? '0',
      format,
      words.data.ofRecords(format.count(cell(row, 'data.sources_records') ?? '0')),
    ),
})

export const recordsQuarantined = defineTile({
  id: 'records-quarantined',
  form: 'kpi',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.quarantined, scope),
  queries: () => ({ records }),
  view: ({ records: [row] }, { words, format }) => {
    const [bad, all] = [numeric(row, 'data.sources_quarantined') ?? 0, numeric(row, 'data.sources_records')]
    return counted(
      cell(row, 'data.sources_quarantined') ?? '0',
      format,
      words.data.share(format.percent(all ? bad / all : 0)),
    )
  },
})

export const auditsPassed = defineTile({
  id: 'audits-passed',
  form: 'kpi',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.passed, scope),
  queries: () => ({
    audits: { measures: ['data.audits_count'], dimensions: ['data.audits_passed'] } satisfies TileQuery,
  }),
  view: ({ audits }, { words, format }) => {
    const count = (passed: boolean): number =>
      audits
        .filter((row) => cell(row, 'data.audits_passed') === String(passed))
        .reduce((sum, row) => sum + (numeric(row, 'data.audits_count') ?? 0), 0)
    const [passed, failed] = [count(true), count(false)]
    return counted(passed, format, words.data.ofAudits(format.count(passed + failed), format.count(failed)))
  },
})
