import { writeFile } from 'node:fs/promises'
import { modelsPage } from './models-page.ts'

const page = new URL('../../docs/models.md', import.meta.url)

await writeFile(page, modelsPage())
