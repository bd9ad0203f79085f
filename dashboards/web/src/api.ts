import cubeClient from '@cubejs-client/core'
import type { Context } from '../../context.ts'
import type { Row, TileQuery } from '../../tiles/member.ts'

interface Session {
  readonly token: string
  readonly expiresAt: string
}

/** Fetch the next token so long before the old one ends. */
const EARLY_MS = 60_000

async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path)
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) return body as T
  const reason = (body as { error?: unknown } | null)?.error
  throw new Error(typeof reason === 'string' ? reason : `${path}: ${response.status} ${response.statusText}`)
}

export const fetchContext = (): Promise<Context> => getJson<Context>('/api/context')

let session: Promise<Session> | null = null
let renewAt = 0

/** The page's token. Tiles that ask at once share one request for it. */
async function token(): Promise<string> {
  if (session === null || Date.now() > renewAt) {
    renewAt = Number.POSITIVE_INFINITY
    session = getJson<Session>('/api/session')
    session.then(
      ({ expiresAt }) => {
        renewAt = Date.parse(expiresAt) - EARLY_MS
      },
      () => {
        session = null
      },
    )
  }
  return (await session).token
}

const client = cubeClient(token, { apiUrl: '/cubejs-api/v1' })
const answers = new Map<string, Promise<readonly Row[]>>()

/** Asks the semantic layer. What is asked again of the same build is not fetched again, unless it failed. */
export function ask(build: string, query: TileQuery): Promise<readonly Row[]> {
  const key = `${build} ${JSON.stringify(query)}`
  const known = answers.get(key)
  if (known) return known
  const answer = client.load(query).then((result) => result.rawData() as readonly Row[])
  answers.set(key, answer)
  answer.catch(() => answers.delete(key))
  return answer
}

/** Forgets what is known of other builds than this. */
export function keepOnly(build: string): void {
  for (const key of answers.keys()) if (!key.startsWith(`${build} `)) answers.delete(key)
}
