create table fct_quota as
with quota as (
  select * from (
    select user_id, period_start, period_end, amount, coalesce(currency, (select currency from company)) as currency, is_deleted
    from landed_quota
    qualify row_number() over (partition by user_id, period_start, period_end, territory_id, product_family, forecast_type
      order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
  ) where is_deleted is not true
), leaver as (
  select rep_id, max(company_day(valid_from)) as left_on
  from (from dim_rep qualify not is_active and lag(is_active) over (partition by rep_id order by valid_from))
  group by rep_id
), seat as (
  select r.rep_id, coalesce(r.quota_start, date '1900-01-01') as seat_from,
    coalesce(r.quota_end, if(r.is_active, null, l.left_on), date '9999-12-31') as seat_to
  from dim_rep as r left join leaver as l using (rep_id) where r.is_current
  union
  select v.rep_id, coalesce(v.quota_start, date '1900-01-01'), v.quota_end
  from dim_rep as v join dim_rep as r on r.rep_id = v.rep_id and r.is_current and v.quota_end < r.quota_start
), month as (
  select q.*, cast(unnest(range(cast(month_of(period_start) as timestamp), period_end + interval 1 day, interval 1 month)) as date) as month_start,
    greatest(month_start, period_start) as first_day, least(last_day(month_start), period_end) as last_day,
    last_day - first_day + 1 as days, period_end - period_start + 1 as period_days
  from quota as q
), sat as (
  select m.* exclude (days), cast(m.days as integer) as days,
    cast(coalesce(sum(greatest(least(m.last_day, s.seat_to) - greatest(m.first_day, s.seat_from) + 1, 0)), 0) as integer) as days_in_seat
  from month as m left join seat as s on s.rep_id = m.user_id
  group by all
), shared as (
  select *, cast(cast(cast(amount * days_in_seat as double) / period_days as decimal(38, 9)) as decimal(18, 6)) as amount_quota,
    cast(cast(cast(amount * days as double) / period_days as decimal(38, 9)) as decimal(18, 6)) as amount_quota_full
  from sat
), plan as (
  select currency, valid_from, rate from dim_fx_rate where rate_kind = 'plan'
)
select m.user_id || ':' || m.period_start || ':' || m.period_end || ':::' || m.month_start as quota_key, m.user_id as rep_id,
  or_unknown(r.rep_key) as rep_key, m.month_start, m.days, m.days_in_seat, m.amount_quota,
  converted(m.amount_quota, coalesce(plan.rate, spot.rate)) as amount, converted(m.amount_quota_full, coalesce(plan.rate, spot.rate)) as amount_full, m.currency
from shared as m
left join dim_rep as r on r.rep_id = m.user_id and start_of_day(m.month_start) >= r.valid_from and start_of_day(m.month_start) < r.valid_to
asof left join plan on plan.currency = m.currency and m.period_start >= plan.valid_from
left join spot_day as spot on spot.currency = m.currency and spot.day = m.period_start;
