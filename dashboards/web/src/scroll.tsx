import type { ReactNode } from 'react'

/** A place that scrolls sideways: it is reached by keyboard, and has a name to be told by. */
export function Scroll({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reached by keyboard
    <section className="scroll" tabIndex={0} aria-label={name}>
      {children}
    </section>
  )
}
