import { cell } from './member.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

const MOST = 200

/** Leads that nobody has turned to, the newest first: those can still be answered soon. */
export const unansweredLeads = defineTile({
  id: 'unanswered-leads',
  form: 'table',
  needs: ['lead'],
  title: (scope) => ({
    measure: scope.words.leads.unansweredTable,
    unit: '',
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  queries: (scope) => {
    const created = { dimension: 'leads.created_at', dateRange: dateRange(scope.period.range) } as const
    return {
      leads: {
        dimensions: ['leads.lead_id', 'leads.lead_source', 'leads.lead_status', 'leads.rep_name'],
        timeDimensions: [{ ...created, granularity: 'day' }],
        segments: ['leads.unanswered'],
        filters: scopeFilters('leads', scope),
        order: { 'leads.created_at': 'desc' },
        limit: MOST,
      },
      count: {
        measures: ['leads.leads_unanswered'],
        timeDimensions: [created],
        filters: scopeFilters('leads', scope),
      },
    }
  },
  view: ({ leads, count: [row] }, { words, format }) => {
    const text = words.leads
    if (leads.length === 0) return { kind: 'empty', reason: text.allAnswered }
    return {
      kind: 'table',
      message: text.unansweredMessage(
        format.count(cell(row, 'leads.leads_unanswered')),
        format.count(leads.length),
        leads.length === MOST,
      ),
      table: {
        columns: [
          { id: 'lead', head: text.lead, numeric: false },
          { id: 'created', head: text.createdOn, numeric: false, text: 'line' },
          { id: 'source', head: text.head.source, numeric: false, text: 'line' },
          { id: 'status', head: text.status, numeric: false, text: 'line' },
          { id: 'owner', head: words.attention.owner, numeric: false, text: 'line' },
        ],
        rows: leads.map((lead) => [
          { text: cell(lead, 'leads.lead_id') ?? '–' },
          { text: format.day((cell(lead, 'leads.created_at') ?? '').slice(0, 10)) },
          { text: cell(lead, 'leads.lead_source') ?? '–' },
          { text: cell(lead, 'leads.lead_status') ?? '–' },
          { text: cell(lead, 'leads.rep_name') ?? '–' },
        ]),
      },
    }
  },
})
