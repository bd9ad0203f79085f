import { cell, type Row, type TileQuery } from './member.ts'
import { notCarried, type Scope, scopeFilters } from './scope.ts'
import type { TableCell } from './table.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

/** Pushed so often a deal is looked at. */
const PUSHES = 2
/** The largest so many of each kind are asked for. */
const MOST = 200

const rules = ['stale', 'close_date_past', 'stage_age'] as const

const broken = (scope: Scope): TileQuery => ({
  dimensions: [
    'hygiene.opportunity_id',
    'hygiene.opportunity_name',
    'hygiene.rep_name',
    'hygiene.stage_name',
    'hygiene.company_amount',
    'hygiene.planned_close',
    'hygiene.rule',
    'hygiene.detail',
  ],
  segments: ['hygiene.failed'],
  filters: [
    { member: 'hygiene.rule', operator: 'equals', values: [...rules] },
    ...scopeFilters('hygiene', scope),
  ],
  order: { 'hygiene.company_amount': 'desc' },
  limit: MOST,
})

const pushed = (scope: Scope): TileQuery => ({
  dimensions: [
    'pipeline.opportunity_id',
    'pipeline.opportunity_name',
    'pipeline.rep_name',
    'pipeline.stage_name',
    'pipeline.company_amount',
    'pipeline.planned_close',
    'pipeline.push_count',
  ],
  segments: ['pipeline.open'],
  filters: [
    { member: 'pipeline.push_count', operator: 'gte', values: [String(PUSHES)] },
    ...scopeFilters('pipeline', scope),
  ],
  order: { 'pipeline.company_amount': 'desc' },
  limit: MOST,
})

interface Deal {
  readonly name: string
  readonly owner: string
  readonly stage: string
  readonly amount: string | null
  readonly close: string | null
  readonly why: readonly string[]
}

/** Open deals that somebody should turn to, the largest first, each with why. */
export const attention = defineTile({
  id: 'attention',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.attention.measure, scope.words.attention.unit, scope),
  queries: (scope) => ({
    // Rules are not kept by selling method: the pushed deals alone are told by it.
    broken: notCarried('hygiene', scope) === null ? broken(scope) : null,
    pushed: pushed(scope),
  }),
  view: (rows, scope) => {
    const { words, format, company } = scope
    const text = words.attention
    const deals = dealsOf(rows, scope)
    if (deals.length === 0) return { kind: 'empty', reason: text.none }
    const isCut = rows.broken.length === MOST || rows.pushed.length === MOST
    return {
      kind: 'table',
      message:
        notCarried('hygiene', scope) !== null
          ? text.pushedOnly(deals.length)
          : isCut
            ? text.largest(deals.length)
            : text.message(deals.length),
      table: {
        columns: [
          { id: 'deal', head: text.deal, numeric: false },
          { id: 'owner', head: text.owner, numeric: false, text: 'line' },
          { id: 'stage', head: text.stage, numeric: false, text: 'line' },
          { id: 'amount', head: text.amount, unit: company.currency, numeric: true },
          { id: 'close', head: text.close, numeric: false, text: 'line' },
          { id: 'why', head: text.why, numeric: false, text: 'sentence' },
        ],
        rows: deals.map(({ name, owner, stage, amount, close, why }): TableCell[] => [
          { text: name },
          { text: owner },
          { text: stage },
          { text: format.amount(amount), raw: amount },
          { text: close === null ? '–' : format.day(close) },
          { text: why.join('; ') },
        ]),
      },
    }
  },
})

function dealsOf(rows: Record<'broken' | 'pushed', readonly Row[]>, { words, format }: Scope): Deal[] {
  const found = new Map<string, Deal>()
  const add = (view: 'hygiene' | 'pipeline', row: Row, why: string): void => {
    const id = cell(row, `${view}.opportunity_id`) ?? ''
    const known = found.get(id)
    found.set(id, {
      name: cell(row, `${view}.opportunity_name`) ?? id,
      owner: cell(row, `${view}.rep_name`) ?? '–',
      stage: cell(row, `${view}.stage_name`) ?? '–',
      amount: cell(row, `${view}.company_amount`),
      close: cell(row, `${view}.planned_close`)?.slice(0, 10) ?? null,
      why: [...(known?.why ?? []), why],
    })
  }
  for (const row of rows.broken) {
    const rule = rules.find((one) => one === cell(row, 'hygiene.rule'))
    if (rule) add('hygiene', row, words.attention.rule(words.rules[rule], cell(row, 'hygiene.detail')))
  }
  for (const row of rows.pushed) {
    add('pipeline', row, words.attention.pushed(format.count(cell(row, 'pipeline.push_count'))))
  }
  return [...found.values()].sort(
    (a, b) => Number(b.amount ?? 0) - Number(a.amount ?? 0) || a.name.localeCompare(b.name),
  )
}
