import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { DeliveryRow, DeliveryState, State } from './database.ts'

/** What a delivery is of: at most one is ever sent of each. */
export interface DeliveryKey {
  readonly report: string
  readonly period: string
  /** Name of the user under whose rights it is made. */
  readonly recipient: string
  readonly channel: string
}

/** Why a delivery is where it is. */
export interface DeliveryFault {
  readonly code: string
  readonly message: string
  readonly cure: string
  /** What the message tells of. */
  readonly facts: Readonly<Record<string, string>>
}

type FaultColumns = Pick<DeliveryRow, 'code' | 'message' | 'cure' | 'facts'>

/** A fault as rows keep it. */
export const keptFault = (fault: DeliveryFault | null): FaultColumns => ({
  code: fault?.code ?? null,
  message: fault?.message ?? null,
  cure: fault?.cure ?? null,
  facts: fault && JSON.stringify(fault.facts),
})

/** The fault that a row keeps; null where it keeps none. */
export function faultOfRow({ code, message, cure, facts }: FaultColumns): DeliveryFault | null {
  if (code === null) return null
  const told: DeliveryFault['facts'] = facts === null ? {} : JSON.parse(facts)
  return { code, message: message ?? '', cure: cure ?? '', facts: told }
}

/** The same id for the same key, so that a receiver can tell a second copy. */
export function deliveryId({ report, period, recipient, channel }: DeliveryKey): string {
  return createHash('sha256')
    .update(JSON.stringify([report, period, recipient, channel]))
    .digest('hex')
    .slice(0, 32)
}

/**
 * Claims a delivery for a process. Null where it is sent, given up, uncertain or in the hands of another: of any number
 * that ask at once one gets it.
 */
export async function claimDelivery(
  state: Kysely<State>,
  key: DeliveryKey,
  { holder, now }: { readonly holder: string; readonly now: Date },
): Promise<DeliveryRow | null> {
  const id = deliveryId(key)
  const at = now.toISOString()
  const fresh = { id, ...key, state: 'claimed', holder, created_at: at, changed_at: at } as const
  await state
    .insertInto('delivery')
    .values({ ...fresh, ...nothingYet })
    .onConflict((on) => on.doNothing())
    .execute()
  await state
    .updateTable('delivery')
    .set({ state: 'claimed', holder, changed_at: at })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('state', '=', 'withheld'), eb.and([eb('state', '=', 'waiting'), eb('retry_at', '<=', at)])]),
    )
    .execute()
  const row = await findDelivery(state, id)
  return row?.state === 'claimed' && row.holder === holder ? row : null
}

const nothingYet = {
  attempts: 0,
  retry_at: null,
  build: null,
  is_late: 0,
  message_id: null,
  code: null,
  message: null,
  cure: null,
  facts: null,
  issue: null,
} as const

/** Notes what came of a claimed delivery. False where it is not this holder's any more, or has moved on. */
export async function noteDelivery(
  state: Kysely<State>,
  { id, holder, from }: { readonly id: string; readonly holder: string; readonly from: DeliveryState },
  changed: Partial<Omit<DeliveryRow, 'id' | 'holder' | keyof DeliveryKey>>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await state
    .updateTable('delivery')
    .set({ ...changed, changed_at: now.toISOString() })
    .where('id', '=', id)
    .where('holder', '=', holder)
    .where('state', '=', from)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}

/**
 * Clears up after processes that died: what they had only claimed is free again, and what they were sending is
 * uncertain, for which `cutOff` says why. To be called by who holds the lease of deliveries, for then nobody else is
 * at work.
 */
export async function clearAbandoned(
  state: Kysely<State>,
  { holder, cutOff, now }: { readonly holder: string; readonly cutOff: DeliveryFault; readonly now: Date },
): Promise<DeliveryRow[]> {
  const at = now.toISOString()
  const others = state.updateTable('delivery').where('holder', '!=', holder)
  await others
    .set({ state: 'waiting', retry_at: at, changed_at: at })
    .where('state', '=', 'claimed')
    .execute()
  return others
    .set({ state: 'uncertain', changed_at: at, ...keptFault(cutOff) })
    .where('state', '=', 'sending')
    .returningAll()
    .execute()
}

/** Frees a final delivery for another attempt, because a person says so. */
export async function reopenDelivery(state: Kysely<State>, id: string, now: Date): Promise<void> {
  await state
    .updateTable('delivery')
    .set({ state: 'waiting', retry_at: now.toISOString(), changed_at: now.toISOString() })
    .where('id', '=', id)
    .execute()
}

export function findDelivery(state: Kysely<State>, id: string): Promise<DeliveryRow | undefined> {
  return state.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Deliveries by what is given, the newest first. */
export function listDeliveries(
  state: Kysely<State>,
  where: Partial<DeliveryKey> & { readonly states?: readonly DeliveryState[]; readonly limit?: number },
): Promise<DeliveryRow[]> {
  const { limit = 1000, states, ...key } = where
  let query = state.selectFrom('delivery').selectAll()
  for (const name of ['report', 'period', 'recipient', 'channel'] as const) {
    const value = key[name]
    if (value !== undefined) query = query.where(name, '=', value)
  }
  if (states) query = query.where('state', 'in', [...states])
  return query.orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()
}
