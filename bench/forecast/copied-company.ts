import { knownColumns } from '../../models/forecast/known-columns.ts'

type Run = (statement: string) => Promise<void>

/** Reps of a large company; those of a small one and of so many copies. */
const REP_COPIES = 40

/** Tables that are the company's own, whatever its size. */
const shared = new Set(['company', 'dim_date', 'dim_stage', 'int_first_load', 'dim_account'])
const ids = new Set(['opportunity_id', 'activity_id'])
const reps = new Set(['rep_key', 'rep_id', 'owner_id'])

/**
 * Makes a company so many times as large: what forecasts may know of it, copied in memory under ids of its own. The
 * copies are alike, which is as good as others where only time and memory are asked for.
 */
export async function copyCompany(run: Run, copies: number): Promise<void> {
  for (const [table, columns] of Object.entries(knownColumns)) {
    if (shared.has(table))
      await run(`create table memory.main.${table} as select ${columns.join(', ')} from ${table}`)
    else {
      const isOfReps = table === 'dim_rep'
      const told = columns.map((column) => {
        if (ids.has(column)) return `${column} || '-' || i as ${column}`
        return reps.has(column) ? `${column} || '-' || i % ${REP_COPIES} as ${column}` : column
      })
      await run(
        `create table memory.main.${table} as select ${told.join(', ')} from ${table}, range(${isOfReps ? Math.min(copies, REP_COPIES) : copies}) as _(i)`,
      )
    }
  }
  await run("set search_path = 'memory.main'")
}
