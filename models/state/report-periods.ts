import type { Kysely } from 'kysely'
import type { PeriodState, ReportPeriodRow, State } from './database.ts'
import { type DeliveryFault, keptFault } from './deliveries.ts'

/** A time that a report is due. */
export interface PeriodKey {
  readonly report: string
  readonly period: string
}

/** Since when a report has had its schedule; from now on where it is another than before. */
export async function scheduleSince(
  state: Kysely<State>,
  report: string,
  schedule: string,
  now: Date,
): Promise<Date> {
  const since = now.toISOString()
  await state
    .insertInto('schedule_seen')
    .values({ report, schedule, since })
    .onConflict((on) =>
      on.column('report').doUpdateSet({ schedule, since }).where('schedule_seen.schedule', '!=', schedule),
    )
    .execute()
  const seen = await state
    .selectFrom('schedule_seen')
    .select('since')
    .where('report', '=', report)
    .executeTakeFirstOrThrow()
  return new Date(seen.since)
}

/** The periods of a report, the newest first; of all reports where none is named. */
export function listPeriods(state: Kysely<State>, report?: string, limit = 100): Promise<ReportPeriodRow[]> {
  return state
    .selectFrom('report_period')
    .selectAll()
    .$if(report !== undefined, (query) => query.where('report', '=', report ?? ''))
    .orderBy('due_at', 'desc')
    .limit(limit)
    .execute()
}

export function findPeriod(
  state: Kysely<State>,
  { report, period }: PeriodKey,
): Promise<ReportPeriodRow | undefined> {
  return state
    .selectFrom('report_period')
    .selectAll()
    .where('report', '=', report)
    .where('period', '=', period)
    .executeTakeFirst()
}

interface PeriodNote {
  readonly state: PeriodState
  readonly dueAt: Date
  readonly triedWith: string
  readonly fault?: DeliveryFault
}

/** Notes how a period stands. */
export async function notePeriod(
  state: Kysely<State>,
  key: PeriodKey,
  note: PeriodNote,
  now: Date,
): Promise<void> {
  const values = {
    state: note.state,
    ...keptFault(note.fault ?? null),
    tried_with: note.triedWith,
    changed_at: now.toISOString(),
  }
  await state
    .insertInto('report_period')
    .values({ ...key, due_at: note.dueAt.toISOString(), ...values })
    .onConflict((on) => on.columns(['report', 'period']).doUpdateSet(values))
    .execute()
}

/** Gives up what was withheld or waiting of a report before a time: nobody wants it any more. */
export async function missBefore(
  state: Kysely<State>,
  report: string,
  dueAt: Date,
  now: Date,
): Promise<ReportPeriodRow[]> {
  return state
    .updateTable('report_period')
    .set({ state: 'missed', changed_at: now.toISOString() })
    .where('report', '=', report)
    .where('due_at', '<', dueAt.toISOString())
    .where('state', 'in', ['working', 'withheld'])
    .returningAll()
    .execute()
}
