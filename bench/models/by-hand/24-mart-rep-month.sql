create table mart_rep_month as
with part as (
  select rep_key, month_of(closed_on) as month_start, sum(amount) filter (status = 'won') as bookings_amount, count(*) filter (status = 'won') as deals_won,
    count(*) filter (status = 'lost') as deals_lost
  from fct_opportunity where status <> 'open' and closed_on is not null group by all
  union all by name
  select rep_key, month_of(closed_on) as month_start, sum(amount) as credited_amount from fct_booking_credit where closed_on is not null group by all
  union all by name
  select rep_key, month_start, sum(amount) as quota_amount from fct_quota group by all
  union all by name
  select rep_key, month_of(created_on) as month_start, sum(created_amount) as created_amount, count(*) as created_deals
  from fct_opportunity where created_on is not null group by all
  union all by name
  select rep_key, month_of(planned_close_on) as month_start, sum(amount) as open_amount
  from fct_opportunity where status = 'open' and planned_close_on is not null group by all
  union all by name
  select rep_key, month_of(occurred_on) as month_start, count(*) as activities from fct_activity where is_done and occurred_on is not null group by all
)
select p.rep_key || ':' || p.month_start as rep_month_key, p.rep_key, or_unknown(r.territory_id) as territory_key, p.month_start,
  cast(coalesce(sum(p.bookings_amount), 0) as decimal(18, 6)) as bookings_amount, cast(coalesce(sum(p.credited_amount), 0) as decimal(18, 6)) as credited_amount,
  cast(coalesce(sum(p.deals_won), 0) as integer) as deals_won, cast(coalesce(sum(p.deals_lost), 0) as integer) as deals_lost,
  cast(coalesce(sum(p.quota_amount), 0) as decimal(18, 6)) as quota_amount, cast(coalesce(sum(p.created_amount), 0) as decimal(18, 6)) as created_amount,
  cast(coalesce(sum(p.created_deals), 0) as integer) as created_deals, cast(coalesce(sum(p.open_amount), 0) as decimal(18, 6)) as open_amount,
  cast(coalesce(sum(p.activities), 0) as integer) as activities
from part as p left join dim_rep as r using (rep_key)
group by p.rep_key, p.month_start, r.territory_id;
