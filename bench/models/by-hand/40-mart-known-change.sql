create table mart_known_change as
with span as (
  select s.span, getvariable('as_of_on') - s.days as then_on, getvariable('as_of_on') as now_on, d.fiscal_quarter_start, d.fiscal_quarter_end,
    start_of_day(then_on + 1) as then_at, start_of_day(now_on + 1) as now_at
  from (values ('week', 7), ('month', 28)) as s(span, days), dim_fiscal_date as d
  where d.calendar = 'standard' and d.date_key = getvariable('as_of_on')
), side as (
  -- One row a span and deal: its version as known then, and as known now.
  select s.span, s.then_on, s.now_on, v.opportunity_id,
    arg_max(v, v.version_number) filter (v.loaded_from < s.then_at and v.loaded_to >= s.then_at) as before,
    arg_max(v, v.version_number) filter (v.loaded_from < s.now_at and v.loaded_to >= s.now_at) as after,
    any_value(s.fiscal_quarter_start) as first_day, any_value(s.fiscal_quarter_end) as last_day
  from span as s, fct_opportunity_version as v
  group by all
), worth as (
  select x.*, coalesce(converted(before.amount_deal, q.rate), 0) as value_then, coalesce(converted(after.amount_deal, q.rate), 0) as value_now,
    coalesce(before.status = 'open' and before.close_date between first_day and last_day, false) as was_in,
    coalesce(after.status = 'open' and after.close_date between first_day and last_day, false) as is_in
  from side as x left join spot_day as q on q.currency = x.after.currency and q.day = x.now_on
  where after is not null and before.version_number is distinct from after.version_number
), told as (
  select span, 'pipeline' as subject, then_on, now_on, opportunity_id, after.rep_key as rep_key, after.territory_key as territory_key,
    case when not was_in then case before.status when 'open' then 'pulled in' when 'won' then 're-opened' when 'lost' then 're-opened' else 'new' end
      when not is_in then if(after.status = 'open', 'pushed out', after.status) else if(value_now > value_then, 'amount up', 'amount down') end as reason,
    cast(if(is_in, value_now, 0) - if(was_in, value_then, 0) as decimal(18, 6)) as amount, 1 as deals
  from worth where was_in <> is_in or (was_in and value_now <> value_then)
  union all
  select x.span, 'bookings', x.then_on, x.now_on, x.opportunity_id, k.rep_key, k.territory_key, k.event,
    cast(sum(k.amount) as decimal(18, 6)), cast(sum(k.deals) as integer)
  from worth as x join fct_booking as k on k.opportunity_id = x.opportunity_id
    and k.version_number > coalesce(x.before.version_number, 0) and k.version_number <= x.after.version_number
  group by all
)
select concat_ws('/', span, opportunity_id, reason, rep_key, territory_key) as change_key, span, subject, reason, then_on, now_on,
  opportunity_id, rep_key, territory_key, amount, deals
from told;
