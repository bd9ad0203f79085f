import { useState } from 'react'
import { en } from '../../messages/en.ts'
import type { Page, PageGroup } from '../../pages/page.ts'

/** The way to a page, with the filters that are chosen. */
export const linkTo = (path: string): string => `${path}${location.search}`

/** The pages by group, the one that is open marked; on a phone behind a button that names it. */
export function Navigation({ page, pages }: { page: Page; pages: readonly Page[] }) {
  const [isOpen, setOpen] = useState(false)
  const groups = [...new Set(pages.map(({ group }) => group))]
  return (
    <nav className="pages" aria-label={en.page.navigation}>
      <button
        type="button"
        className="menu"
        aria-expanded={isOpen}
        aria-controls="page-groups"
        onClick={() => setOpen(!isOpen)}
      >
        {en.page.menu(page.title(en))}
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
      <legend>{en.page.groups[group]}</legend>
      {pages.map(({ id, path, title }) => (
        <a key={id} href={linkTo(path)} {...(id === page.id && { 'aria-current': 'page' })}>
          {title(en)}
        </a>
      ))}
    </fieldset>
  )
}
