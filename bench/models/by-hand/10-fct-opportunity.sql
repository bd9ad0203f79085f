create table fct_opportunity as
with product as (
  select l.opportunity_id, l.product_id, p.product_name
  from (
    select opportunity_id, product_id from current_line
    qualify row_number() over (partition by opportunity_id order by amount desc nulls last, line_id) = 1
  ) as l join dim_product as p on p.product_key = l.product_id
), effort as (
  select o.opportunity_id, cast(count(*) as integer) as activities,
    cast(count(*) filter (a.occurred_at <= o.closed_at) as integer) as activities_to_close
  from activity as a join opportunity as o using (opportunity_id)
  where a.is_done group by o.opportunity_id
), deal as (
  select i.*, coalesce(closed_at, getvariable('as_of')) as stands_at, coalesce(closed_on, getvariable('as_of_on')) as day from opportunity as i
)
select i.opportunity_id, o.name as opportunity_name, or_unknown(a.account_key) as account_key, i.owner_id, or_unknown(r.rep_key) as rep_key,
  coalesce(o.territory_id, a.territory_id, r.territory_id, 'unknown') as territory_key, lower(or_unknown(o.channel)) as channel_key,
  if(o.channel is null, 'nothing', 'record') as channel_told_by, i.stage_key, i.status, or_unknown(p.product_id) as product_key,
  p.product_name, 'unknown' as campaign_key, o.deal_type, o.loss_reason, o.competitor, o.lead_source, o.forecast_category, o.next_step,
  o.probability, o.gross_margin, o.discount, i.currency, o.amount as amount_deal, converted(o.amount, q.rate) as amount,
  converted(coalesce(i.first_amount, o.amount), qc.rate) as created_amount, i.created_at, i.created_on, i.closed_at, i.closed_on,
  i.first_closed_at, o.close_date as planned_close_on, getvariable('as_of_on') as as_of_on,
  cast(i.closed_on - i.created_on as integer) as cycle_days,
  case when i.status = 'open' then cast(getvariable('as_of_on') - i.created_on as integer) end as age_days,
  i.reopen_count, i.push_count, coalesce(e.activities, 0) as activities, coalesce(e.activities_to_close, 0) as activities_to_close
from deal as i
join current_opportunity as o using (opportunity_id)
left join product as p using (opportunity_id)
left join effort as e using (opportunity_id)
left join dim_rep as r on r.rep_id = i.owner_id and i.stands_at >= r.valid_from and i.stands_at < r.valid_to
left join dim_account as a on a.account_id = i.account_id and i.stands_at >= a.valid_from and i.stands_at < a.valid_to
left join spot_day as q on q.currency = i.currency and q.day = i.day
left join spot_day as qc on qc.currency = i.currency and qc.day = i.created_on;
