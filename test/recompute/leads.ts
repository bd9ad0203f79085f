import { dayNumber, localDay, monthOf, type SampleCompany, startOfLocalDay } from './company.ts'
import { type Book, type Deal, type Dims, order, ownerDims } from './deals.ts'
import { live, type TextRecord } from './exports.ts'
import { add, quantile, ratio, total, type View } from './view.ts'

export interface Lead {
  readonly createdAt: string
  /** When a person of ours turned to it, in order. */
  readonly touches: readonly string[]
  readonly convertedOn: string | null
  readonly deal: string | null
  /** Until when it is followed, where nobody turns to it. */
  readonly lastKnown: string
  readonly dims: Dims
}

/** Calls and mails that are done, meetings, visits and demos that are over; tasks are for oneself. */
const HUMAN = new Set(['Call', 'Email', 'Meeting', 'Visit', 'Demo'])

export function readLeads(exports: string, company: SampleCompany, book: Book): Lead[] {
  const records = live(exports, 'Lead')
  const contactOf = new Map(records.map((it) => [it.Id ?? '', it.ConvertedContactId || (it.Id ?? '')]))
  const touched = new Map<string, string[]>()
  for (const { record } of book.activities) {
    if (!HUMAN.has(record.Type ?? '') || !record.WhoId) continue
    const who = contactOf.get(record.WhoId) ?? record.WhoId
    const at = record.StartDateTime || record.CompletedDateTime || record.CreatedDate || ''
    const known = touched.get(who)
    if (known) known.push(at)
    else touched.set(who, [at])
  }
  return records.map((record) =>
    leadOf(record, touched.get(contactOf.get(record.Id ?? '') ?? '') ?? [], company),
  )
}

function leadOf(record: TextRecord, touches: readonly string[], company: SampleCompany): Lead {
  const createdAt = record.CreatedDate ?? ''
  const owner = company.userAt(record.OwnerId ?? '', createdAt)
  const territory = company.territories.get(owner?.Territory__c ?? '')
  const account = company.accounts.get(company.survivor(record.ConvertedAccountId ?? ''))
  const dayAfter =
    record.ConvertedDate && new Date(Date.parse(record.ConvertedDate) + 86_400_000).toISOString()
  return {
    createdAt,
    touches: touches.filter((at) => at >= createdAt && at <= company.asOf).sort(),
    convertedOn: record.ConvertedDate || null,
    deal: record.ConvertedOpportunityId || null,
    lastKnown: [company.asOf, ...(dayAfter ? [startOfLocalDay(dayAfter.slice(0, 10))] : [])].sort()[0] ?? '',
    dims: {
      ...ownerDims(owner, company),
      territory_name: territory?.territory_name ?? 'Unknown',
      region_name: territory?.region ?? null,
      channel_name: record.Sales_Method__c || 'Unknown',
      lead_source: record.LeadSource || null,
      lead_status: record.Status || null,
      account_segment: account?.Segment__c || null,
      campaign_name: 'Unknown',
      is_converted: String(record.IsConverted === 'true'),
      lead_id: record.Id ?? null,
    },
  }
}

const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000

