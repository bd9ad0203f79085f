create table mart_success_rate as
with deal as (
  select v.rep_id, c.channel_key, c.channel_name, or_unknown(a.segment) as segment, t.territory_key, t.territory_name,
    o.status = 'won' as won, if(won, coalesce(o.amount, 0), 0) as amount,
    avg(cast(won as integer)) over (partition by c.channel_key, or_unknown(a.segment)) as mix
  from fct_opportunity as o join dim_rep as v using (rep_key) join dim_channel as c using (channel_key)
  join dim_account as a using (account_key) join dim_territory as t on t.territory_key = o.territory_key
  where o.status <> 'open' and o.closed_on between getvariable('as_of_on') - 364 and getvariable('as_of_on')
), counted as (
  select grouping(rep_id, channel_key, territory_key) as bits, coalesce(rep_id, channel_key, territory_key, 'all') as member_key,
    max(channel_name) as channel, max(territory_name) as territory, cast(count(*) as integer) as n, cast(count(*) filter (won) as integer) as x,
    cast(sum(amount) as decimal(18, 6)) as bookings, avg(mix) as mix
  from deal group by grouping sets ((rep_id), (channel_key), (territory_key), ()) having count(*) > 0
), cell as (
  select c.*, c.x / c.n as rate, w.x as all_x, w.n as all_n, w.x / w.n as prior
  from counted as c, (select x, n from counted where bits = 7) as w
), spread as (
  -- How far members differ by more than chance (Kleinman 1973).
  select bits, coalesce(least(greatest(
    sum(n * (rate - prior) ** 2 / (prior * (1 - prior)) - (1 - n / all_n)) filter (prior > 0 and prior < 1)
      / nullif(sum((n - 1) * (1 - n / all_n)) filter (prior > 0 and prior < 1), 0), 0), 1), 0) as rho
  from cell group by bits
), drawn as (
  select *, if(rho > 0, 1 / rho - 1, null) as k, coalesce(x + k * prior, all_x) as px, coalesce(n + k, all_n) as pn, 1.959963984540054 as z,
    if(rho > 0, px / pn, prior) as predicted
  from cell join spread using (bits)
), peer as (
  select count(*) as peers, quantile_cont(predicted, 0.25) as low, quantile_cont(predicted, 0.5) as median, quantile_cont(predicted, 0.75) as high
  from drawn where bits = 3
)
select case d.bits when 7 then 'all' when 3 then 'rep' when 5 then 'method' else 'territory' end as kind_,
  kind_ || '/' || d.member_key as success_key, kind_ as kind, d.member_key,
  case d.bits when 7 then 'All' when 3 then r.rep_name when 5 then d.channel else d.territory end as member,
  coalesce(if(d.bits = 3, r.rep_key, null), 'unknown') as rep_key, d.n as deals_closed, d.x as deals_won, d.bookings as bookings_amount,
  cast(round(cast(cast(d.bookings as double) / d.n as decimal(38, 9)), 6) as decimal(18, 6)) as bookings_per_closed, d.n < 30 as small_n,
  d.rate as win_rate, d.mix as mix_win_rate, d.prior as prior_win_rate, d.k as prior_deals, d.predicted as predicted_win_rate,
  greatest((px + z * z / 2 - z * sqrt(px * (pn - px) / pn + z * z / 4)) / (pn + z * z), 0) as predicted_low,
  least((px + z * z / 2 + z * sqrt(px * (pn - px) / pn + z * z / 4)) / (pn + z * z), 1) as predicted_high,
  cast(if(d.bits = 3, p.peers, null) as integer) as peers, if(d.bits = 3 and p.peers >= 5, p.low, null) as peer_low,
  if(d.bits = 3 and p.peers >= 5, p.median, null) as peer_median, if(d.bits = 3 and p.peers >= 5, p.high, null) as peer_high
from drawn as d cross join peer as p left join dim_rep as r on r.rep_id = d.member_key and r.is_current;
alter table mart_success_rate drop column kind_;
