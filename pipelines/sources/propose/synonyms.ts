import { contract, type EntityName } from '../../../models/contract/index.ts'
import { allFeeds, headersOf } from '../feeds.ts'

/** Headers of other systems and of people's own sheets, besides those that the built-in sources know. */
const others: Readonly<Partial<Record<EntityName, Readonly<Record<string, readonly string[]>>>>> = {
  opportunity: {
    opportunity_id: ['Deal - ID', 'Pipedrive System ID', '(Do Not Modify) Opportunity', 'deal no', 'opp id'],
    name: ['Deal - Title', 'Topic', 'Title', 'Deal', 'Opportunity', 'Potential Name', 'ชื่อโอกาสทางการขาย'],
    stage_name: [
      'Deal - Stage',
      'Sales stage',
      'Pipeline Phase',
      'Status',
      'Phase',
      'Etapa',
      'フェーズ',
      'ขั้น',
    ],
    amount: [
      'Deal - Value',
      'Value',
      'Close value',
      'Est. Revenue',
      'Deal value',
      'Revenue',
      'Betrag',
      'Importe',
      '金額',
      'มูลค่า (บาท)',
      'จำนวนเงิน',
    ],
    currency: ['Deal - Currency of value', 'Currency code'],
    close_date: [
      'Deal - Expected close date',
      'Closing Date',
      'Est. Close Date',
      'Expected close',
      'Schlusstermin',
      'Fecha de cierre',
      '完了予定日',
      'วันที่ปิดการขาย',
      'วันที่ปิด',
    ],
    created_at: ['Deal - Deal created', 'Created', 'Created On', 'Created time', 'Engage date'],
    modified_at: ['Last modified', 'Updated', 'Modified time', '(Do Not Modify) Modified On'],
    owner_id: [
      'Deal - Owner',
      'Owner',
      'Sales agent',
      'Sales rep',
      'Rep',
      'Salesperson',
      'Account executive',
      'AE',
    ],
    account_id: [
      'Account',
      'Customer',
      'Company',
      'Client',
      'Deal - Organization',
      'Organization',
      'Account Name',
    ],
    product_name: ['Product', 'Product Name'],
    probability: ['Deal - Probability', 'Probability (%)', 'Win %'],
    loss_reason: ['Deal - Lost reason', 'Lost reason', 'Reason lost'],
    channel: ['Channel', 'Selling method', 'Sales method'],
    lead_source: ['Source'],
  },
  account: {
    account_id: ['Account', 'Customer ID', 'Company ID', 'Organization - ID'],
    name: ['Account', 'Customer', 'Organization - Name', 'Customer Name', 'Company'],
    industry: ['Sector'],
    employees: ['Employee count', 'Headcount'],
    country: ['Office location'],
  },
  activity: {
    activity_id: [
      'Call ID (UUID)',
      'Call ID (internal)',
      'Call ID',
      'UID',
      'Event ID',
      'Message ID',
      'sessionId',
    ],
    subject: ['Title', 'Call title'],
    started_at: [
      'started_at',
      'startTime',
      'Start',
      'Start Date',
      'Date',
      'Sent',
      'Started',
      'Call date',
      'Date/Time',
    ],
    completed_at: ['ended_at', 'End', 'End Date'],
    duration_seconds: ['Duration', 'Duration (in call)', 'Talk time'],
    owner_email: [
      'User email',
      'Agent email',
      'Organizer email',
      'Meeting Organizer',
      'From email',
      'Sender',
    ],
    owner_name: ['User', 'Agent', 'User name', 'Name', 'Extension'],
    contact_email: ['To email', 'Recipient', 'Required Attendees', 'Attendees', 'Contact email'],
    phone: ['Phone Number', 'Customer number', 'External number', 'To', 'Contact phone'],
    direction: ['Call direction', 'Direction'],
    outcome: ['Call type', 'Result', 'Action Result', 'Missed call reason', 'Show time as'],
    activity_type: ['Type', 'Activity type'],
  },
  user: {
    user_id: ['Sales agent', 'Rep', 'Employee ID'],
    name: ['Sales agent', 'Rep'],
    team: ['Regional office', 'Region'],
  },
  product: {
    product_id: ['Product', 'SKU'],
    name: ['Product', 'Product Name'],
    family: ['Series', 'Category'],
  },
}

/** A name as it is compared: lower case, letters and digits of any script. */
export function loose(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/** Entities that a file of people's own is likely to hold. */
export const proposable: readonly EntityName[] = [
  'opportunity',
  'account',
  'activity',
  'contact',
  'lead',
  'user',
  'product',
  'quota',
  'territory',
  'exchange_rate',
  'cost',
]

/** The headers by which each field of an entity is known, the most telling first, as they are compared. */
export function namesOf(entity: EntityName): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  const add = (field: string, headers: readonly string[]): void => {
    const known = names.get(field) ?? []
    names.set(field, [...new Set([...known, ...headers.map(loose)])])
  }
  for (const field of Object.keys(contract[entity].columns))
    add(field, [field, ...(others[entity]?.[field] ?? [])])
  for (const { reading } of allFeeds().filter(({ reading }) => reading.entity === entity))
    for (const [field, rule] of Object.entries(reading.fields)) add(field, headersOf(rule))
  return names
}
