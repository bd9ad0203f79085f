import type { AccountLink } from './account-link.ts'
import { companyDay, dayMs, dayText, instantText } from './calendar.ts'
import { booleanText } from './cells.ts'
import { files } from './columns.ts'
import type { Activity } from './deal.ts'
import type { ActivityKind } from './parameters.ts'
import type { Rng } from './rng.ts'
import type { World } from './world.ts'

/** What an activity is about: a lead or contact, and the deal and account if it has one. */
export interface Regarding {
  who: string
  what: string
  account: AccountLink | null
  /** No activity is entered before this instant. */
  since: number
}

const subjects: Record<ActivityKind, readonly string[]> = {
  Call: ['Call', 'Follow-up call', 'Call: price & terms', 'Voicemail, call back'],
  Email: ['Email: proposal', 'Email: follow-up', 'RE: "best price"?', 'Email: intro'],
  Task: ['Prepare quote', 'Update deck', 'Send contract, signed copy'],
  Meeting: ['Meeting', 'Kick-off meeting', 'Quarterly review'],
  Visit: ['Site visit', 'Store visit', 'Door-to-door visit'],
  Demo: ['Product demo', 'Demo: end users', 'Demo & Q/A'],
}

/** Writes an activity as the Task or Event that the CRM keeps of it. */
export function writeActivity(world: World, activity: Activity, about: Regarding, rng: Rng): void {
  const { kind } = activity
  if (kind === 'Meeting' || kind === 'Visit' || kind === 'Demo') writeEvent(world, activity, about, rng)
  else writeTask(world, activity, about, rng)
}

function changeTimes(about: Regarding, times: number[]): number[] {
  const created = times[0] ?? 0
  const moved = about.account?.movedAt ?? null
  if (moved !== null && moved > created) times.push(moved)
  return times.sort((a, b) => a - b)
}

/** Most tasks are logged once done; some are planned ahead and completed later, and a few of these never. */
function writeTask(world: World, { at: doneAt, kind, owner }: Activity, about: Regarding, rng: Rng): void {
  const planned = rng.chance(0.15)
  const createdAt = planned ? Math.max(about.since + 60_000, doneAt - rng.int(1, 6) * dayMs) : doneAt
  const completedAt = planned && rng.chance(0.15) ? Number.POSITIVE_INFINITY : Math.max(doneAt, createdAt)
  const subject = rng.pick(subjects[kind])
  const duration = kind === 'Call' ? String(Math.round(20 + 240 * rng.lognormal(0.8))) : ''
  const priority = rng.chance(0.1) ? 'High' : 'Normal'
  if (createdAt > world.horizon) return
  const id = world.ids.task.next()
  const times =
    completedAt > createdAt && completedAt <= world.horizon ? [createdAt, completedAt] : [createdAt]
  world.drops.record(files.Task, changeTimes(about, times), (asOf, changed) => {
    const done = completedAt <= asOf
    const modified = instantText(changed)
    return [
      id,
      about.who,
      about.what,
      about.account?.idAt(asOf) ?? '',
      owner.id,
      subject,
      done ? 'Completed' : 'Not Started',
      priority,
      dayText(companyDay(doneAt)),
      booleanText(done),
      done ? instantText(completedAt) : '',
      kind,
      kind,
      done ? duration : '',
      'false',
      instantText(createdAt),
      modified,
      modified,
    ]
  })
}

/** Events are entered some days ahead; a few are cancelled, which deletes them. */
function writeEvent(world: World, { at: startAt, kind, owner }: Activity, about: Regarding, rng: Rng): void {
  const createdAt = Math.max(about.since + 60_000, startAt - rng.int(1, 9) * dayMs)
  const minutes = 30 * rng.int(1, kind === 'Visit' ? 6 : 3)
  const subject = rng.pick(subjects[kind])
  const cancelledAt = rng.chance(0.02) ? Math.max(createdAt + 60_000, startAt - 7_200_000) : null
  if (createdAt > world.horizon) return
  const id = world.ids.event.next()
  const times = cancelledAt === null ? [createdAt] : [createdAt, cancelledAt]
  world.drops.record(files.Event, changeTimes(about, times), (asOf, changed) => {
    const modified = instantText(changed)
    return [
      id,
      about.who,
      about.what,
      about.account?.idAt(asOf) ?? '',
      owner.id,
      subject,
      instantText(startAt),
      instantText(startAt + minutes * 60_000),
      dayText(companyDay(startAt)),
      String(minutes),
      kind,
      booleanText(cancelledAt !== null && cancelledAt <= asOf),
      instantText(createdAt),
      modified,
      modified,
    ]
  })
}
