import { type FormEvent, useId, useRef, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import type { Page } from '../../pages/page.ts'
import { filtersOf, type ListedView, viewAddress } from '../../views/view.ts'
import { changeView, fetchViews, removeView, saveView, viewFile } from './api.ts'
import { Dialog } from './dialog.tsx'
import { useListed } from './use-listed.ts'
import { words } from './words.ts'

const text = words.views

interface ViewsPanelProps {
  readonly context: ReaderContext
  readonly page: Page
  /** The pages that the reader may open. */
  readonly pages: readonly Page[]
  readonly onClose: () => void
}

/** Views: to save the page's present filters, to open what was saved, and to give the link away. */
export function ViewsPanel({ context, page, pages, onClose }: ViewsPanelProps) {
  const { found: views, error, after } = useListed(fetchViews)
  const ofTeam = context.extension.views ?? []
  return (
    <Dialog title={text.title} onClose={onClose}>
      <SaveForm
        page={page}
        onSave={(name, isShared) =>
          after(saveView({ name, page: page.id, filters: filtersOf(location.search), isShared }))
        }
      />
      <CopyLink />
      {error !== null && (
        <p className="failed" role="alert">
          {error}
        </p>
      )}
      {ofTeam.length > 0 && (
        <>
          <h3>{text.ofTeam}</h3>
          <ul className="views">
            {ofTeam.map((view) => (
              <li key={view.name}>
                <ViewLink view={view} pages={pages} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{text.own}</h3>
      {views === null && error === null && <p role="status">{words.panel.loading}</p>}
      {views && !views.some(({ isOwn }) => isOwn) && <p className="empty">{text.none}</p>}
      <ul className="views">
        {views
          ?.filter(({ isOwn }) => isOwn)
          .map((view) => (
            <OwnView key={view.id} view={view} pages={pages} after={after} />
          ))}
      </ul>
      {views?.some(({ isOwn }) => !isOwn) && (
        <>
          <h3>{text.shared}</h3>
          <ul className="views">
            {views
              .filter(({ isOwn }) => !isOwn)
              .map((view) => (
                <li key={view.id}>
                  <ViewLink view={view} pages={pages} /> <span className="note">{text.by(view.owner)}</span>
                </li>
              ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}

function SaveForm({
  page,
  onSave,
}: {
  page: Page
  onSave: (name: string, isShared: boolean) => Promise<boolean>
}) {
  const id = useId()
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    if (await onSave(String(given.get('name')), given.get('shared') === 'on')) form.reset()
  }
  return (
    <form className="save-view" onSubmit={(event) => void submit(event)}>
      <label htmlFor={id}>{text.save(page.title(words))}</label>
      <input id={id} name="name" required maxLength={120} autoComplete="off" />
      <label>
        <input type="checkbox" name="shared" /> {text.share}
      </label>
      <button type="submit">{text.saveIt}</button>
    </form>
  )
}

function CopyLink() {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    field.current?.select()
    // Without https a page may not write to the clipboard: the link is selected then, to be copied by hand.
    await navigator.clipboard?.writeText(location.href)
    setCopied(navigator.clipboard !== undefined)
  }
  return (
    <p className="copy-link">
      <label htmlFor={id}>{text.link}</label>
      <input id={id} ref={field} readOnly value={location.href} />
      <button type="button" onClick={() => void copy().catch(() => {})}>
        {text.copy}
      </button>
      <span role="status">{isCopied ? text.copied : ''}</span>
    </p>
  )
}

function ViewLink({
  view,
  pages,
}: {
  view: Pick<ListedView, 'name' | 'page' | 'filters'>
  pages: readonly Page[]
}) {
  const address = viewAddress(view, pages)
  return address === null ? <span>{text.notYours(view.name)}</span> : <a href={address}>{view.name}</a>
}

interface OwnViewProps {
  readonly view: ListedView
  readonly pages: readonly Page[]
  readonly after: (work: Promise<unknown>) => Promise<boolean>
}

function OwnView({ view, pages, after }: OwnViewProps) {
  const [isRenaming, setRenaming] = useState(false)
  const rename = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name'))
    void after(changeView(view.id, { name })).then((isDone) => setRenaming(!isDone))
  }
  if (isRenaming)
    return (
      <li>
        <form onSubmit={rename}>
          <input
            name="name"
            defaultValue={view.name}
            aria-label={text.newName(view.name)}
            required
            maxLength={120}
          />
          <button type="submit">{text.rename}</button>
        </form>
      </li>
    )
  return (
    <li>
      <ViewLink view={view} pages={pages} />
      <button
        type="button"
        className="quiet"
        aria-label={text.renameOf(view.name)}
        onClick={() => setRenaming(true)}
      >
        {text.rename}
      </button>
      <button
        type="button"
        className="quiet"
        aria-pressed={view.isShared}
        aria-label={text.shareOf(view.name)}
        onClick={() => void after(changeView(view.id, { isShared: !view.isShared }))}
      >
        {view.isShared ? text.isShared : text.notShared}
      </button>
      <a href={viewFile(view.id)} download aria-label={text.fileOf(view.name)}>
        {text.file}
      </a>
      <button
        type="button"
        className="quiet"
        aria-label={text.removeOf(view.name)}
        onClick={() => void after(removeView(view.id))}
      >
        {text.remove}
      </button>
    </li>
  )
}
