import { writeFile } from 'node:fs/promises'
import { sourcesPage } from './sources-page.ts'

const page = new URL('../../docs/sources.md', import.meta.url)

await writeFile(page, sourcesPage())
