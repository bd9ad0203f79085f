import cubeClient, { type Query } from '@cubejs-client/core'
import type { ViewSpec } from '../../../models/contract/extension.ts'
import type { ReaderContext } from '../../context.ts'
import type { Explanation } from '../../explain/explanation.ts'
import type { MetaView } from '../../explore/members.ts'
import type { NewSchedule, ReportsPage } from '../../reports/page.ts'
import type { Row, TileQuery } from '../../tiles/member.ts'
import type { ListedView } from '../../views/view.ts'
import { words } from './words.ts'

interface Session {
  readonly token: string
  readonly expiresAt: string
  readonly user: { readonly name: string; readonly role: string }
  readonly isSignedIn: boolean
}

/** Somebody as the sample company's role switcher names them. */
export interface Person {
  readonly repId: string
  readonly name: string
  readonly isManager: boolean
}

/** Nobody is signed in, and the server wants somebody. */
export class SignInNeeded extends Error {
  /** What the provider's button says, where people sign in elsewhere. */
  readonly provider: string | null

  constructor(provider: string | null) {
    super('Sign in to see the pages.')
    this.provider = provider
  }
}

/** Fetch the next token so long before the old one ends. */
const EARLY_MS = 60_000

async function getJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    throw new Error(words.page.noAnswer, { cause })
  })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) return body as T
  const fault = body as { error?: unknown; code?: unknown; provider?: string | null } | null
  if (fault?.code === 'sign_in_needed') throw new SignInNeeded(fault.provider ?? null)
  const reason = fault?.error
  throw new Error(typeof reason === 'string' ? reason : `${path}: ${response.status} ${response.statusText}`)
}

export const fetchContext = (): Promise<ReaderContext> => getJson<ReaderContext>(`/api/context${lookingAs()}`)

export const fetchExplanation = (query: string): Promise<Explanation> =>
  getJson<Explanation>(`/api/explain?${query}`)

export const fetchViews = (): Promise<readonly ListedView[]> =>
  getJson<readonly ListedView[]>(`/api/views${lookingAs()}`)

const sent = (method: 'POST' | 'PATCH', body: object): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

export const saveView = (view: ViewSpec & { readonly isShared: boolean }): Promise<unknown> =>
  getJson(`/api/views${lookingAs()}`, sent('POST', view))

export const changeView = (
  id: string,
  change: { readonly name: string } | { readonly isShared: boolean },
): Promise<unknown> => getJson(`/api/views/${id}${lookingAs()}`, sent('PATCH', change))

export const removeView = (id: string): Promise<unknown> =>
  getJson(`/api/views/${id}${lookingAs()}`, { method: 'DELETE' })

/** @throws Error with what the server says */
export async function submitForecast(submission: {
  readonly rep?: string
  readonly period: string
  readonly category: string
  readonly amount: string
}): Promise<void> {
  const { token } = await currentSession()
  const { headers, ...request } = sent('POST', submission)
  await getJson('/api/forecast/submissions', {
    ...request,
    headers: { ...headers, Authorization: `Bearer ${token}` },
  })
}

/** Where a view is to be had as a file. */
export const viewFile = (id: string): string => `/api/views/${id}.yml${lookingAs()}`

export const fetchReports = (): Promise<ReportsPage> => getJson<ReportsPage>(`/api/reports${lookingAs()}`)

export const addSchedule = (schedule: NewSchedule): Promise<unknown> =>
  getJson(`/api/reports/schedules${lookingAs()}`, sent('POST', schedule))

export const stopSchedule = (id: string): Promise<unknown> =>
  getJson(`/api/reports/schedules/${id}${lookingAs()}`, { method: 'DELETE' })

/** Lets the reader hear nothing of an alert for some hours; 0 wakes it. */
export const snoozeAlert = (name: string, hours: number): Promise<unknown> =>
  getJson(`/api/reports/alerts/${name}/snooze${lookingAs()}`, sent('POST', { hours }))

/** Where something of the page Reports is to be opened: an issue, a preview, a schedule as a file. */
export const reportAddress = (path: string): string => `/api/reports/${path}${lookingAs()}`

