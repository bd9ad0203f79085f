create table fct_hygiene as
with open_deal as (
  from fct_opportunity where status = 'open'
), usual as (
  select stage_key, quantile_cont(days_in_stage, 0.75) as days
  from fct_stage_visit where not is_censored group by stage_key having count(*) >= 10
), contacted as (
  select distinct opportunity_id from fct_activity where who_id is not null and opportunity_id is not null
), contact_account as (
  select distinct account_id from person_outside where account_id is not null
), checked as (
  select 'close_date_past' as rule, 3 as weight, opportunity_id, coalesce(planned_close_on < as_of_on, true) as failed, cast(planned_close_on as varchar) as detail
  from open_deal
  union all
  select 'no_next_step', 1, opportunity_id, coalesce(trim(next_step), '') = '', null
  from open_deal where exists (from fct_opportunity where next_step is not null)
  union all
  select 'stage_age', 2, o.opportunity_id, v.days_in_stage > 2 * u.days, cast(floor(v.days_in_stage) as integer) || ' days'
  from open_deal as o join fct_stage_visit as v on v.opportunity_id = o.opportunity_id and v.is_censored join usual as u on u.stage_key = v.stage_key
  union all
  select 'stale', 1, o.opportunity_id, idle > 2 * u.days, cast(floor(idle) as integer) || ' days'
  from (
    select o.opportunity_id, o.stage_key, epoch(getvariable('as_of') - greatest(v.valid_from, a.occurred_at)) / 86400 as idle
    from open_deal as o join fct_opportunity_version as v on v.opportunity_id = o.opportunity_id and v.is_current
    left join (select opportunity_id, max(occurred_at) as occurred_at from fct_activity where is_done group by opportunity_id) as a
      on a.opportunity_id = o.opportunity_id
  ) as o join usual as u using (stage_key)
  union all
  select 'amount_missing', 3, opportunity_id, coalesce(amount_deal, 0) <= 0, cast(amount_deal as varchar) from open_deal
  union all
  select 'owner_inactive', 3, o.opportunity_id, not coalesce(r.is_active, false), r.rep_name
  from open_deal as o left join dim_rep as r on r.rep_id = o.owner_id and r.is_current
  union all
  select 'no_contact', 2, i.opportunity_id, l.opportunity_id is null and a.account_id is null, null
  from opportunity as i left join contacted as l using (opportunity_id) left join contact_account as a using (account_id)
  where i.status = 'open' and exists (from current_contact)
  union all
  select 'duplicate', 3, opportunity_id, opportunity_id <> first_id, first_id
  from (
    select i.opportunity_id, first_value(i.opportunity_id) over (partition by i.account_id, lower(trim(o.opportunity_name))
      order by i.created_at nulls last, i.opportunity_id) as first_id
    from opportunity as i join open_deal as o using (opportunity_id)
    where i.account_id <> 'unknown' and o.opportunity_name is not null
  )
  union all
  select 'flags_conflict', 2, o.opportunity_id, s.is_won <> (o.status = 'won') or s.is_closed <> (o.status <> 'open'), o.status || ' in ' || s.stage_name
  from fct_opportunity as o join dim_stage as s using (stage_key)
  union all
  select 'closed_before_created', 1, opportunity_id, cycle_days < 0, cycle_days || ' days' from fct_opportunity where cycle_days is not null
)
select c.rule || '/' || c.opportunity_id as hygiene_key, c.rule, c.weight, c.opportunity_id, c.failed, if(c.failed, c.detail, null) as detail,
  o.rep_key, o.territory_key, o.as_of_on
from checked as c join fct_opportunity as o using (opportunity_id);
