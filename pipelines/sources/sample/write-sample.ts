import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { accountCount, writeAccount } from './accounts.ts'
import { dropDays } from './calendar.ts'
import { DropWriter } from './drops.ts'
import { unconvertedLeads, writeUnconvertedLead } from './leads.ts'
import { checkedDay } from './options.ts'
import { writeOrganisation } from './organisation.ts'
import { SeatPicker } from './seat-picker.ts'
import { writeSheets } from './sheets.ts'
import { checkTarget, openPartial, putInPlace } from './target.ts'
import { truthText } from './truth.ts'
import { createWorld, type World } from './world.ts'

export interface SampleOptions {
  /** 1 is about 12,000 opportunities and 120,000 activities; above 0 and up to 100. */
  scale: number
  /** Whole number, 0 or more; the same seed, scale and day give the same bytes. */
  seed: number
  /** Last company day that the exports know of, `yyyy-MM-dd`. */
  until: string
  /** Folder to write; absent, empty or an earlier sample, which is replaced. */
  out: string
  onProgress?: (progress: { step: string; done: number; total: number }) => void
}

export interface SampleSummary {
  out: string
  drops: readonly string[]
  /** Records written by entity, the dirty ones included. */
  records: Record<string, number>
  opportunities: number
  activities: number
  dirty: number
}

/**
 * Writes the exports of the sample company: CRM drops, sheets, and the truth beside them. The folder
 * appears whole or not at all. Throws SampleError where the options cannot be met.
 */
export async function writeSample(options: SampleOptions): Promise<SampleSummary> {
  const untilDay = checkedDay(options)
  const out = resolve(options.out)
  checkTarget(out)
  const partial = openPartial(out)
  try {
    const drops = new DropWriter(partial, dropDays(untilDay), options.seed)
    const world = createWorld(options.seed, options.scale, untilDay, drops)
    await simulate(world, options.onProgress ?? (() => undefined))
    drops.close()
    writeFileSync(join(partial, 'truth.json'), truthText(world))
    putInPlace(partial, out)
    return summaryOf(out, drops)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    throw error
  }
}

async function simulate(world: World, report: NonNullable<SampleOptions['onProgress']>): Promise<void> {
  const seats = new SeatPicker(world.staff.seats)
  writeOrganisation(world)
  const each = async (step: string, total: number, write: (number: number) => void): Promise<void> => {
    for (let done = 0; done < total; done++) {
      write(done)
      if ((done + 1) % 250 !== 0 && done + 1 < total) continue
      report({ step, done: done + 1, total })
      await nextTurn()
    }
  }
  await each('accounts', accountCount(world.scale), (number) => writeAccount(world, seats, number))
  await each('leads', unconvertedLeads(world.scale), (number) => writeUnconvertedLead(world, seats, number))
  await each('sheets', 1, () => writeSheets(world))
}

function summaryOf(out: string, drops: DropWriter): SampleSummary {
  const records = Object.fromEntries(
    Object.entries(drops.counts).map(([entity, count]) => [entity, count.written]),
  )
  return {
    out,
    drops: drops.names,
    records,
    opportunities: drops.counts.Opportunity?.live ?? 0,
    activities: (drops.counts.Task?.live ?? 0) + (drops.counts.Event?.live ?? 0),
    dirty: drops.dirty.length,
  }
}
