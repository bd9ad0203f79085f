import { useEffect, useRef } from 'react'

/** Takes the focus by `take` when something opens, and gives it back to where it was when that is gone. */
export function useReturnFocus(take: () => void): void {
  const before = useRef<Element | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    // An effect that runs twice must not take the place that it has moved to for the one before.
    before.current ??= document.activeElement
    take()
    return () => {
      const isLost = document.activeElement === document.body || document.activeElement === null
      if (isLost && before.current instanceof HTMLElement) before.current.focus()
    }
  }, [])
}
