import { pipeline } from '../contract/pipeline.ts'
import { currentVersions } from './current.ts'

export const stgPipeline = currentVersions('stg_pipeline', pipeline, 'kept')
