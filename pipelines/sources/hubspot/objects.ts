import type { Reading } from '../source.ts'
import { deal, dealStage, lineItem, pipeline, pipelineStage, product } from './deals.ts'
import { engagement } from './engagements.ts'
import { association, mergedContact, mergedDeal, propertyHistory } from './links.ts'
import { company, contact, owner, ownerTeam, role, team, teamUser, user } from './people.ts'
import type { Zones } from './rules.ts'

/** How each HubSpot object and table is read, by its name. `channelColumns` are properties that tell the selling method. */
export function hubspotObjects(
  zones: Zones,
  channelColumns: readonly string[],
): Readonly<Record<string, Reading>> {
  const one = {
    Deal: deal(zones, channelColumns),
    DealPropertyHistory: propertyHistory(zones, 'opportunity'),
    DealStage: dealStage(zones),
    DealPipeline: pipeline(zones),
    DealPipelineStage: pipelineStage(zones),
    Pipeline: pipeline(zones),
    PipelineStage: pipelineStage(zones),
    MergedDeal: mergedDeal(zones),
    LineItem: lineItem(zones),
    Product: product(zones),
    Company: company(zones),
    CompanyPropertyHistory: propertyHistory(zones, 'account'),
    Contact: contact(zones),
    ContactPropertyHistory: propertyHistory(zones, 'contact'),
    ContactMergeAudit: mergedContact(zones),
    Owner: owner(zones),
    OwnerTeam: ownerTeam(zones),
    User: user(zones),
    Role: role(zones),
    Team: team(zones),
    TeamUser: teamUser(zones),
    DealCompany: association(zones, 'opportunity', 'account'),
    DealContact: association(zones, 'opportunity', 'contact'),
    ContactCompany: association(zones, 'contact', 'account'),
    EngagementDeal: association(zones, 'activity', 'opportunity'),
    EngagementCompany: association(zones, 'activity', 'account'),
    EngagementContact: association(zones, 'activity', 'contact'),
    Engagement: engagement(zones),
    EngagementCall: engagement(zones, 'call'),
    EngagementEmail: engagement(zones, 'email'),
    EngagementMeeting: engagement(zones, 'meeting'),
    EngagementTask: engagement(zones, 'task'),
    EngagementNote: engagement(zones, 'note'),
    EngagementCommunication: engagement(zones, 'message'),
    Call: engagement(zones, 'call'),
    Email: engagement(zones, 'email'),
    Meeting: engagement(zones, 'meeting'),
    Task: engagement(zones, 'task'),
    Note: engagement(zones, 'note'),
    Communication: engagement(zones, 'message'),
  } satisfies Record<string, Reading>
  const many = Object.entries(one).map(([name, reading]) => [plural(name), reading] as const)
  return { ...one, ...Object.fromEntries(many) }
}

/** Exports are named in the plural: `companies.csv`, `deals.json`. */
function plural(name: string): string {
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`
}

/** Tables whose names begin like those of another, so that their files are not taken for it. */
export const otherObjects: readonly string[] = [
  'ContactFormSubmission',
  'ContactList',
  'ContactListMember',
  'EmailCampaign',
  'EmailEvent',
  'EmailSubscription',
  'ProductProperty',
]

/** Lists inside an object's records that are read as tables of their own, and the table that each is. */
export const nestedLists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Deal: { propertiesWithHistory: 'DealPropertyHistory' },
  Company: { propertiesWithHistory: 'CompanyPropertyHistory' },
  Contact: { propertiesWithHistory: 'ContactPropertyHistory' },
  Pipeline: { stages: 'PipelineStage' },
  DealPipeline: { stages: 'PipelineStage' },
}
