-- Fiscal years of whole months, with the weekends and holidays of the company. What holds for a whole month is told once.
create table dim_fiscal_date as
with month as (
  select c.*, cast(range as date) as fiscal_month_start, cast(mod(month(range) - c.year_start_month + 12, 12) as integer) as months,
    cast(range - to_months(months) as date) as fiscal_year_start, cast(range - to_months(months % 3) as date) as fiscal_quarter_start,
    cast(year(fiscal_year_start) + if(c.year_start_month > 1, 1, 0) as integer) as fiscal_year,
    'FY' || lpad(cast(fiscal_year % 100 as varchar), 2, '0') as fiscal_year_name,
    fiscal_year_start - cast(mod(isodow(fiscal_year_start) - c.week_start + 7, 7) as integer) as first_week_start
  from fiscal_calendar as c, range(timestamp '1988-06-01', timestamp '2102-07-01', interval 1 month)
), day as (
  select m.calendar, m.fiscal_month_start, m.fiscal_quarter_start, m.first_week_start, cast(range as date) as date_key,
    date_key - cast(mod(isodow(date_key) - m.week_start + 7, 7) as integer) as week_start, coalesce(own.name, whole.name) as holiday_name,
    case when own.day is not null then coalesce(own.is_business_day, false) when whole.day is not null then coalesce(whole.is_business_day, false)
      else not contains(m.weekend, cast(isodow(date_key) as varchar)) end as is_business_day
  from range(timestamp '1988-06-01', timestamp '2102-07-01', interval 1 day)
  join month as m on m.fiscal_month_start = date_trunc('month', range)
  left join landed_calendar_day as own on own.day = cast(range as date) and lower(trim(own.calendar)) = lower(trim(m.holidays))
  left join landed_calendar_day as whole on whole.day = cast(range as date) and whole.calendar is null
), numbered as (
  select *, cast(sum(if(is_business_day, 1, 0)) over (partition by calendar order by date_key rows unbounded preceding) as integer) as business_day_number
  from day
), of_month as (
  select calendar, fiscal_month_start, fiscal_quarter_start, min(business_day_number) - if(arg_min(is_business_day, date_key), 1, 0) as before,
    max(business_day_number) as upto, min(before) over quarter as quarter_before, max(upto) over quarter as quarter_upto
  from numbered group by calendar, fiscal_month_start, fiscal_quarter_start
  window quarter as (partition by calendar, fiscal_quarter_start)
)
select d.calendar, d.date_key, m.fiscal_year, m.fiscal_year_name, m.fiscal_year_start,
  cast(m.fiscal_year_start + interval 1 year - interval 1 day as date) as fiscal_year_end, m.months // 3 + 1 as fiscal_quarter,
  m.fiscal_year_name || ' Q' || (m.months // 3 + 1) as fiscal_quarter_name, m.fiscal_quarter_start,
  cast(m.fiscal_quarter_start + interval 3 month - interval 1 day as date) as fiscal_quarter_end, m.months + 1 as fiscal_month,
  m.fiscal_year_name || ' M' || lpad(cast(m.months + 1 as varchar), 2, '0') as fiscal_month_name, m.fiscal_month_start,
  last_day(m.fiscal_month_start) as fiscal_month_end, cast((d.week_start - d.first_week_start) // 7 + 1 as integer) as fiscal_week, d.week_start,
  d.is_business_day, if(d.is_business_day, null, d.holiday_name) as holiday_name, d.business_day_number - om.before as business_day_of_month,
  om.upto - om.before as business_days_in_month, d.business_day_number - om.quarter_before as business_day_of_quarter,
  om.quarter_upto - om.quarter_before as business_days_in_quarter, d.business_day_number
from numbered as d
join month as m using (calendar, fiscal_month_start)
join of_month as om using (calendar, fiscal_month_start)
where d.date_key between date '1990-01-01' and date '2100-12-31';

create table dim_date as
select date_key, cast(year(date_key) as integer) as year, cast(quarter(date_key) as integer) as quarter, cast(month(date_key) as integer) as month,
  month_of(date_key) as month_start, strftime(date_key, '%Y-%m') as month_name, week_start, cast(isodow(date_key) as integer) as iso_weekday,
  is_business_day, holiday_name, fiscal_year, fiscal_year_name, fiscal_year_start, fiscal_quarter, fiscal_quarter_name,
  fiscal_quarter_start, fiscal_month, fiscal_week, business_day_of_month,
  business_days_in_month - business_day_of_month as business_days_left_in_month, business_day_of_quarter,
  business_days_in_quarter - business_day_of_quarter as business_days_left_in_quarter, business_day_number
from dim_fiscal_date
where calendar = 'standard';

create table dim_fx_rate as
with rate as (
  select * from (
    select currency, coalesce(rate_kind, 'spot') as rate_kind, valid_from, rate, is_deleted from landed_exchange_rate
    qualify row_number() over (partition by currency, rate_kind, valid_from order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
  ) where is_deleted is not true and currency <> (select currency from company)
)
select currency || ':' || rate_kind || ':' || valid_from as fx_rate_key, currency, rate_kind, valid_from,
  coalesce(lead(valid_from) over (partition by currency, rate_kind order by valid_from), date '9999-12-31') as valid_before, rate
from rate
union all
select currency || ':' || rate_kind || ':1900-01-01', currency, rate_kind, date '1900-01-01', date '9999-12-31', cast(1 as decimal(18, 9))
from company, (values ('spot'), ('plan')) as kind(rate_kind);

-- The spot rate of each day on which anything may be worth something: a plain join finds it.
create temp table spot_day as
select r.currency, d.date_key as day, r.rate
from dim_fx_rate as r join dim_date as d on d.date_key >= r.valid_from and d.date_key < r.valid_before
where r.rate_kind = 'spot' and d.date_key < getvariable('as_of_on') + interval 10 year;
