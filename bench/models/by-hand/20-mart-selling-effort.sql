create table mart_selling_effort as
select 'activity/' || activity_id as effort_key, occurred_at, rep_key, account_key, territory_key, channel_key, activity_type,
  1 as activities, 0 as deals_won, 0 as deals_closed, 0 as activities_to_win, 0 as activities_to_close
from fct_activity where is_done
union all
select 'close/' || opportunity_id, closed_at, rep_key, account_key, territory_key, channel_key, null, 0, if(status = 'won', 1, 0), 1,
  if(status = 'won', activities_to_close, 0), activities_to_close
from fct_opportunity where status <> 'open';
