import { en } from '../../messages/en.ts'
import type { Page } from '../../pages/page.ts'

/** The way to a page, with the filters that are chosen. */
export const linkTo = (path: string): string => `${path}${location.search}`

/** The pages, the one that is open marked. */
export function Navigation({ page, pages }: { page: Page; pages: readonly Page[] }) {
  return (
    <nav className="pages" aria-label={en.page.navigation}>
      {pages.map(({ id, path, title }) => (
        <a key={id} href={linkTo(path)} {...(id === page.id && { 'aria-current': 'page' })}>
          {title(en)}
        </a>
      ))}
    </nav>
  )
}
