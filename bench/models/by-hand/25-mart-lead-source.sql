create table mart_lead_source as
with origin as (
  select coalesce(lead_source, 'Unknown') as lead_source, campaign_key, created_on, 1 as leads, is_answered, is_converted,
    -- Several leads may become one opportunity: it counts once.
    if(row_number() over (partition by opportunity_id order by created_at, lead_id) = 1, opportunity_id, null) as opportunity_id
  from fct_lead
  union all
  select coalesce(lead_source, 'Unknown'), campaign_key, created_on, 0, false, false, opportunity_id
  from fct_opportunity anti join fct_lead using (opportunity_id)
)
select concat_ws('/', x.lead_source, x.campaign_key, or_unknown(o.product_key), month_of(x.created_on)) as lead_source_key, x.lead_source, x.campaign_key,
  or_unknown(o.product_key) as product_key, month_of(x.created_on) as month_start, cast(sum(x.leads) as integer) as leads,
  cast(count(*) filter (x.is_answered) as integer) as leads_answered, cast(count(*) filter (x.is_converted) as integer) as leads_converted,
  cast(count(o.opportunity_id) as integer) as opportunities, cast(count(*) filter (o.status = 'won') as integer) as deals_won,
  cast(count(*) filter (o.status = 'lost') as integer) as deals_lost, cast(coalesce(sum(o.amount) filter (o.status = 'open'), 0) as decimal(18, 6)) as open_amount,
  cast(coalesce(sum(o.amount) filter (o.status = 'won'), 0) as decimal(18, 6)) as bookings_amount
from origin as x left join fct_opportunity as o on o.opportunity_id = x.opportunity_id
where x.created_on is not null
group by x.lead_source, x.campaign_key, or_unknown(o.product_key), month_of(x.created_on);
