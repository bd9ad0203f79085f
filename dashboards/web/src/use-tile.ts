import { useEffect, useState } from 'react'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile, TileView } from '../../tiles/tile.ts'
import { ask } from './api.ts'
import { causeText } from './cause-text.ts'

export interface TileState {
  /** The last view, kept while the next is on its way. */
  readonly view: TileView | null
  readonly isLoading: boolean
  /** True where the answer takes so long that somebody wonders. */
  readonly isSlow: boolean
  /** Why there is no answer; kept while it is asked for again. */
  readonly error: string | null
  readonly retry: () => void
}

const SLOW_MS = 8_000
/** A tile that failed asks again by itself: after this wait, then after twice as long each time. */
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 60_000

interface Failure {
  readonly why: string
  /** How often in a row. */
  readonly times: number
  readonly scope: Scope
  readonly build: string
}

/** Loads one tile for a scope and build. It fails alone, recovers by itself, and can be asked again before. */
export function useTile(tile: Tile, scope: Scope, build: string): TileState {
  const [loaded, setLoaded] = useState<{ view: TileView; scope: Scope; build: string } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [attempt, setAttempt] = useState(0)
  const retry = (): void => setAttempt((known) => known + 1)
  const isOf = (one: { scope: Scope; build: string } | null): boolean =>
    one?.scope === scope && one.build === build
  const error = failure !== null && isOf(failure) ? failure.why : null
  const isLoading = error === null && !isOf(loaded)
  const isSlow = useIsLong(isLoading)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(() => {
    let isOver = false
    tile
      .load(scope, (query) => ask(build, query))
      .then(
        (view) => {
          if (isOver) return
          setFailure(null)
          setLoaded({ view, scope, build })
        },
        (cause: unknown) => {
          if (isOver) return
          const why = causeText(cause)
          setFailure((known) => ({ why, times: (known?.times ?? 0) + 1, scope, build }))
        },
      )
    return () => {
      isOver = true
    }
  }, [tile, scope, build, attempt])

  useEffect(() => {
    if (failure === null) return
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failure.times - 1))
    const timer = setTimeout(() => setAttempt((known) => known + 1), wait)
    return () => clearTimeout(timer)
  }, [failure])

  return { view: loaded?.view ?? null, isLoading, isSlow, error, retry }
}

/** True once something has been so for long. */
function useIsLong(isSo: boolean): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    setLong(false)
    if (!isSo) return
    const timer = setTimeout(() => setLong(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [isSo])
  return isSo && isLong
}