let session: Promise<Session> | null = null
let renewAt = 0

const LOOK_AS = 'salesops-look-as'

/** Whom the role switcher has chosen, as the query of a URL. */
export const lookingAs = (): string => sessionStorage.getItem(LOOK_AS) ?? ''

/** Looks as somebody else from now on: everything is asked for anew. */
export function lookAs(query: string): void {
  sessionStorage.setItem(LOOK_AS, query)
  location.reload()
}

export const fetchPeople = (): Promise<readonly Person[]> => getJson<readonly Person[]>('/api/people')

/** @throws Error with what the server says */
export async function signIn(name: string, password: string): Promise<void> {
  await getJson('/api/sign-in', sent('POST', { name, password }))
  forget()
}

export async function signOut(): Promise<void> {
  await getJson('/api/sign-out', { method: 'POST' })
  location.assign('/')
}

/** What was known belongs to whoever was signed in. */
function forget(): void {
  session = null
  answers.clear()
}

/** Whose the page is. Tiles that ask at once share one request for it. */
export function currentSession(): Promise<Session> {
  if (session === null || Date.now() > renewAt) {
    renewAt = Number.POSITIVE_INFINITY
    session = getJson<Session>(`/api/session${lookingAs()}`)
    session.then(
      ({ expiresAt }) => {
        renewAt = Date.parse(expiresAt) - EARLY_MS
      },
      () => {
        session = null
      },
    )
  }
  return session
}

/** After so long there is none to come. */
const LONGEST_ANSWER_MS = 120_000

/** What the client says where nobody answered, and where nobody did in time. */
const SILENCE: readonly string[] = ['network Error', 'timeout']

function unanswered(cause: unknown): never {
  const isSilence = cause instanceof Error && SILENCE.includes(cause.message)
  throw isSilence ? new Error(words.page.noAnswer, { cause }) : cause
}

const clients = new Map<string, ReturnType<typeof cubeClient>>()
const answers = new Map<string, Promise<Answer>>()

interface Answer {
  readonly rows: readonly Row[]
  /** Rows that there are without the limit, where the query asks for `total`. */
  readonly total: number | null
}

/** A client whose answers are all of one build, so that a page never mixes two. */
function clientOf(build: string): ReturnType<typeof cubeClient> {
  const known = clients.get(build)
  if (known) return known
  const token = async () => (await currentSession()).token
  const headers = { 'X-Salesops-Build': build }
  const client = cubeClient(token, { apiUrl: '/cubejs-api/v1', headers, fetchTimeout: LONGEST_ANSWER_MS })
  clients.set(build, client)
  return client
}

/** Cubes and views with the members that the reader may ask for. */
export const fetchMeta = async (build: string): Promise<readonly MetaView[]> =>
  (await clientOf(build).meta()).cubes

/** Called when the server does not serve the page's build any more. */
let onReleased = (): void => {}
export function whenReleased(look: () => void): void {
  onReleased = look
}

/** Asks the semantic layer for rows. */
export const ask = async (build: string, query: TileQuery): Promise<readonly Row[]> =>
  (await answerTo(build, query)).rows

/** Asks the semantic layer. What is asked again of the same build is not fetched again, unless it failed. */
export function answerTo(build: string, query: Query): Promise<Answer> {
  const key = `${build} ${JSON.stringify(query)}`
  const known = answers.get(key)
  if (known) return known
  const answer = clientOf(build)
    .load(query)
    .then((result) => ({ rows: result.rawData() as readonly Row[], total: result.totalRows() ?? null }))
    .catch(unanswered)
  answers.set(key, answer)
  answer.catch((error: unknown) => {
    answers.delete(key)
    if (Reflect.get(Object(Reflect.get(Object(error), 'response')), 'code') === 'build_released') onReleased()
  })
  return answer
}

/** Forgets what is known of other builds than this. */
export function keepOnly(build: string): void {
  for (const key of answers.keys()) if (!key.startsWith(`${build} `)) answers.delete(key)
  for (const key of clients.keys()) if (key !== build) clients.delete(key)
}
