import type { AccountLink } from './account-link.ts'
import { at } from './at.ts'
import { companyDay, dayMs, dayText, fiscalQuarter, instantText } from './calendar.ts'
import { booleanText, centsText } from './cells.ts'
import { files } from './columns.ts'
import type { Change, Deal } from './deal.ts'
import { draftEntries, type Entries, opportunityRow } from './deal-row.ts'
import { forecastCategory } from './forecast-category.ts'
import { writeLineItems } from './line-items.ts'
import { closedWon, shares, stages } from './parameters.ts'
import type { Rng } from './rng.ts'
import type { World } from './world.ts'

/** Writes a deal with its history and line items, and a duplicate of it for a few; returns its id. */
export function writeDeal(world: World, deal: Deal, link: AccountLink, name: string, rng: Rng): string {
  const id = world.ids.deal.next()
  const entries = draftEntries(deal, name, rng)
  const times = deal.changes.map((change) => change.at)
  if (link.movedAt !== null) times.push(link.movedAt)
  times.sort((a, b) => a - b)
  world.drops.record(files.Opportunity, times, (asOf, changed) =>
    opportunityRow(id, deal, entries, link, asOf, changed, false),
  )
  for (const change of deal.changes)
    if (change.kind !== 'owner') writeHistory(world, id, deal, change, entries, null)
  writeLineItems(world, id, deal, rng)
  world.tally.deal(deal, entries.categoryDraw)
  if (entries.recordedMethod === '') world.tally.methodBlank++
  noteIncidents(world, id, deal)
  if (rng.chance(shares.duplicateDeal)) writeDuplicate(world, id, deal, link, entries, rng)
  return id
}

/** One history row, with the values after the change; written once more where it is deleted later. */
function writeHistory(
  world: World,
  dealId: string,
  deal: Deal,
  change: Change,
  entries: Entries,
  deletedAt: number | null,
): void {
  if (change.at > world.horizon) return
  const id = world.ids.history.next()
  const stage = at(stages, change.stage)
  const times = deletedAt === null ? [change.at] : [change.at, deletedAt]
  world.drops.record(files.OpportunityHistory, times, (asOf, changed) => [
    id,
    dealId,
    stage.name,
    change.cents === null ? '' : centsText(change.cents),
    String(stage.probability),
    dayText(change.closeDay),
    forecastCategory(change.stage, change.owner, entries.categoryDraw).category,
    deal.start.currency,
    change.owner.id,
    instantText(change.at),
    instantText(changed),
    booleanText(deletedAt !== null && deletedAt <= asOf),
  ])
}

/** The same deal entered again by a colleague some days later, and deleted when somebody notices. */
function writeDuplicate(
  world: World,
  original: string,
  deal: Deal,
  link: AccountLink,
  entries: Entries,
  rng: Rng,
): void {
  const createdAt = deal.start.createdAt + rng.int(1, 4) * dayMs + rng.int(0, 7_000) * 1000
  const deletedAt = createdAt + rng.int(3, 30) * dayMs
  if (createdAt > world.horizon) return
  const id = world.ids.deal.next()
  const created: Change = { ...at(deal.changes, 0), at: createdAt }
  const copy: Deal = {
    start: { ...deal.start, createdAt },
    changes: [created],
    activities: [],
    reopenedAt: null,
  }
  const moved = link.movedAt !== null && link.movedAt > createdAt ? [link.movedAt] : []
  const times = [createdAt, deletedAt, ...moved].sort((a, b) => a - b)
  world.drops.record(files.Opportunity, times, (asOf, changed) =>
    opportunityRow(id, copy, entries, link, asOf, changed, deletedAt <= asOf),
  )
  writeHistory(world, id, copy, created, entries, deletedAt)
  world.tally.incident({ kind: 'duplicate-deal', at: createdAt, id, other: original })
  if (deletedAt > world.horizon) world.tally.deal(copy, entries.categoryDraw)
}

function noteIncidents(world: World, id: string, deal: Deal): void {
  const { tally } = world
  if (deal.reopenedAt !== null) tally.incident({ kind: 'deal-reopened', at: deal.reopenedAt, id })
  for (const change of deal.changes) {
    if (change.stage !== closedWon || change.kind !== 'stage') continue
    const day = companyDay(change.at)
    const hour = (change.at / 3_600_000 + 7) % 24
    if (change.closeDay < day) tally.incident({ kind: 'entered-late', at: change.at, id })
    else if (hour >= 20 && fiscalQuarter(day).last === day)
      tally.incident({ kind: 'closed-late-evening', at: change.at, id })
    else if (hour < 7) tally.incident({ kind: 'closed-after-midnight', at: change.at, id })
  }
}
