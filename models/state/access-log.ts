import type { Kysely, Selectable } from 'kysely'
import type { AccessEvent, State } from './database.ts'

/** How long it is kept. */
const KEPT_DAYS = 400

/** A line of the access log: who did what when. It holds no data, no address and no text of a request. */
export type AccessLine = Selectable<State['access_log']>

/** Notes an event, and drops what is older than is kept. */
export async function noteAccess(
  state: Kysely<State>,
  event: AccessEvent,
  user: string | null,
  detail: string,
): Promise<void> {
  const now = Date.now()
  await state
    .insertInto('access_log')
    .values({ at: new Date(now).toISOString(), event, user_name: user, detail })
    .execute()
  await state
    .deleteFrom('access_log')
    .where('at', '<', new Date(now - KEPT_DAYS * 86_400_000).toISOString())
    .execute()
}

/** The newest lines first. */
export function readAccessLog(
  state: Kysely<State>,
  { user, limit }: { readonly user?: string; readonly limit: number },
): Promise<AccessLine[]> {
  return state
    .selectFrom('access_log')
    .selectAll()
    .$if(user !== undefined, (query) => query.where('user_name', '=', user ?? ''))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()
}
