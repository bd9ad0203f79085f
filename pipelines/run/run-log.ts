import type { Kysely } from 'kysely'
import type { RunOutcome, State } from '../../models/state/database.ts'
import { LandingError, type LandingFault } from '../landing/landing-error.ts'
import type { RunResult } from './run-options.ts'

/** A run as the log tells it. */
export interface LoggedRun {
  readonly id: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly seconds: number | null
  readonly outcome: RunOutcome
  readonly build: string | null
  /** Sources that were held back, with the reason. */
  readonly held: Readonly<Record<string, string>>
  readonly filesLanded: number
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  readonly message: string | null
}

/** Begins the log of a run. One that is still open was cut off, for only one runs at a time. */
export async function beginRun(state: Kysely<State>, id: string): Promise<void> {
  await state
    .updateTable('run')
    .set({ outcome: 'error', message: 'cut off' })
    .where('outcome', '=', 'running')
    .execute()
  await state
    .insertInto('run')
    .values({ id, started_at: new Date().toISOString(), outcome: 'running', held: '{}' })
    .execute()
}

export async function endRun(state: Kysely<State>, result: RunResult): Promise<void> {
  const held = [...result.held]
  await state
    .updateTable('run')
    .set({
      finished_at: new Date().toISOString(),
      outcome: result.outcome,
      build: result.build,
      held: JSON.stringify(Object.fromEntries(held.map(([name, { message }]) => [name, message]))),
      faults: JSON.stringify(
        Object.fromEntries(
          held.map(([name, { code, where, value, expected, cure }]) => [
            name,
            { code, where, value, expected, cure },
          ]),
        ),
      ),
      files_landed: result.filesLanded,
      records_loaded: result.recordsLoaded,
      records_quarantined: result.recordsQuarantined,
    })
    .where('id', '=', result.id)
    .execute()
}

export async function failRun(state: Kysely<State>, id: string, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error)
  await state
    .updateTable('run')
    .set({ finished_at: new Date().toISOString(), outcome: 'error', message })
    .where('id', '=', id)
    .execute()
}

/** The sources that the last run which came to an end held back. */
export async function heldBefore(state: Kysely<State>): Promise<Map<string, LandingError>> {
  const last = await state
    .selectFrom('run')
    .select('faults')
    .where('outcome', 'not in', ['running', 'error'])
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const faults = JSON.parse(last?.faults ?? '{}') as Record<string, LandingFault>
  return new Map(Object.entries(faults).map(([name, fault]) => [name, new LandingError(fault)]))
}

export interface RunFilter {
  readonly limit: number
  /** Only runs that began at or after this instant, ISO. */
  readonly since?: string
  readonly outcome?: RunOutcome
}

/** The log of runs, newest first. */
export async function readRuns(state: Kysely<State>, filter: RunFilter): Promise<LoggedRun[]> {
  const { since, outcome } = filter
  const rows = await state
    .selectFrom('run')
    .selectAll()
    .$if(since !== undefined, (query) => query.where('started_at', '>=', since ?? ''))
    .$if(outcome !== undefined, (query) => query.where('outcome', '=', outcome ?? 'running'))
    .orderBy('started_at', 'desc')
    .limit(filter.limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    seconds: row.finished_at ? (Date.parse(row.finished_at) - Date.parse(row.started_at)) / 1000 : null,
    outcome: row.outcome,
    build: row.build,
    held: JSON.parse(row.held) as Record<string, string>,
    filesLanded: row.files_landed,
    recordsLoaded: row.records_loaded,
    recordsQuarantined: row.records_quarantined,
    message: row.message,
  }))
}
