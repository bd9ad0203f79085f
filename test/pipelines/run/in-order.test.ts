import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inOrder } from '../../../pipelines/run/in-order.ts'

/** Milliseconds that each item takes: later ones are done first. */
const delays = [30, 20, 10, 5, 0]

test('hands on results in the order of the items, whichever is done first, with one item a lane at a time', async () => {
  const finished: number[] = []
  const handed: [number, string][] = []
  const busy = new Map<string, number>()
  await inOrder(
    delays,
    ['a', 'b', 'c'],
    async (delay, lane) => {
      busy.set(lane, (busy.get(lane) ?? 0) + 1)
      expect(busy.get(lane)).toBe(1)
      await sleep(delay)
      busy.set(lane, 0)
      finished.push(delay)
      return `${delay}`
    },
    async (delay, result) => {
      handed.push([delay, result])
    },
  )
  expect(finished).not.toEqual(delays)
  expect(handed).toEqual(delays.map((delay) => [delay, `${delay}`]))
})

test('throws what fails first in order, after handing on what comes before it; the rest is not begun', async () => {
  const begun: number[] = []
  const handed: number[] = []
  const work = async (item: number): Promise<number> => {
    begun.push(item)
    await sleep(item === 1 ? 20 : 1)
    if (item === 1 || item === 2) throw new Error(`item ${item}`)
    return item
  }
  const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
  const handOn = async (item: number): Promise<void> => void handed.push(item)
  await expect(inOrder(items, ['a', 'b', 'c'], work, handOn)).rejects.toThrow('item 1')
  expect(handed).toEqual([0])
  expect(begun.length).toBeLessThan(items.length)
})

test('throws where a result cannot be handed on', async () => {
  const refuse = async (): Promise<void> => {
    throw new Error('no room')
  }
  await expect(inOrder([1, 2, 3], ['a', 'b'], async (item) => item, refuse)).rejects.toThrow('no room')
})
