import { rulesHash } from '../../landing/part.ts'
import type { Source, SourceOptions } from '../source.ts'
import { fileObject } from './file-object.ts'
import { otherObjects, salesforceObjects } from './objects.ts'

export interface SalesforceOptions extends SourceOptions {
  /** Columns that tell the selling method, the first that is not empty wins. */
  readonly channelColumns?: readonly string[]
}

/**
 * Exports of Salesforce: CSV as Data Loader writes it, one file an object, and the snake_case tables of
 * replication tools. A file belongs to the object that its name begins with.
 */
export function salesforceSource(options: SalesforceOptions): Source {
  const { channelColumns = ['Sales_Method__c'], loadedAt = 'clock', ...rest } = options
  const objects = salesforceObjects(channelColumns)
  const names = [...Object.keys(objects), ...otherObjects]
  return {
    ...rest,
    kind: 'salesforce',
    loadedAt,
    readings: (fileName) => {
      const reading = objects[fileObject(fileName, names) ?? '']
      return reading && [reading]
    },
    rulesHash: rulesHash(Object.values(objects)),
  }
}
