import colors from 'picocolors'
import type { AuditResult } from '../models/contract/ops/build-manifest.ts'
import { counted, print } from './terminal.ts'

/** Names the audits that failed, with rows that did. */
export function describeAudits(failed: readonly AuditResult[]): void {
  for (const audit of failed) {
    const paint = audit.severity === 'error' ? colors.red : colors.yellow
    const examples = audit.examples.length ? `, such as ${audit.examples.join('; ')}` : ''
    print(
      paint(
        `${audit.severity === 'error' ? 'Failed' : 'Warning'}: ${audit.model}: ${audit.audit}: ${counted(audit.failures, 'row')}${examples}`,
      ),
    )
  }
}
