import { runningQuarter } from '../../tiles/forecast-rows.ts'
import { cell, type Member, numeric, type TileQuery } from '../../tiles/member.ts'
import type { Scope } from '../../tiles/scope.ts'
import { type Answered, type TracedFigure, tracedCell } from '../traced.ts'
import {
  daysOf,
  forecastQuery,
  knownQuery,
  type Side,
  type Span,
  type Subject,
  sideMembers,
  sides,
} from './change-queries.ts'

/** A thing that changed: a sentence of what, one of why, and the figures in both. */
export interface Change {
  readonly what: string
  readonly why: string | null
  readonly figures: readonly TracedFigure[]
  /** Its weight: by how much it moved, in the company's currency, without sign. */
  readonly weight: number
}

type Ask = (query: TileQuery) => Promise<Answered>

/** How many page one tells. */
const MOST = 3

/**
 * The things that changed most in the days before the build, heaviest first: what is known now of bookings, of the
 * quarter's pipeline and of its forecast against what was known then, by when it was loaded. Wins are told as bookings,
 * and so not among what left the pipeline.
 */
export async function changesOf(span: Span, scope: Scope, ask: Ask): Promise<Change[]> {
  const all = await Promise.all([
    booked(span, scope, ask),
    moved(span, scope, ask),
    forecast(span, scope, ask),
  ])
  return all
    .flat()
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight || a.what.localeCompare(b.what))
    .slice(0, MOST)
}

interface Known {
  readonly total: Answered
  /** The same by each side. */
  readonly bySide: readonly Answered[]
}

async function known(subject: Subject, span: Span, scope: Scope, ask: Ask): Promise<Known> {
  const [total, ...bySide] = await Promise.all([
    ask(knownQuery(subject, span, scope)),
    ...sides.map((side) => ask(knownQuery(subject, span, scope, side))),
  ])
  return { total, bySide }
}

async function booked(span: Span, scope: Scope, ask: Ask): Promise<Change[]> {
  const { words, format } = scope
  const { total, bySide } = await known('bookings', span, scope, ask)
  const amount = tracedCell(total, 0, 'known_change.amount', unsigned(format.short))
  const deals = tracedCell(total, 0, 'known_change.deals', dealsIn(scope))
  if (!amount || !deals) return []
  const say = words.report.changes.booked(amount.text, deals.text, sign(amount) > 0)
  return [change(say, amount, [deals], topsOf(bySide, amount, scope), scope)]
}

async function moved(span: Span, scope: Scope, ask: Ask): Promise<Change[]> {
  const { words, format } = scope
  const { total, bySide } = await known('pipeline', span, scope, ask)
  return total.rows.flatMap((row, index) => {
    const reason = cell(row, 'known_change.reason') ?? ''
    const amount = tracedCell(total, index, 'known_change.amount', unsigned(format.short))
    const deals = tracedCell(total, index, 'known_change.deals', dealsIn(scope))
    const say = words.report.changes.moved[reason as keyof typeof words.report.changes.moved]
    if (!say || !amount || !deals) return []
    return [
      change(say(amount.text, deals.text), amount, [deals], topsOf(bySide, amount, scope, reason), scope),
    ]
  })
}

/** The method, territory and rep that did most of a change. */
const topsOf = (
  bySide: readonly Answered[],
  amount: TracedFigure,
  scope: Scope,
  reason?: string,
): (Top | null)[] =>
  sides.map((side, index) =>
    heaviest(
      bySide[index],
      { amount: 'known_change.amount', name: sideMembers[side], side, sign: sign(amount), reason },
      scope,
    ),
  )

/** Forecasts are held against those of a week ago only. */
async function forecast(span: Span, scope: Scope, ask: Ask): Promise<Change[]> {
  const [total, cause, rep] = [
    forecastQuery(scope),
    forecastQuery(scope, 'cause'),
    forecastQuery(scope, 'rep_name'),
  ]
  if (span !== 'week' || !total || !cause || !rep) return []
  const { words, format } = scope
  const text = words.report.changes
  const [all, causes, reps] = await Promise.all([ask(total), ask(cause), ask(rep)])
  const amount = tracedCell(all, 0, 'forecast_change.change', unsigned(format.short))
  if (!amount) return []
  const way = { amount: 'forecast_change.change', sign: sign(amount) } as const
  const top = heaviest(causes, { ...way, name: 'forecast_change.cause', side: 'cause' }, scope)
  const who = heaviest(reps, { ...way, name: 'forecast_change.rep_name', side: 'rep' }, scope)
  return [
    change(
      text.forecast(runningQuarter(scope).name, amount.text, sign(amount) > 0),
      amount,
      [],
      [top, who],
      scope,
    ),
  ]
}

interface Wanted {
  readonly amount: Member
  readonly name: Member
  readonly side: Side | 'cause'
  /** Which way the whole went: a part that went the other way explains nothing of it. */
  readonly sign: number
  readonly reason?: string | undefined
}

interface Top {
  readonly text: string
  readonly figure: TracedFigure
}

/** The part of a change that did most of it. */
function heaviest(answer: Answered | undefined, wanted: Wanted, scope: Scope): Top | null {
  if (!answer) return null
  const places = answer.rows
    .map((row, index) => ({ row, index, amount: (numeric(row, wanted.amount) ?? 0) * wanted.sign }))
    .filter(
      ({ row, amount }) =>
        amount > 0 &&
        cell(row, wanted.name) !== null &&
        (wanted.reason === undefined || cell(row, 'known_change.reason') === wanted.reason),
    )
    .toSorted((a, b) => b.amount - a.amount)
  const [best] = places
  const figured = best && tracedCell(answer, best.index, wanted.amount, unsigned(scope.format.short))
  if (!best || !figured) return null
  const name = cell(best.row, wanted.name) ?? ''
  const { cause } = scope.words.forecast
  const text = scope.words.report.changes.by[wanted.side](
    wanted.side === 'cause' ? (cause[name as keyof typeof cause] ?? name) : name,
    figured.text,
  )
  return { text, figure: figured }
}

function change(
  what: string,
  amount: TracedFigure,
  others: readonly TracedFigure[],
  tops: readonly (Top | null)[],
  { words }: Scope,
): Change {
  const told = tops.filter((top) => top !== null)
  return {
    what,
    why: told.length === 0 ? null : words.report.changes.why(told.map(({ text }) => text)),
    figures: [amount, ...others, ...told.map(({ figure: one }) => one)],
    weight: Math.abs(Number(amount.value)),
  }
}

const dealsIn =
  ({ words, format }: Scope) =>
  (value: string): string =>
    words.report.changes.deals(format.count(value), Number(value) === 1)
const sign = ({ value }: TracedFigure): number => Math.sign(Number(value))
const unsigned =
  (write: (value: string) => string) =>
  (value: string): string =>
    write(value.replace('-', ''))

/** What the sentences are headed by. */
export function changesTitle(span: Span | null, scope: Scope): string {
  const { from, to } = daysOf(span ?? 'week', scope)
  return scope.words.report.changesTitle(
    scope.format.dayOfYear(from),
    scope.format.day(to),
    scope.company.currency,
  )
}
