-- A ledger of 1,000,000 issues and about 8,000,000 events on top of the large city, three years of
-- work: made in sets, with the triggers aside. 96 % are closed, 3 % live (the newest), the rest
-- rejected or merged.
select setseed(0.20261124);
alter table public.issues disable trigger user;
alter table public.issue_events disable trigger user;
-- Indexes are quicker made of a million rows than kept for each.
create temporary table ledger_indexes as
  select indexname, indexdef from pg_catalog.pg_indexes
  where schemaname = 'public' and tablename = 'issues' and indexname like 'ledger\_%';
do $$
declare
  v_name text;
begin
  for v_name in select indexname from ledger_indexes loop
    execute format('drop index public.%I', v_name);
  end loop;
end
$$;
alter table public.sites disable trigger user;
update public.sites set name = (array['阳光', '和平', '新民', '滨江', '文昌', '青衣', '雨城', '姚桥'])[1 + id % 8]
  || (array['社区', '小区', '大院', '花园', '公寓', '家属院', '酒店', '超市'])[1 + id % 8] || id;
alter table public.sites enable trigger user;

insert into public.issues (id, number, site_id, area_id, catalogue_id, code, point, source, source_number, description,
  lead_unit_id, reported_at, state, state_since, deadline_at, check_by_at, resumes_at, closed_at, recheck_due_at,
  rework_count, relapse_count, extension_count, supervised, extension_asked, deferral_asked, event_count, site_type, search_text)
select n, w.number, s.id, s.area_id, 1, k.code, s.point,
  (array['patrol', 'patrol', 'patrol', 'patrol', 'patrol', 'self', 'self', 'hotline', 'digital', 'public'])[1 + (r.b * 10)::integer % 10]::public.issue_source,
  w.source_number, w.description,
  case when s.type in ('hotel', 'supermarket') and k.code >= 25 then 3 else s.unit_id end,
  t, x.state::public.issue_state, x.since,
  case when x.state not in ('reported', 'rejected', 'merged', 'accepted') then t + interval '1 day' + r.d * interval '6 days' end,
  case when x.state = 'awaiting_check' then now() + (r.d - 0.3) * interval '2 days' end,
  case when x.state = 'deferred' then now() + interval '30 days' end,
  case when x.state = 'closed' then x.since end,
  case when x.state = 'closed' and r.e < 0.05 and r.t > now() - interval '90 days' then now() + (r.d - 0.3) * interval '30 days' end,
  (r.e < 0.1)::integer, (r.e < 0.02)::integer, (r.d < 0.05)::integer, r.e > 0.99,
  x.state in ('assigned', 'in_progress') and r.e between 0.5 and 0.55, x.state = 'in_progress' and r.e between 0.6 and 0.62, 8,
  s.type, lower(concat_ws(e'\n', w.number, w.source_number, w.description, s.name))
from (
  select n, now() - interval '1095 days' + (n - 103000) / 947050.0 * interval '1094 days' as t,
    random() as a, random() as b, random() as c, random() as d, random() as e, 1 + (random() * 99999)::integer as site_id
  from generate_series(103001, 1050050) n
) r
join public.sites s on s.id = r.site_id
cross join lateral (select to_char(r.t at time zone 'Asia/Shanghai', 'YYYY-') || lpad(r.n::text, 7, '0') as number,
  case when r.b > 0.7 then '12345-' || r.n end as source_number,
  (array['楼道堆放杂物', '垃圾桶满溢未清运', '电动车飞线充电', '消防通道被占用', '墙面小广告', '路面破损积水', '宣传栏内容过期', '绿化带踩踏毁占',
    '车辆乱停乱放', '占道经营', '灯不亮', '公益广告褪色'])[1 + (r.c * 12)::integer % 12] || '，' || (1 + r.n % 40) || '栋' || (1 + r.n % 6) || '单元' as description) w
join (select y.type, array_agg(x.code order by x.code) as codes
  from public.indicators x join (select distinct type from public.sites) y on y.type = any (x.applies_to) group by y.type) q on q.type = s.type
cross join lateral (select q.codes[1 + (r.c * 997)::integer % cardinality(q.codes)] as code) k
cross join lateral (
  select case
      when r.t > now() - interval '33 days' and r.a < 0.9 then
        (array['reported', 'accepted', 'assigned', 'assigned', 'in_progress', 'in_progress', 'in_progress', 'returned', 'awaiting_check', 'deferred'])[1 + (r.a * 11)::integer % 10]
      when r.a < 0.01 then 'rejected' when r.a < 0.015 then 'merged' else 'closed' end as state,
    least(r.t + interval '3 days' * r.d, now()) as since) x
order by r.n;

insert into public.issue_events (issue_id, kind, member_id, unit_id, to_unit_id, occurred_at, recorded_at, deadline_at, state_after, deadline_after)
select i.id, e.kind::public.issue_event_kind, null, i.lead_unit_id, case when e.kind = 'assigned' then i.lead_unit_id end,
  i.reported_at + e.n * interval '8 hours', i.reported_at + e.n * interval '8 hours',
  case when e.kind = 'assigned' then i.deadline_at end, e.state::public.issue_state, i.deadline_at
from public.issues i cross join (values
  (0, 'reported', 'reported'), (1, 'accepted', 'accepted'), (2, 'assigned', 'assigned'), (3, 'started', 'in_progress'),
  (4, 'commented', 'in_progress'), (5, 'submitted', 'awaiting_check'), (6, 'verified', 'closed'), (7, 'recheck_scheduled', 'closed')) e (n, kind, state)
where i.id > 103000;
select private.rebuild_ledger();
do $$
declare
  v_definition text;
begin
  for v_definition in select indexdef from ledger_indexes loop
    execute v_definition;
  end loop;
end
$$;
drop table ledger_indexes;
alter table public.issues enable trigger user;
alter table public.issue_events enable trigger user;
analyze;
