import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Application } from 'express'
import { bare } from './bare.ts'
import { malloy } from './malloy.ts'
import { ours } from './ours.ts'
import { type Question, questions } from './questions.ts'
import { stock } from './stock.ts'

export type Row = Readonly<Record<string, unknown>>

/** Somebody who answers the questions over one warehouse. */
export interface Contender {
  /** Rows, or null for a question that cannot be asked. */
  ask(question: Question, days: readonly [string, string]): Promise<readonly Row[] | null>
  /** Serves REST, and gives a token for it. */
  serve?(app: Application): Promise<string>
}

export interface ContenderOptions {
  readonly file: string
  readonly memory: string
  readonly threads: number
}

export type Asked =
  | { readonly ask: number; readonly days: readonly [string, string] }
  | { readonly serve: true }
  | { readonly served: true }

export interface Answered {
  readonly ms?: number | null
  readonly rows?: number
  /** Sum of all figures, by which answers are compared. */
  readonly sum?: number
  readonly port?: number
  readonly token?: string
  /** Milliseconds in the server, of each request since the last time it was asked. */
  readonly times?: readonly number[]
  readonly error?: string
}

const makers = { bare, ours, stock, malloy }
export type ContenderName = keyof typeof makers

const [, , name, options] = process.argv
const contender = await makers[name as ContenderName](JSON.parse(options ?? '{}') as ContenderOptions)
let times: number[] = []

const answer = async (asked: Asked): Promise<Answered> => {
  if ('served' in asked) {
    const taken = times
    times = []
    return { times: taken }
  }
  if ('serve' in asked) return listen()
  const question = questions[asked.ask]
  if (!question) throw new Error(`There is no question ${asked.ask}.`)
  const started = performance.now()
  const rows = await contender.ask(question, asked.days)
  const ms = performance.now() - started
  return rows ? { ms, rows: rows.length, sum: sumOf(rows) } : { ms: null }
}

async function listen(): Promise<Answered> {
  if (!contender.serve) throw new Error(`${name} has no server.`)
  const { default: express } = await import('express')
  const app = express()
  app.use((_, response, next) => {
    const started = performance.now()
    response.once('finish', () => times.push(performance.now() - started))
    next()
  })
  const token = await contender.serve(app)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, token }
}

function sumOf(rows: readonly Row[]): number {
  const figures = rows.flatMap((row) => Object.values(row)).map((value) => Number(value ?? 'none'))
  return figures.filter(Number.isFinite).reduce((sum, figure) => sum + figure, 0)
}

process.on('message', (asked: Asked) => {
  answer(asked).then(
    (answered) => process.send?.(answered),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  )
})
process.send?.({})
