import { statSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { zipSync } from 'fflate'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ProgressLine } from '../../cli/progress-line.ts'
import { runPipeline } from '../../cli/run-pipeline.ts'
import { openSetup } from '../../cli/setup.ts'
import { TestCompany } from '../support/test-company.ts'

function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  let text = ''
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return { stream: Object.assign(stream, { isTTY, columns: 120 }) as never, text: () => text }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a progress line', () => {
  test('tells bytes, their rate and the time left', () => {
    vi.useFakeTimers()
    const { stream, text } = terminal(true)
    const line = new ProgressLine(false, stream)
    line.step('Landing crm', 'a.csv', 0, 40_000_000, 'bytes')
    expect(text()).toMatch(/░{24} 0\.0\/40\.0 MB a\.csv$/)
    vi.advanceTimersByTime(2000)
    line.step('Landing crm', 'b.csv', 10_000_000, 40_000_000, 'bytes')
    expect(text()).toMatch(/█{6}░{18} 10\.0\/40\.0 MB 5\.0 MB\/s 6 s left b\.csv$/)
  })

  test('tells steps and the time left, from the beginning of each phase', () => {
    vi.useFakeTimers()
    const { stream, text } = terminal(true)
    const line = new ProgressLine(false, stream)
    line.step('Landing crm', 'a.csv', 0, 1, 'bytes')
    vi.advanceTimersByTime(60_000)
    line.step('Building', 'dim_date', 0, 30)
    vi.advanceTimersByTime(2000)
    line.step('Building', 'dim_rep', 10, 30)
    expect(text()).toMatch(/Building {5}█{8}░{16} 10\/30 4 s left dim_rep$/)
  })

  test('is one line a phase where nobody watches, and none where it is told to be quiet', () => {
    const { stream, text } = terminal(false)
    const line = new ProgressLine(false, stream)
    line.step('Landing crm', 'a.csv', 0, 2, 'bytes')
    line.step('Landing crm', 'b.csv', 1, 2, 'bytes')
    line.step('Building', 'dim_date', 0, 2)
    new ProgressLine(true, stream).step('Building', 'dim_date', 0, 2)
    expect(text()).toBe('Landing crm\nBuilding\n')
  })
})

/** Keeps what it is told. */
class Recorder extends ProgressLine {
  readonly told: unknown[][] = []

  override step(...args: Parameters<ProgressLine['step']>): void {
    this.told.push(args)
  }
}

test('a run tells the bytes of its new files, those of a zip once, then its models', async () => {
  const company = new TestCompany()
  try {
    company.write('salesops.yml', 'sources:\n  - { name: crm, kind: salesforce, path: crm }\n')
    const users = 'Id,Name\n005000000000001AAA,Ann\n'
    const accounts = 'Id,Name\n001000000000001AAA,Acme\n'
    company.write('crm/Campaign.csv', 'Id,Name\n701000000000001AAA,Fair\n')
    company.write(
      'crm/weekly.zip',
      Buffer.from(zipSync({ 'User.csv': Buffer.from(users), 'Account.csv': Buffer.from(accounts) })),
    )
    const setup = await openSetup({ config: join(company.folder, 'salesops.yml'), home: company.home })
    const recorder = new Recorder(true)
    try {
      await runPipeline(setup, recorder)
    } finally {
      await setup.state.destroy()
    }
    const size = (name: string): number => statSync(join(company.folder, 'crm', name)).size
    const total = size('Campaign.csv') + size('weekly.zip')
    const landing = recorder.told.filter(([phase]) => phase === 'Landing crm')
    expect(new Set(landing.map(([, , , all]) => all))).toEqual(new Set([total]))
    const done = landing.map(([, , bytes]) => Number(bytes))
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done[0]).toBe(0)
    expect(done.at(-1)).toBe(total)
    const building = recorder.told.filter(([phase]) => phase === 'Building')
    const [, , built, models] = building.at(-1) ?? []
    expect(built).toBe(models)
    // A step a model, one for the audits, and the end.
    expect(built).toBe(building.length - 2)
  } finally {
    company.remove()
  }
})
