import express, { type Response, Router } from 'express'
import type { Kysely } from 'kysely'
import { stringify } from 'yaml'
import { z } from 'zod'
import { CubeError } from '../../cube/errors.ts'
import type { ViewSpec } from '../../models/contract/extension.ts'
import type { State } from '../../models/state/database.ts'
import {
  changeView,
  findView,
  listViews,
  removeView,
  type SavedViewRow,
  saveView,
} from '../../models/state/saved-views.ts'
import type { Visitors } from '../identity/visitor.ts'
import type { ListedView } from './view.ts'

interface ViewOptions {
  readonly state: Kysely<State>
  readonly visitors: Visitors
}

const name = z.string().trim().min(1).max(120)
const newView = z.strictObject({
  name,
  page: z.string().min(1).max(120),
  filters: z.record(z.string().max(40), z.string().max(4000)),
  isShared: z.boolean(),
})
const change = z.strictObject({ name: name.optional(), isShared: z.boolean().optional() })

/** Views that people save: to list, keep, rename, share and remove them, and to have one as a file for `extend:`. */
export function viewRoutes({ state, visitors }: ViewOptions): Router {
  const router = Router()
  const body = express.json({ limit: '64kb' })
  router.get(
    '/views',
    visitors.only(async ({ user }, _, response) => {
      const rows = await listViews(state, user.name)
      response.json(rows.map((row) => listed(row, user.name)))
    }),
  )
  router.post(
    '/views',
    body,
    visitors.only(async ({ user }, request, response) => {
      const view = parsed(newView, request.body)
      const id = await saveView(state, { ...view, owner: user.name })
      if (id === null) throw taken(view.name)
      response.status(201).json({ id })
    }),
  )
  router.patch(
    '/views/:id',
    body,
    visitors.only(async ({ user }, request, response) => {
      const wanted = parsed(change, request.body)
      const which = { id: request.params.id ?? '', owner: user.name }
      const outcome = await changeView(state, which, wanted)
      if (outcome === 'missing') throw missing()
      if (outcome === 'taken') throw taken(wanted.name ?? '')
      done(response)
    }),
  )
  router.delete(
    '/views/:id',
    visitors.only(async ({ user }, request, response) => {
      if (!(await removeView(state, request.params.id ?? '', user.name))) throw missing()
      done(response)
    }),
  )
  router.get(
    '/views/:id.yml',
    visitors.only(async ({ user }, request, response) => {
      const row = await findView(state, request.params.id ?? '', user.name)
      if (!row) throw missing()
      const { name: title, page, filters } = listed(row, user.name)
      const views: ViewSpec[] = [{ name: title, page, filters }]
      response.attachment('view.yml').type('text/yaml; charset=utf-8').send(stringify({ views }))
    }),
  )
  return router
}

const listed = (row: SavedViewRow, reader: string): ListedView => ({
  id: row.id,
  name: row.name,
  page: row.page,
  filters: JSON.parse(row.filters) as ViewSpec['filters'],
  owner: row.owner,
  isOwn: row.owner === reader,
  isShared: row.is_shared === 1,
})

function done(response: Response): void {
  response.json({ done: true })
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value)
  if (!error) return data
  throw new CubeError({
    code: 'view_invalid',
    status: 400,
    message: `The view cannot be kept: ${error.issues[0]?.path.join('.')}`,
    cure: 'give it a name of at most 120 characters, a page and its filters',
  })
}

function taken(title: string): CubeError {
  const message = `You have a view ${title} already`
  return new CubeError({ code: 'view_taken', status: 409, message, cure: 'give it another name' })
}

function missing(): CubeError {
  return new CubeError({ code: 'view_unknown', status: 404, message: 'There is no such view of yours' })
}
