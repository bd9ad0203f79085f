import type { AccountLink } from './account-link.ts'
import { at } from './at.ts'
import { companyDay, dayText, fiscalQuarter, instantText } from './calendar.ts'
import { booleanText, centsText } from './cells.ts'
import type { Deal } from './deal.ts'
import { forecastCategory } from './forecast-category.ts'
import { closedLost, closedWon, effects, methods, proposal, shares, stages } from './parameters.ts'
import type { Rng } from './rng.ts'

const nextSteps = [
  ['Book discovery call', 'Find the budget holder', 'Send intro deck'],
  ['Confirm budget & timing', 'Meet operations lead', 'Qualify:\n- budget\n- need\n- timing'],
  ['Run needs workshop', 'Collect "must have" list', 'Demo for end users'],
  ['Send proposal', 'Walk CFO through price, terms', 'Revise quote:\nadd 2 terminals, drop onboarding'],
  ['Legal review', 'Chase signature', 'Agree on payment terms ("net 60")'],
] as const

const lossReasons = [
  'Price',
  'Lost to competitor',
  'No decision',
  'No budget',
  'Missing feature',
  'Timing',
] as const
const competitors = ['Northgate', 'PayLoop', 'Stacks & Sons', 'In-house build', 'Orbitel'] as const
const leadSources = {
  Field: ['Door to door', 'Referral', 'Trade show'],
  Phone: ['Cold call', 'Purchased list', 'Referral'],
  Partner: ['Partner', 'Partner', 'Referral'],
  Web: ['Web', 'Web chat', 'Paid search'],
} as const

/** What a deal's rep typed into it. */
export interface Entries {
  name: string
  recordedMethod: string
  leadSource: string
  nextStep: string[]
  lossReason: string
  competitor: string
  discount: number
  margin: number
  categoryDraw: number
}

/** Draws what is typed into a deal, and what of it is left blank. */
export function draftEntries(deal: Deal, name: string, rng: Rng): Entries {
  const { start } = deal
  const close = at(deal.changes, deal.changes.length - 1)
  const rushed = fiscalQuarter(close.closeDay).last - close.closeDay < effects.rush.lastDays
  const discount = Math.min(35, Math.round(Math.abs(rng.normal()) * 6 + (rushed ? 4 : 0)))
  const blankStep = rng.chance(shares.nextStepBlank)
  return {
    name,
    recordedMethod: rng.chance(shares.methodBlank) ? '' : start.method,
    leadSource: rng.chance(0.04) ? '' : rng.pick(leadSources[start.method]),
    nextStep: nextSteps.map((choices) => (blankStep ? '' : rng.pick(choices))),
    lossReason: rng.chance(shares.lossReasonBlank) ? '' : rng.pick(lossReasons),
    competitor: rng.chance(shares.competitorKnown) ? rng.pick(competitors) : '',
    discount,
    margin: Math.round((methods[start.method].margin - discount * 0.55 + 4 * rng.normal()) * 10) / 10,
    categoryDraw: rng.next(),
  }
}

/** Cells of an Opportunity as it was at an instant, after its change at `changed`. */
export function opportunityRow(
  id: string,
  deal: Deal,
  entries: Entries,
  link: AccountLink,
  asOf: number,
  changed: number,
  deleted: boolean,
): string[] {
  const { start } = deal
  const state = deal.changes.findLast((change) => change.at <= asOf) ?? at(deal.changes, 0)
  const stage = at(stages, state.stage)
  const { category, categoryName } = forecastCategory(state.stage, state.owner, entries.categoryDraw)
  const lost = state.stage === closedLost
  const quoted =
    state.stage >= proposal && (!lost || deal.changes.some((change) => change.stage === proposal))
  const lastActivity = deal.activities.findLast((activity) => activity.at <= asOf)
  const modified = instantText(changed)
  return [
    id,
    link.idAt(asOf),
    state.owner.id,
    entries.name,
    stage.name,
    state.cents === null ? '' : centsText(state.cents),
    start.currency,
    String(stage.probability),
    dayText(state.closeDay),
    booleanText(state.stage >= closedWon),
    booleanText(state.stage === closedWon),
    category,
    categoryName,
    start.type,
    entries.leadSource,
    entries.nextStep[state.stage] ?? '',
    lost ? entries.lossReason : '',
    quoted ? entries.competitor : '',
    entries.recordedMethod,
    quoted ? entries.margin.toFixed(1) : '',
    quoted ? entries.discount.toFixed(1) : '',
    lastActivity === undefined ? '' : dayText(companyDay(lastActivity.at)),
    booleanText(deleted),
    instantText(start.createdAt),
    modified,
    modified,
  ]
}
