import { cell, type TileQuery } from './member.ts'
import { brokenRecords } from './records.ts'
import { notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

/** Whose records are in what order, those with most to do first. */
export const hygieneByOwner = defineTile({
  id: 'hygiene-by-owner',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.health.byOwner, scope.words.unit.deals, scope),
  drill: (part, scope) =>
    part &&
    brokenRecords(scope, undefined, [{ member: 'hygiene.rep_id', operator: 'equals', values: [part.key] }]),
  queries: (scope) => {
    const filter = notCarried('hygiene', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    return {
      owners: {
        measures: ['hygiene.records_failed', 'hygiene.failures', 'hygiene.checks', 'hygiene.score'],
        dimensions: ['hygiene.rep_id', 'hygiene.rep_name'],
        filters: scopeFilters('hygiene', scope),
        order: { 'hygiene.records_failed': 'desc' },
      } satisfies TileQuery,
    }
  },
  view: ({ owners }, { words, format }) => {
    const text = words.health
    const rows = owners.filter((row) => Number(cell(row, 'hygiene.failures')) > 0)
    if (rows.length === 0) return { kind: 'empty', reason: text.clean }
    const shown = (raw: string | null, write: (value: string | null) => string) => ({ text: write(raw), raw })
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'owner', head: words.attention.owner, numeric: false },
          { id: 'records', head: text.records, numeric: true },
          { id: 'failures', head: text.failures, numeric: true },
          { id: 'checks', head: text.checks, numeric: true },
          { id: 'score', head: text.score, unit: words.unit.percent, numeric: true },
        ],
        rows: rows.map((row) => [
          { text: cell(row, 'hygiene.rep_name') ?? '–' },
          shown(cell(row, 'hygiene.records_failed'), format.count),
          shown(cell(row, 'hygiene.failures'), format.count),
          shown(cell(row, 'hygiene.checks'), format.count),
          shown(cell(row, 'hygiene.score'), (value) => format.percent(value, 0)),
        ]),
      },
      parts: rows.map((row) => {
        const key = cell(row, 'hygiene.rep_id')
        return key === null ? null : { key, label: cell(row, 'hygiene.rep_name') ?? key }
      }),
    }
  },
})
