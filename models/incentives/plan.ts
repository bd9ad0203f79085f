import { microsOf } from '../forecast/money.ts'
import { groupBy } from './group-by.ts'
import { NANO, nanoOf } from './round.ts'

export const ruleKinds = ['rate', 'spiff', 'draw', 'recoverable_draw'] as const
type RuleKind = (typeof ruleKinds)[number]
export const planPeriods = ['month', 'quarter', 'year'] as const
export type PlanPeriod = (typeof planPeriods)[number]
/** Whose credit: the person's own, or that of the whole team. */
type Whose = 'own' | 'team'

/** One rule of a plan, as a record tells it. Money is decimal text in the plan's currency, ratios are decimal text. */
export interface PlanRow {
  readonly planId: string
  readonly name: string | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly rule: string | null
  readonly period: string | null
  readonly attainmentOf: string | null
  readonly credits: string | null
  readonly attainmentFrom: string | null
  readonly rate: string | null
  readonly amount: string | null
  readonly dealType: string | null
  readonly productFamily: string | null
  readonly cap: string | null
  readonly clawbackDays: number | null
  readonly currency: string | null
  readonly isProposed: boolean | null
}

export interface Rule {
  readonly kind: RuleKind
  /** Attainment from which it applies, in billionths. */
  readonly from: bigint
  /** Share of the credit that is paid, in billionths. */
  readonly rate: bigint
  /** Of a SPIFF by deal, of a draw by period; millionths of the plan's currency. */
  readonly amount: bigint
  readonly credits: Whose
  readonly dealType: string | null
  readonly productFamily: string | null
}

/** The rules of a plan from one day on, until the next version of the plan begins. */
export interface PlanVersion {
  readonly planId: string
  readonly name: string
  readonly validFrom: string
  /** Last day, where the version ends without a next one. */
  readonly validTo: string | null
  readonly period: PlanPeriod
  readonly attainmentOf: Whose
  /** Most that rates pay in a period, in millionths; null for no limit. */
  readonly cap: bigint | null
  /** Days after a win within which its loss takes the pay back; null for ever. */
  readonly clawbackDays: number | null
  readonly currency: string
  readonly rules: readonly Rule[]
}

/** True where a record says enough to be paid by. */
function isPayable({ rule, rate, amount, period }: PlanRow): boolean {
  const kind = rule ?? 'rate'
  return (
    ruleKinds.some((known) => known === kind) &&
    planPeriods.some((known) => known === (period ?? 'quarter')) &&
    (kind === 'rate' ? rate : amount) !== null
  )
}

/**
 * The versions of the plans that records tell, the first day rising. Records of a plan with the same first day are
 * one version; what holds for the whole version is said on any of its records.
 */
export function planVersions(rows: readonly PlanRow[], currency: string): readonly PlanVersion[] {
  const versions = groupBy(
    rows.filter((row) => isPayable(row)).toSorted(byContent),
    (row) => `${row.planId}\n${row.validFrom}`,
  )
  return [...versions.values()]
    .map((own) => versionOf(own, currency))
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
}

/** What holds for a whole version is told by the first record that says it, whatever the order of their coming. */
function byContent(a: PlanRow, b: PlanRow): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function versionOf(rows: readonly [PlanRow, ...PlanRow[]], currency: string): PlanVersion {
  const [{ planId, validFrom }] = rows
  const said = <T>(of: (row: PlanRow) => T | null): T | null =>
    rows.map(of).find((value) => value !== null) ?? null
  const caps = rows.flatMap(({ cap }) => (cap === null ? [] : [microsOf(cap)]))
  const ends = rows.map(({ validTo }) => validTo)
  return {
    planId,
    name: said(({ name }) => name) ?? planId,
    validFrom,
    validTo: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null),
    period: planPeriods.find((known) => known === said(({ period }) => period)) ?? 'quarter',
    attainmentOf: said(({ attainmentOf }) => attainmentOf) === 'team' ? 'team' : 'own',
    cap: caps.reduce<bigint | null>((least, cap) => (least === null || cap < least ? cap : least), null),
    clawbackDays: said(({ clawbackDays }) => clawbackDays),
    currency: said((row) => row.currency) ?? currency,
    rules: rows.map(ruleOf).sort((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1)),
  }
}

function ruleOf(row: PlanRow): Rule {
  return {
    kind: ruleKinds.find((known) => known === row.rule) ?? 'rate',
    from: nanoOf(row.attainmentFrom ?? '0'),
    rate: nanoOf(row.rate ?? '0'),
    amount: microsOf(row.amount ?? '0'),
    credits: row.credits === 'team' ? 'team' : 'own',
    dealType: row.dealType,
    productFamily: row.productFamily,
  }
}

/** What names a rule within its version of the plan, as `rate 4% from 100%, new`. */
export function labelOf({ kind, from, rate, credits, dealType, productFamily }: Rule): string {
  const percent = (nano: bigint): string => {
    const [whole = '0', places = ''] = (Number(nano) / Number(NANO / 100n)).toFixed(6).split('.')
    const kept = places.replace(/0+$/, '')
    return `${whole}${kept && `.${kept}`}%`
  }
  return [
    `${kind.replace('_', ' ')}${kind === 'rate' ? ` ${percent(rate)}` : ''}${from === 0n ? '' : ` from ${percent(from)}`}`,
    ...(credits === 'team' ? ['team'] : []),
    ...[dealType, productFamily].filter((it) => it !== null),
  ].join(', ')
}
