import { useCallback, useEffect, useRef, useState } from 'react'
import { causeText } from './cause-text.ts'

/** Does something on the server, and lists again. False where it failed. */
export type After = (work: Promise<unknown>) => Promise<boolean>

interface Listed<T> {
  /** Null until it is there. */
  readonly found: T | null
  readonly error: string | null
  readonly after: After
}

/** What the server lists, and again after each change of it. `list` is the same function each time. */
export function useListed<T>(list: () => Promise<T>): Listed<T> {
  const [found, setFound] = useState<T | null>(null)
  const [error, setError] = useState<string | null>(null)
  const isOver = useRef(false)
  const after = useCallback<After>(
    async (work) => {
      try {
        await work
        const listed = await list()
        if (!isOver.current) {
          setFound(listed)
          setError(null)
        }
        return true
      } catch (cause) {
        if (!isOver.current) setError(causeText(cause))
        return false
      }
    },
    [list],
  )
  useEffect(() => {
    isOver.current = false
    void after(Promise.resolve())
    return () => {
      isOver.current = true
    }
  }, [after])
  return { found, error, after }
}
