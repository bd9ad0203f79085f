import { expect, test } from 'vitest'
import { Runs } from '../../cli/operations/runs.ts'

/** Commands that end when they are told to, and what was asked of them. */
function commands() {
  const asked: string[] = []
  const ends: ((code: number) => void)[] = []
  return {
    asked,
    run: (args: readonly string[]) =>
      new Promise<{ code: number; fault: string }>((resolve) => {
        asked.push(args[0] ?? '')
        ends.push((code) => resolve({ code, fault: code === 0 ? '' : 'why' }))
      }),
    async end(code = 0) {
      ends.shift()?.(code)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

function heard() {
  const errors: unknown[] = []
  return { errors, error: (what: unknown) => errors.push(what), warn: () => undefined }
}

test('what is submitted while a run is at work waits for one run after it', async () => {
  const work = commands()
  const log = heard()
  const runs = new Runs(work, log as never)
  void runs.next()
  await work.end(-1)
  expect(work.asked).toEqual(['run'])
  const first = runs.next()
  const second = runs.next()
  expect(second).toBe(first)
  await work.end()
  expect(work.asked).toEqual(['run', 'run'])
  await work.end()
  await first
  expect(work.asked).toEqual(['run', 'run'])
  expect(log.errors).toEqual([])
})

test('a run waits for the past to be reconstructed, and a failure does not stop the next', async () => {
  const work = commands()
  const log = heard()
  const runs = new Runs(work, log as never)
  const past = runs.reconstructPast()
  const next = runs.next()
  await work.end(-1)
  expect(work.asked).toEqual(['backtest'])
  await work.end()
  expect(work.asked).toEqual(['backtest', 'run'])
  await work.end(1)
  await next
  expect(log.errors).toHaveLength(1)
  await work.end()
  await past
})
