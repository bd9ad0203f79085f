/** The files of the exports: which folder, which columns in which order, and how cells are written. */
export interface FileSpec {
  name: string
  folder: 'crm' | 'sheets'
  columns: readonly string[]
}

const crm = (name: string, columns: string): FileSpec => ({
  name,
  folder: 'crm',
  columns: columns.split(' '),
})
const sheet = (name: string, columns: string): FileSpec => ({
  name,
  folder: 'sheets',
  columns: columns.split(' '),
})

export const files = {
  User: crm(
    'User',
    'Id Username Name Email Title IsActive UserRoleId ManagerId Team__c Territory__c Quota_Start__c Quota_End__c CreatedDate LastModifiedDate SystemModstamp',
  ),
  UserRole: crm('UserRole', 'Id Name DeveloperName ParentRoleId SystemModstamp'),
  Account: crm(
    'Account',
    'Id Name Industry Segment__c NumberOfEmployees BillingCountry Website OwnerId Territory__c IsDeleted MasterRecordId CreatedDate LastModifiedDate SystemModstamp',
  ),
  Contact: crm(
    'Contact',
    'Id AccountId FirstName LastName Name Email Phone Title OwnerId IsDeleted CreatedDate LastModifiedDate SystemModstamp',
  ),
  Lead: crm(
    'Lead',
    'Id Name Company Email Status LeadSource Sales_Method__c OwnerId IsConverted ConvertedDate ConvertedAccountId ConvertedContactId ConvertedOpportunityId IsDeleted CreatedDate LastModifiedDate SystemModstamp',
  ),
  Product2: crm('Product2', 'Id Name ProductCode Family IsActive CreatedDate SystemModstamp'),
  OpportunityStage: crm(
    'OpportunityStage',
    'Id ApiName MasterLabel IsActive IsClosed IsWon SortOrder DefaultProbability ForecastCategory ForecastCategoryName SystemModstamp',
  ),
  Opportunity: crm(
    'Opportunity',
    'Id AccountId OwnerId Name StageName Amount CurrencyIsoCode Probability CloseDate IsClosed IsWon ForecastCategory ForecastCategoryName Type LeadSource NextStep Loss_Reason__c Competitor__c Sales_Method__c Gross_Margin__c Discount__c LastActivityDate IsDeleted CreatedDate LastModifiedDate SystemModstamp',
  ),
  OpportunityHistory: crm(
    'OpportunityHistory',
    'Id OpportunityId StageName Amount Probability CloseDate ForecastCategory CurrencyIsoCode CreatedById CreatedDate SystemModstamp IsDeleted',
  ),
  OpportunityLineItem: crm(
    'OpportunityLineItem',
    'Id OpportunityId Product2Id Quantity UnitPrice TotalPrice Discount IsDeleted CreatedDate SystemModstamp',
  ),
  Task: crm(
    'Task',
    'Id WhoId WhatId AccountId OwnerId Subject Status Priority ActivityDate IsClosed CompletedDateTime TaskSubtype Type CallDurationInSeconds IsDeleted CreatedDate LastModifiedDate SystemModstamp',
  ),
  Event: crm(
    'Event',
    'Id WhoId WhatId AccountId OwnerId Subject StartDateTime EndDateTime ActivityDate DurationInMinutes Type IsDeleted CreatedDate LastModifiedDate SystemModstamp',
  ),
  quota: sheet('quota', 'rep_id period_start period_end amount currency'),
  territory: sheet('territory', 'territory_id territory_name region kind parent_territory_id'),
  exchange_rate: sheet('exchange_rate', 'currency valid_from rate rate_kind'),
  forecast_submission: sheet(
    'forecast_submission',
    'rep_id period_start period_end submitted_at category amount currency',
  ),
  commission_plan: sheet(
    'commission_plan',
    'plan_id name valid_from rule period attainment_of credits attainment_from rate amount deal_type cap clawback_days currency is_proposed',
  ),
  commission_assignment: sheet(
    'commission_assignment',
    'rep_id plan_id valid_from valid_to target_pay currency',
  ),
} as const satisfies Record<string, FileSpec>
