import { type ReactNode, useId, useRef } from 'react'
import { useReturnFocus } from './use-return-focus.ts'
import { words } from './words.ts'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel over the page. It has the focus until Escape or its button closes it; then the focus is where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useReturnFocus(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the panel closes it, as Escape does by itself
    <dialog
      ref={dialog}
      className="panel"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className="panel-body">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="quiet" onClick={onClose}>
            {words.panel.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
