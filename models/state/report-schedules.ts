import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { State } from './database.ts'

/** A page with its filters that somebody has sent to themselves. */
export type ReportScheduleRow = Selectable<State['report_schedule']>

/** Every schedule that people have made; of one owner where one is named. */
export function listReportSchedules(state: Kysely<State>, owner?: string): Promise<ReportScheduleRow[]> {
  return state
    .selectFrom('report_schedule')
    .selectAll()
    .$if(owner !== undefined, (query) => query.where('owner', '=', owner ?? ''))
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** Keeps a schedule; gives its id, or null where the owner has one of that name. */
export async function addReportSchedule(
  state: Kysely<State>,
  given: Omit<ReportScheduleRow, 'id' | 'created_at'>,
): Promise<string | null> {
  const id = randomUUID()
  const { numInsertedOrUpdatedRows } = await state
    .insertInto('report_schedule')
    .values({ ...given, id, created_at: new Date().toISOString() })
    .onConflict((on) => on.columns(['owner', 'name']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows ? id : null
}

/** Stops a schedule of an owner's; of anybody's where no owner is named. False where there is no such. */
export async function removeReportSchedule(
  state: Kysely<State>,
  id: string,
  owner?: string,
): Promise<boolean> {
  const { numDeletedRows } = await state
    .deleteFrom('report_schedule')
    .where('id', '=', id)
    .$if(owner !== undefined, (query) => query.where('owner', '=', owner ?? ''))
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows) === 1
}
