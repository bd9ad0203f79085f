import { viewMembers } from '../cube/view-members.ts'
import { type CustomField, customEntities, customTable, textColumn } from '../models/custom/custom-field.ts'
import { customKey } from '../models/custom/custom-model.ts'
import { modelDir } from './reading.ts'

/** What is wrong with a declared field, and where in salesops.yml. */
interface CustomFieldFault {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly cure: string
}

/** Names that a declared field cannot have: members of views, and what its table and cube are made of. */
export function takenNames(): ReadonlySet<string> {
  return new Set([
    ...viewMembers(modelDir),
    ...customEntities.map(customKey),
    ...customEntities.map(customTable),
    // A property of every JavaScript object, in which Cube keeps members by name.
    'constructor',
  ])
}

/** Declared fields that clash with a member of the semantic layer or with each other. */
export function customFieldFaults(fields: readonly CustomField[]): readonly CustomFieldFault[] {
  if (fields.length === 0) return []
  const taken = new Map([...takenNames()].map((name) => [name, 'a member of the semantic layer']))
  return fields.flatMap((field, i) => {
    const { name } = field
    const columns = [name, textColumn(field)].filter((column) => column !== null)
    const clash = columns.find((column) => taken.has(column))
    const holder = clash && taken.get(clash)
    for (const column of columns) taken.set(column, `a column of the field ${name}`)
    if (!clash) return []
    const what =
      clash === name ? `"${name}", which is ${holder}` : `"${name}": its text would be ${clash}, ${holder}`
    return [
      {
        path: ['customFields', i, 'name'],
        message: `customFields.${i}.name is ${what}`,
        cure: 'choose another name',
      },
    ]
  })
}
