create temp table account_name as
with words as (
  select a.account_id, d.account_key, a.name, d.owner_id, a.parent_account_id, a.created_at, nullif(lower(trim(d.country)), '') as country,
    regexp_replace(regexp_replace(lower(trim(a.website)), '^[a-z]+://', ''), '[/?#:].*$', '') as host,
    list_filter(string_split_regex(regexp_replace(strip_accents(lower(a.name)), '[.''’]', '', 'g'), '[^a-z0-9\x{80}-\x{ffef}]+'), lambda w: w <> '') as every_word
  from current_account as a join dim_account as d on d.account_id = a.account_id and d.is_current
  where a.is_deleted is not true
), named as (
  select *, list_filter(every_word, lambda w: w not in ('the', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'ltd', 'limited', 'plc', 'corp', 'corporation',
    'co', 'company', 'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ug', 'se', 'sa', 'sas', 'sarl', 'srl', 'spa', 'bv', 'nv', 'ab', 'as', 'aps', 'oy', 'oyj',
    'pty', 'pte', 'pvt', 'sdn', 'bhd', 'kk', 'holding', 'holdings', 'group', 'and')) as own_words
  from words
)
select account_id, account_key, name, owner_id, parent_account_id, created_at, country,
  if(host like '%.%', regexp_replace(host, '^(.*@)?(www[0-9]?[.])?', ''), null) as domain,
  if(len(own_words) > 0, own_words, every_word) as words, array_to_string(words, '') as letters, regexp_replace(letters, '[^0-9]', '', 'g') as digits
from named where len(every_word) > 0;

create table mart_duplicate_account as
with keys as (
  select account_id, 'domain' as kind, domain as key from account_name where domain is not null
  union all select account_id, 'words', array_to_string(list_sort(words), ' ') from account_name
  union all select account_id, 'letters', letters from account_name
  union all select distinct account_id, 'less', unnest([letters] || list_transform(range(1, len(letters) + 1), lambda i: letters[:i - 1] || letters[i + 1:]))
  from account_name where len(letters) between 6 and 40
), rare as (
  select * from keys qualify count(*) over (partition by kind, key) between 2 and 20
), alike as (
  select x.account_id as one, y.account_id as other, list(distinct x.kind) as kinds
  from rare as x join rare as y on y.kind = x.kind and y.key = x.key and x.account_id < y.account_id group by all
), evident as (
  select one, other, if(list_contains(kinds, 'domain'), a.domain, null) as domain, if(a.country = b.country, a.country, null) as country,
    case when list_contains(kinds, 'words') or list_contains(kinds, 'letters') then 'same_name'
      when list_contains(kinds, 'less') and (list_contains(kinds, 'domain') or (len(a.letters) >= 9 and len(b.letters) >= 9 and a.country = b.country)) then 'spelling'
      when list_contains(kinds, 'domain') and (a.words[:len(b.words)] = b.words or b.words[:len(a.words)] = a.words) then 'part_of_name'
      when list_contains(kinds, 'domain') and (len(b.letters) > 1 and array_to_string(list_transform(a.words, lambda w: w[1]), '') = b.letters
        or len(a.letters) > 1 and array_to_string(list_transform(b.words, lambda w: w[1]), '') = a.letters) then 'initials' end as evidence
  from alike join account_name as a on a.account_id = one join account_name as b on b.account_id = other
  where a.digits = b.digits and coalesce(a.country = b.country, true) and coalesce(a.domain = b.domain, true)
    and a.parent_account_id is distinct from b.account_id and b.parent_account_id is distinct from a.account_id
    and coalesce(a.parent_account_id <> b.parent_account_id, true)
), deal as (
  select a.account_id, cast(count(*) as integer) as deals, cast(coalesce(sum(o.amount) filter (o.status = 'open'), 0) as decimal(18, 6)) as open_amount
  from fct_opportunity as o join dim_account as a using (account_key) group by all
), ranked as (
  select e.*, coalesce(x.deals, 0) < coalesce(y.deals, 0)
    or (coalesce(x.deals, 0) = coalesce(y.deals, 0) and coalesce(a.created_at, timestamp '9999-12-31') > coalesce(b.created_at, timestamp '9999-12-31')) as first_goes
  from evident as e join account_name as a on a.account_id = one join account_name as b on b.account_id = other
  left join deal as x on x.account_id = one left join deal as y on y.account_id = other
  where evidence is not null
), above as (
  select x.descendant_id as one, y.descendant_id as other, arg_min(ancestor_id, (x.depth + y.depth, ancestor_id)) as ancestor_id
  from dim_rep_hierarchy as x join dim_rep_hierarchy as y using (ancestor_id)
  where x.valid_to = timestamp '9999-12-31' and y.valid_to = timestamp '9999-12-31' group by all
)
select n.account_id || '/' || s.account_id as duplicate_key, n.account_id, s.account_id as survivor_id, n.account_key, s.account_key as survivor_key,
  n.name as account_name, s.name as survivor_name, p.evidence, p.domain, p.country, coalesce(r.rep_key, 'unknown') as rep_key,
  coalesce(d.deals, 0) as deals, coalesce(d.open_amount, cast(0 as decimal(18, 6))) as open_amount, c.as_of_on
from ranked as p, company as c
join account_name as n on n.account_id = if(p.first_goes, p.one, p.other)
join account_name as s on s.account_id = if(p.first_goes, p.other, p.one)
left join deal as d on d.account_id = n.account_id
left join above as w on w.one = n.owner_id and w.other = s.owner_id
left join dim_rep as r on r.rep_id = w.ancestor_id and r.is_current;
