import { en } from '../../messages/en.ts'
import { type PageId, pagePaths } from '../../pages/paths.ts'

/** The way to a page, with the filters that are chosen. */
export const linkTo = (page: PageId): string => `${pagePaths[page]}${location.search}`

/** The pages, the one that is open marked. */
export function Navigation({ page }: { page: PageId }) {
  return (
    <nav className="pages" aria-label={en.page.navigation}>
      {(Object.keys(pagePaths) as PageId[]).map((id) => (
        <a key={id} href={linkTo(id)} {...(id === page && { 'aria-current': 'page' })}>
          {en.page.titles[id]}
        </a>
      ))}
    </nav>
  )
}
