import { data } from './data.ts'
import { overview } from './overview.ts'
import type { Page } from './page.ts'
import type { PageId } from './paths.ts'

/** Every page, in the order of the navigation. */
export const pages: Readonly<Record<PageId, Page>> = { overview, data }