/** Leads by when they were created. */
export function leads(exports: string, company: SampleCompany, book: Book): View<Lead> {
  const answered = (all: readonly Lead[]) => all.filter(({ touches }) => touches.length > 0)
  const converted = (all: readonly Lead[]) => all.filter(({ dims }) => dims.is_converted === 'true')
  const within = (limit: number) => (all: readonly Lead[]) => {
    const inTime = all.filter(
      ({ createdAt, touches: [first] }) => first && minutes(createdAt, first) <= limit,
    )
    const known = all.filter(
      ({ createdAt, touches: [first], lastKnown }) => first || minutes(createdAt, lastKnown) >= limit,
    )
    return ratio(inTime.length, known.length)
  }
  return {
    name: 'leads',
    time: 'created_at',
    dimensions: [
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'region_name',
      'channel_name',
      'lead_source',
      'lead_status',
      'account_segment',
      'campaign_name',
      'is_converted',
    ],
    items: readLeads(exports, company, book).map((lead) => ({
      at: lead.createdAt,
      dims: lead.dims,
      value: lead,
    })),
    measures: {
      count: (all) => all.length,
      leads_answered: (all) => answered(all).length,
      leads_unanswered: (all) => all.length - answered(all).length,
      leads_converted: (all) => converted(all).length,
      lead_conversion: (all) => ratio(converted(all).length, all.length),
      answered_share: (all) => ratio(answered(all).length, all.length),
      within_5_minutes: within(5),
      within_60_minutes: within(60),
      touches: (all) => (all.length ? add(all.map(({ touches }) => touches.length)) : null),
      days_to_convert_median: (all) =>
        quantile(
          all.flatMap(({ convertedOn, createdAt }) =>
            convertedOn ? [dayNumber(convertedOn) - dayNumber(localDay(createdAt))] : [],
          ),
          0.5,
        ),
    },
  }
}

/** Leads with the first deal that came of each, and deals that came of none, by their month of creation. */
export function leadSources(
  exports: string,
  company: SampleCompany,
  book: Book,
): View<{ lead: Lead | null; deal: Deal | null }> {
  type Origin = { lead: Lead | null; deal: Deal | null }
  const byId = new Map(book.deals.map((deal) => [deal.id, deal]))
  const taken = new Set<string>()
  const all = readLeads(exports, company, book).sort(
    (a, b) => order(a.createdAt, b.createdAt) || order(a.dims.lead_id ?? '', b.dims.lead_id ?? ''),
  )
  const ofLeads = all.map((lead): Origin => {
    const deal = lead.deal && !taken.has(lead.deal) ? (byId.get(lead.deal) ?? null) : null
    if (lead.deal) taken.add(lead.deal)
    return { lead, deal }
  })
  const ofNone = book.deals.filter(({ id }) => !taken.has(id)).map((deal): Origin => ({ lead: null, deal }))
  const deals = (origins: readonly Origin[], status?: Deal['status']) =>
    origins.flatMap(({ deal }) => (deal && (!status || deal.status === status) ? [deal] : []))
  const found = (origins: readonly Origin[]) => origins.flatMap(({ lead }) => lead ?? [])
  const converted = (origins: readonly Origin[]) =>
    found(origins).filter(({ dims }) => dims.is_converted === 'true').length
  const count = (of: (origins: readonly Origin[]) => number) => (origins: readonly Origin[]) =>
    origins.length ? of(origins) : null
  return {
    name: 'lead_sources',
    time: 'created_month',
    dimensions: ['lead_source', 'campaign_name', 'product_name', 'product_family'],
    items: [...ofLeads, ...ofNone].map((value) => ({
      at: monthOf(localDay(value.lead?.createdAt ?? value.deal?.createdAt ?? '')),
      dims: {
        lead_source: (value.lead ?? value.deal)?.dims.lead_source ?? 'Unknown',
        campaign_name: 'Unknown',
        product_name: value.deal?.dims.product_name ?? 'Unknown',
        product_family:
          [...company.products.values()].find(({ Name }) => Name === value.deal?.dims.product_name)?.Family ||
          null,
      },
      value,
    })),
    measures: {
      leads: count((it) => found(it).length),
      leads_answered: count((it) => found(it).filter(({ touches }) => touches.length > 0).length),
      leads_converted: count(converted),
      lead_conversion: (it) => ratio(converted(it), found(it).length),
      opportunities: count((it) => deals(it).length),
      deals_won: count((it) => deals(it, 'won').length),
      deals_lost: count((it) => deals(it, 'lost').length),
      open_amount: (it) => total(deals(it, 'open')) ?? 0n,
      bookings: (it) => total(deals(it, 'won')) ?? 0n,
      bookings_per_lead: (it) => ratio(Number(total(deals(it, 'won')) ?? 0n) / 1e6, found(it).length),
    },
  }
}
