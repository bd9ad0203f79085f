import type { Kysely } from 'kysely'
import type { State } from '../../models/state/database.ts'

const NAME = 'publishing_held_at'

/** The build that a rollback holds publishing at, or null where publishing is free. */
export async function publishingHeldAt(state: Kysely<State>): Promise<string | null> {
  const row = await state.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirst()
  return row?.value ?? null
}

/** Holds publishing at a build, or releases it with null. */
export async function holdPublishing(state: Kysely<State>, build: string | null): Promise<void> {
  if (build === null) {
    await state.deleteFrom('setting').where('name', '=', NAME).execute()
    return
  }
  await state
    .insertInto('setting')
    .values({ name: NAME, value: build })
    .onConflict((on) => on.column('name').doUpdateSet({ value: build }))
    .execute()
}
