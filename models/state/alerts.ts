import type { Kysely } from 'kysely'
import type { AlertStateRow, State } from './database.ts'

/** What every alert last knew, for every recipient. */
export function listAlertStates(state: Kysely<State>): Promise<AlertStateRow[]> {
  return state.selectFrom('alert_state').selectAll().execute()
}

/** Notes what an alert knows now for a recipient. */
export async function noteAlert(state: Kysely<State>, row: AlertStateRow): Promise<void> {
  const { alert, recipient, ...values } = row
  await state
    .insertInto('alert_state')
    .values(row)
    .onConflict((on) => on.columns(['alert', 'recipient']).doUpdateSet(values))
    .execute()
}

/** Until when a user does not want to hear of an alert; null where they do. */
export async function snoozedUntil(
  state: Kysely<State>,
  alert: string,
  user: string,
  now: Date,
): Promise<Date | null> {
  const row = await state
    .selectFrom('alert_snooze')
    .select('until')
    .where('alert', '=', alert)
    .where('user_name', '=', user)
    .where('until', '>', now.toISOString())
    .executeTakeFirst()
  return row ? new Date(row.until) : null
}

/** Lets a user hear nothing of an alert until an instant; a past one wakes it. */
export async function snooze(state: Kysely<State>, alert: string, user: string, until: Date): Promise<void> {
  const row = { alert, user_name: user, until: until.toISOString() }
  await state
    .insertInto('alert_snooze')
    .values(row)
    .onConflict((on) => on.columns(['alert', 'user_name']).doUpdateSet({ until: row.until }))
    .execute()
}
