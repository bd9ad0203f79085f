import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { State } from './database.ts'

/** A page with its filters that somebody has named. */
export type SavedViewRow = Selectable<State['saved_view']>

interface NewView {
  readonly owner: string
  readonly name: string
  readonly page: string
  readonly filters: Readonly<Record<string, string>>
  readonly isShared: boolean
}

/** Views of a user's own and those that others share, by name. */
export function listViews(state: Kysely<State>, owner: string): Promise<SavedViewRow[]> {
  return state
    .selectFrom('saved_view')
    .selectAll()
    .where((eb) => eb.or([eb('owner', '=', owner), eb('is_shared', '=', 1)]))
    .orderBy('name')
    .orderBy('id')
    .execute()
}

/** A view that a user may see. */
export function findView(state: Kysely<State>, id: string, owner: string): Promise<SavedViewRow | undefined> {
  return state
    .selectFrom('saved_view')
    .selectAll()
    .where('id', '=', id)
    .where((eb) => eb.or([eb('owner', '=', owner), eb('is_shared', '=', 1)]))
    .executeTakeFirst()
}

/** Keeps a view; gives its id, or null where the user has one of that name. */
export async function saveView(
  state: Kysely<State>,
  { owner, name, page, filters, isShared }: NewView,
): Promise<string | null> {
  const id = randomUUID()
  const at = new Date().toISOString()
  const { numInsertedOrUpdatedRows } = await state
    .insertInto('saved_view')
    .values({
      id,
      owner,
      name,
      page,
      filters: JSON.stringify(filters),
      is_shared: isShared ? 1 : 0,
      created_at: at,
      changed_at: at,
    })
    .onConflict((on) => on.columns(['owner', 'name']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows ? id : null
}

/** Renames a view of a user's own, or shares it. `taken` where another of theirs has the name. */
export async function changeView(
  state: Kysely<State>,
  { id, owner }: { readonly id: string; readonly owner: string },
  { name, isShared }: { readonly name?: string | undefined; readonly isShared?: boolean | undefined },
): Promise<'changed' | 'missing' | 'taken'> {
  return state.transaction().execute(async (work) => {
    if (name !== undefined) {
      const other = await work
        .selectFrom('saved_view')
        .select('id')
        .where('owner', '=', owner)
        .where('name', '=', name)
        .where('id', '!=', id)
        .executeTakeFirst()
      if (other) return 'taken'
    }
    const { numUpdatedRows } = await work
      .updateTable('saved_view')
      .set({
        ...(name !== undefined && { name }),
        ...(isShared !== undefined && { is_shared: isShared ? 1 : 0 }),
        changed_at: new Date().toISOString(),
      })
      .where('id', '=', id)
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
    return numUpdatedRows ? 'changed' : 'missing'
  })
}

/** Removes a view of a user's own. False where there is no such. */
export async function removeView(state: Kysely<State>, id: string, owner: string): Promise<boolean> {
  const { numDeletedRows } = await state
    .deleteFrom('saved_view')
    .where('id', '=', id)
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows) === 1
}
