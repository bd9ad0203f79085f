import { useEffect, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import { fetchContext, keepOnly, SignInNeeded, whenReleased } from './api.ts'
import { causeText } from './cause-text.ts'
import { hearOfBuilds } from './hear-of-builds.ts'

const POLL_MS = 30_000

export interface BuildState {
  readonly context: ReaderContext | null
  /** Why the last look at the server failed. */
  readonly error: string | null
  /** Since when the server does not answer; null while it does. */
  readonly lostAt: string | null
  /** Set where somebody has to sign in first. */
  readonly signIn: SignInNeeded | null
  readonly retry: () => void
}

/**
 * The build that is served, looked at again when the server tells of another, when the reader comes back, and twice a
 * minute, for its sources grow old meanwhile.
 */
export function useBuild(): BuildState {
  const [context, setContext] = useState<ReaderContext | null>(null)
  const [failure, setFailure] = useState<{ error: string; at: string } | null>(null)
  const [signIn, setSignIn] = useState<SignInNeeded | null>(null)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt looks at once
  useEffect(() => {
    let isOver = false
    const look = async (): Promise<void> => {
      try {
        const found = await fetchContext()
        if (isOver) return
        keepOnly(found.build.id)
        setFailure(null)
        setSignIn(null)
        setContext((known) => (known && sameBuild(known, found) ? known : found))
      } catch (cause) {
        if (isOver) return
        if (cause instanceof SignInNeeded) {
          setContext(null)
          setFailure(null)
          setSignIn(cause)
          return
        }
        const error = causeText(cause)
        setFailure((known) => ({ error, at: known?.at ?? new Date().toISOString() }))
      }
    }
    const onReturn = (): void => {
      if (document.visibilityState === 'visible') void look()
    }
    void look()
    whenReleased(() => void look())
    const stopHearing = hearOfBuilds(() => void look())
    const timer = setInterval(onReturn, POLL_MS)
    document.addEventListener('visibilitychange', onReturn)
    return () => {
      isOver = true
      stopHearing()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onReturn)
    }
  }, [attempt])

  return {
    context,
    error: failure?.error ?? null,
    lostAt: failure?.at ?? null,
    signIn,
    retry: () => setAttempt((known) => known + 1),
  }
}

/** A build never changes, but its sources age and are held back while it is served. */
const sameBuild = (one: ReaderContext, other: ReaderContext): boolean =>
  one.build.id === other.build.id &&
  one.build.publishedAt === other.build.publishedAt &&
  JSON.stringify(one.sources) === JSON.stringify(other.sources)
