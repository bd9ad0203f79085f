import { writeFile } from 'node:fs/promises'
import { ModelFiles } from '../../cube/model-files.ts'
import { modelDir } from '../reading.ts'
import { metricsPage } from './metrics-page.ts'

const page = new URL('../../docs/metrics.md', import.meta.url)

await writeFile(page, metricsPage(await new ModelFiles(modelDir).sources()))
