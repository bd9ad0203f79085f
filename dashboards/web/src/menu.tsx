import { type ReactNode, useEffect, useRef } from 'react'
import { useReturnFocus } from './use-return-focus.ts'

/** Something to do: by a click, or as a file to download. */
export type Action =
  | { readonly label: string; readonly run: () => void }
  | { readonly label: string; readonly href: string }

interface MenuProps {
  readonly label: string
  readonly actions: readonly Action[]
  /** Where it opens, in pixels from the corner of the tile; below its button where it is not said. */
  readonly at?: { readonly x: number; readonly y: number }
  readonly onClose: () => void
}

/** A short list of things to do. It closes by Escape, when the focus leaves it and when something is chosen. */
export function Menu({ label, actions, at, onClose }: MenuProps) {
  const list = useRef<HTMLUListElement>(null)
  useReturnFocus(() => list.current?.querySelector<HTMLElement>('button, a')?.focus())
  useEffect(() => {
    if (!at || !list.current) return
    // By script: the page's policy knows no inline styles, but lets a script set them.
    list.current.style.left = `${at.x}px`
    list.current.style.top = `${at.y}px`
  }, [at])
  return (
    <ul
      ref={list}
      className="menu-list"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault()
          step(list.current, event.key === 'ArrowDown' ? 1 : -1)
        }
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose()
      }}
    >
      {actions.map((action) => (
        <li key={action.label}>{shown(action, onClose)}</li>
      ))}
    </ul>
  )
}

function shown(action: Action, onClose: () => void): ReactNode {
  if ('href' in action)
    return (
      <a href={action.href} download onClick={onClose}>
        {action.label}
      </a>
    )
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => {
        onClose()
        action.run()
      }}
    >
      {action.label}
    </button>
  )
}

function step(list: HTMLUListElement | null, by: 1 | -1): void {
  const items: Element[] = [...(list?.querySelectorAll('button, a') ?? [])]
  const now = document.activeElement ? items.indexOf(document.activeElement) : -1
  const next = items[(now + by + items.length) % items.length]
  if (next instanceof HTMLElement) next.focus()
}
