import { useState } from 'react'
import type { Page, PageGroup } from '../../pages/page.ts'
import { words } from './words.ts'

/** The way to a page, with the filters that are chosen. */
export const linkTo = (path: string): string => `${path}${location.search}`

/** The pages by group, the one that is open marked; on a phone behind a button that names it. */
export function Navigation({ page, pages }: { page: Page; pages: readonly Page[] }) {
  const [isOpen, setOpen] = useState(false)
  const groups = [...new Set(pages.map(({ group }) => group))]
  return (
    <nav className="pages" aria-label={words.page.navigation}>
      <button
        type="button"
        className="menu"
        aria-expanded={isOpen}
        aria-controls="page-groups"
        onClick={() => setOpen(!isOpen)}
      >
        {words.page.menu(page.title(words))}
      </button>
      <div id="page-groups" className={isOpen ? 'groups open' : 'groups'}>
        {groups.map((group) => (
          <Group key={group} group={group} page={page} pages={pages.filter((one) => one.group === group)} />
        ))}
      </div>
    </nav>
  )
}

function Group({ group, page, pages }: { group: PageGroup; page: Page; pages: readonly Page[] }) {
  return (
    <fieldset>
      <legend>{words.page.groups[group]}</legend>
      {pages.map(({ id, path, title }) => (
        <a key={id} href={linkTo(path)} {...(id === page.id && { 'aria-current': 'page' })}>
          {title(words)}
        </a>
      ))}
    </fieldset>
  )
}
