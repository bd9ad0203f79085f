/**
 * Works on items side by side, one at a time on each lane, and hands on the results in the order of the
 * items. What fails first in that order is thrown, once all items before it are handed on; items after it
 * are not begun any more.
 */
export async function inOrder<Item, Lane, Result>(
  items: readonly Item[],
  lanes: readonly Lane[],
  work: (item: Item, lane: Lane) => Promise<Result>,
  handOn: (item: Item, result: Result) => Promise<void>,
): Promise<void> {
  const waiting = new Map<number, { item: Item; result: Result }>()
  let begun = 0
  let handed = 0
  let failure: { at: number; error: unknown } | undefined
  let handing = Promise.resolve()

  const handOnNext = async (): Promise<void> => {
    for (let next = waiting.get(handed); next; next = waiting.get(handed)) {
      await handOn(next.item, next.result)
      waiting.delete(handed)
      handed += 1
    }
  }
  const workOn = async (lane: Lane): Promise<void> => {
    for (let at = begun++; at < (failure?.at ?? items.length); at = begun++) {
      const item = items[at] as Item
      try {
        waiting.set(at, { item, result: await work(item, lane) })
        handing = handing.then(handOnNext)
        await handing
      } catch (error) {
        if (!failure || at < failure.at) failure = { at, error }
      }
    }
  }
  await Promise.all(lanes.map(workOn))
  if (failure) throw failure.error
}
