import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ProgressLine } from '../cli/progress-line.ts'
import { reportFiles, reportFormats } from '../cli/reports/report-files.ts'
import { onServedBuild } from '../cli/reports/reported-build.ts'
import { runPipeline } from '../cli/run-pipeline.ts'
import { openSetup, sampleFolder } from '../cli/setup.ts'
import type { CubeUser } from '../cube/server.ts'
import { readRoster } from '../dashboards/identity/roster.ts'
import { pipelineMeeting } from '../dashboards/reports/definitions/pipeline-meeting.ts'
import { repDigest } from '../dashboards/reports/definitions/rep-digest.ts'
import { renderReport } from '../dashboards/reports/render.ts'
import { currentBuild } from '../models/warehouse/builds.ts'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'

/**
 * Renders personal reports in every format, each with the rights of its reader, in one process:
 * `bench:reports [--readers N] [--scale N] [--home FOLDER]`. Managers get the pipeline meeting, reps their digest; where
 * the company has fewer people than are asked for, they come again with their answers still to be computed.
 */
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    scale: { type: 'string', default: '1' },
    home: { type: 'string' },
  },
})
const limits = { minutes: 5, gigabytes: 2 }
/** Readers at a time: while one's questions are answered another's pages are written. */
const ABREAST = 3

const folder = mkdtempSync(join(tmpdir(), 'salesops-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const home = values.home ?? folder
if (!currentBuild(home)) await build(home)

let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 100)

await onServedBuild(home, async (cube, served) => {
  const { people } = await readRoster(cube)
  const active = people.filter(({ isActive }) => isActive)
  const wanted = Number(values.readers)
  const started = performance.now()
  let [next, bytes, files] = [0, 0, 0]
  const work = async (): Promise<void> => {
    while (next < wanted) {
      const turn = next++
      const person = active[turn % active.length]
      if (!person) return
      // A name of its own gives each turn rights of its own to be looked up.
      const user: CubeUser = {
        name: `reader-${turn}`,
        role: person.isManager ? 'manager' : 'rep',
        repId: person.repId,
      }
      const definition = person.isManager ? pipelineMeeting : repDigest
      const report = await renderReport({ definition, cube, user, build: served })
      for (const { content } of await reportFiles(report, reportFormats)) {
        bytes += content.length
        files++
      }
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, work))
  const seconds = (performance.now() - started) / 1000
  clearInterval(watch)
  const gigabytes = peak / 2 ** 30
  const held = (holds: boolean): string => (holds ? 'held' : 'MISSED')
  console.log(
    `${wanted} reports of ${active.length} people, ${files} files, ${(bytes / 2 ** 20).toFixed(0)} MiB`,
  )
  console.log(
    `${seconds.toFixed(0)} s, ${(seconds / wanted).toFixed(2)} s each (${limits.minutes} minutes: ${held(seconds < limits.minutes * 60)})`,
  )
  console.log(
    `peak memory ${gigabytes.toFixed(2)} GiB (${limits.gigabytes} GiB: ${held(gigabytes < limits.gigabytes)})`,
  )
  if (seconds >= limits.minutes * 60 || gigabytes >= limits.gigabytes) process.exitCode = 1
})

async function build(home: string): Promise<void> {
  await writeSample({ scale: Number(values.scale), seed: 1, until: '2026-11-27', out: sampleFolder(home) })
  const setup = await openSetup({ home })
  try {
    await runPipeline(setup, new ProgressLine(true))
  } finally {
    await setup.state.destroy()
  }
}
