create table mart_member_consistency as
with target as (
  select rep_id, month_start, sum(amount) as quota from fct_quota group by all having quota > 0
), month as (
  select m.*, q.quota, row_number() over (partition by m.kind, m.member_key order by m.bookings_amount, m.month_start) as place
  from mart_consistency as m left join target as q on m.kind = 'rep' and q.rep_id = m.member_key and q.month_start = m.month_start
)
select kind || '/' || member_key as consistency_member_key, kind, member_key, max(member) as member, cast(count(*) as integer) as months,
  cast(sum(bookings_amount) as decimal(18, 6)) as total_amount,
  cast(cast(cast(sum(bookings_amount) as double) / count(*) as decimal(38, 9)) as decimal(18, 6)) as mean_amount,
  if(count(*) >= 6 and sum(bookings_amount) <> 0, stddev_samp(cast(bookings_amount as double)) / avg(cast(bookings_amount as double)), null) as variation,
  if(sum(bookings_amount) <> 0, 2 * sum(place * cast(bookings_amount as double)) / (count(*) * cast(sum(bookings_amount) as double)) - (count(*) + 1) / count(*), null) as gini,
  count(*) filter (bookings_amount >= 0.7 * quota) / nullif(count(quota), 0) as months_at_target, cast(count(quota) as integer) as months_with_target
from month
group by kind, member_key;
