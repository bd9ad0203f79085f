-- Working minutes since an early day: their difference is the working time between two instants.
create or replace temp macro working_minutes(instant, day) as
  (day.business_day_number - if(day.is_business_day, 1, 0)) * day.length + if(day.is_business_day, least(greatest(
    epoch(timezone(getvariable('zone'), timezone('UTC', instant)) - day.date_key) / 60 - day.workday_from, 0), day.length), 0);

create table fct_lead as
with lead as (
  select l.*, company_day(l.created_at) as created_on, coalesce(m.survivor_id, l.converted_account_id) as account_id
  from current_lead as l left join merged_account as m on m.record_id = l.converted_account_id
), person as (
  select lead_id, created_at, lead_id as who_id from lead
  union all
  select lead_id, created_at, converted_contact_id from lead where converted_contact_id is not null
), answer as (
  select p.lead_id, min(a.touched_at) as responded_at, cast(count(*) as integer) as touches
  from activity as a join person as p using (who_id)
  where a.is_done and a.activity_type in ('call', 'email', 'meeting', 'visit', 'demo', 'message')
    and a.direction is distinct from 'inbound' and a.touched_at <= getvariable('as_of') and a.touched_at >= p.created_at
  group by p.lead_id
), answered as (
  select l.lead_id, a.responded_at, a.touches, coalesce(a.responded_at, least(start_of_day(l.converted_on + 1), getvariable('as_of'))) as end_at,
    company_day(end_at) as end_on
  from lead as l left join answer as a using (lead_id)
), workday as (
  select date_key, business_day_number, is_business_day, workday_from, workday_to - workday_from as length from dim_date, company
)
select l.lead_id, l.lead_source, l.status, lower(or_unknown(l.channel)) as channel_key, or_unknown(r.rep_key) as rep_key,
  or_unknown(r.territory_id) as territory_key, 'unknown' as campaign_key, l.created_at, l.created_on, p.responded_at is not null as is_answered,
  p.responded_at, epoch(p.responded_at - l.created_at) / 60 as response_minutes,
  if(p.responded_at is null, null, working_minutes(p.responded_at, e)) - working_minutes(l.created_at, d) as response_business_minutes,
  epoch(p.end_at - l.created_at) / 60 as followed_minutes, working_minutes(p.end_at, e) - working_minutes(l.created_at, d) as followed_business_minutes,
  coalesce(p.touches, 0) as touches, coalesce(l.is_converted, l.converted_on is not null) as is_converted, l.converted_on,
  cast(l.converted_on - l.created_on as integer) as days_to_convert, or_unknown(a.account_key) as account_key,
  l.converted_opportunity_id as opportunity_id
from lead as l
join answered as p using (lead_id)
left join dim_rep as r on r.rep_id = l.owner_id and coalesce(l.created_at, getvariable('as_of')) >= r.valid_from
  and coalesce(l.created_at, getvariable('as_of')) < r.valid_to
left join dim_account as a on a.account_id = l.account_id and a.is_current
left join workday as d on d.date_key = l.created_on
left join workday as e on e.date_key = p.end_on;
