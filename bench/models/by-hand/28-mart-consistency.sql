create table mart_consistency as
with won as (
  select unnest([{kind: 'rep', member_key: r.rep_id, member: r.rep_name}, {kind: 'method', member_key: c.channel_key, member: c.channel_name},
      {kind: 'territory', member_key: t.territory_key, member: t.territory_name}], recursive := true),
    month_of(o.closed_on) as month_start, o.amount
  from fct_opportunity as o
  join dim_rep as r using (rep_key) join dim_channel as c using (channel_key) join dim_territory as t on t.territory_key = o.territory_key
  where o.status = 'won' and o.closed_on is not null
), monthly as (
  select kind, member_key, max(member) as member, month_start, cast(coalesce(sum(amount), 0) as decimal(18, 6)) as bookings_amount
  from won group by kind, member_key, month_start
), tenure as (
  select w.kind, w.member_key, max(w.member) as member, least(month_of(any_value(s.quota_start)), min(w.month_start)) as first_month,
    if(any_value(s.quota_end) is null, date '9999-12-01', greatest(month_of(any_value(s.quota_end)), max(w.month_start))) as last_month
  from monthly as w left join dim_rep as s on w.kind = 'rep' and s.rep_id = w.member_key and s.is_current
  group by w.kind, w.member_key
)
select t.kind || '/' || t.member_key || '/' || d.date_key as consistency_key, t.kind, t.member_key, t.member, d.date_key as month_start,
  coalesce(w.bookings_amount, cast(0 as decimal(18, 6))) as bookings_amount
from tenure as t
join dim_date as d on d.date_key >= t.first_month and d.date_key <= t.last_month
left join monthly as w on w.kind = t.kind and w.member_key = t.member_key and w.month_start = d.date_key
where d.date_key = d.month_start and d.date_key >= (select min(month_start) from monthly) and d.date_key < month_of(getvariable('as_of_on') + 1);
