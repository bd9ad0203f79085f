import { stage } from '../contract/stage.ts'
import { currentVersions } from './current.ts'

export const stgStage = currentVersions('stg_stage', stage, 'kept')
