create table mart_rep_period as
with part as (
  select rep_id, month_start as day, amount as quota_amount, 0 as credited_amount, 0 as bookings_amount, 0 as deals_won from fct_quota
  union all
  select r.rep_id, b.closed_on, 0, b.amount, 0, 0 from fct_booking_credit as b join dim_rep as r using (rep_key)
  union all
  select r.rep_id, o.closed_on, 0, 0, o.amount, 1 from fct_opportunity as o join dim_rep as r using (rep_key) where o.status = 'won'
), total as (
  select rep_id, period_kind, period_start, period_end, period_name, is_complete, cast(coalesce(sum(quota_amount), 0) as decimal(18, 6)) as quota_amount,
    cast(coalesce(sum(credited_amount), 0) as decimal(18, 6)) as credited_amount,
    cast(coalesce(sum(bookings_amount), 0) as decimal(18, 6)) as bookings_amount, cast(sum(deals_won) as integer) as deals_won
  from part join fiscal_period on date_key = day
  group by all
  having quota_amount <> 0 or credited_amount <> 0 or bookings_amount <> 0 or sum(deals_won) > 0
)
select t.rep_id || '/' || t.period_kind || '/' || t.period_start as rep_period_key, t.rep_id, or_unknown(v.rep_key) as rep_key,
  or_unknown(v.territory_id) as territory_key, t.period_kind, t.period_start, t.period_end, t.period_name, t.quota_amount, t.credited_amount,
  t.bookings_amount, t.deals_won, t.quota_amount > 0 as has_quota, t.quota_amount > 0 and t.credited_amount >= t.quota_amount as is_attained, t.is_complete
from total as t
left join dim_rep as v on v.rep_id = t.rep_id and start_of_day(t.period_start) >= v.valid_from and start_of_day(t.period_start) < v.valid_to;
