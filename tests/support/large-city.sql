-- A city of 100,000 sites and 1,000,000 observations, made in the database for the benchmarks: what
-- counts is size and shape, not looks. Seeded; triggers stand aside as in the sample city's loader.
select setseed(0.20261123);
alter table public.areas disable trigger user;
alter table public.sites disable trigger user;
alter table public.inspections disable trigger user;
alter table public.observations disable trigger user;
alter table public.issues disable trigger user;
alter table public.issue_events disable trigger user;

-- 20 streets of 50 communities in strips of 5 by 2 km
insert into public.areas (id, name, level, path, outline, point)
select 1, '基准市', 'district', '1', extensions.st_multi(extensions.st_makeenvelope(102.5, 29.5, 103.5, 30.5, 4326)),
  extensions.st_setsrid(extensions.st_point(103, 30), 4326);
insert into public.areas (id, parent_id, name, level, path, outline, point)
select 1 + n, 1, '街道' || n, 'street', ('1.' || (1 + n))::extensions.ltree, extensions.st_multi(box), extensions.st_centroid(box)
from generate_series(1, 20) n
cross join lateral extensions.st_makeenvelope(102.5 + (n - 1) * 0.05, 29.5, 102.5 + n * 0.05, 30.5, 4326) box;
insert into public.areas (id, parent_id, name, level, path, outline, point)
select 101 + n, 2 + n / 50, '社区' || n, 'community', ('1.' || (2 + n / 50) || '.' || (101 + n))::extensions.ltree,
  extensions.st_multi(box), extensions.st_centroid(box)
from generate_series(0, 999) n
cross join lateral extensions.st_makeenvelope(102.5 + n / 50 * 0.05, 29.5 + n % 50 * 0.02,
  102.55 + n / 50 * 0.05, 29.52 + n % 50 * 0.02, 4326) box;

insert into public.units (id, name, kind, area_id)
select n, '单位' || n, case n when 1 then 'office' when 2 then 'patrol' when 3 then 'department' else 'community' end::public.unit_kind, 1
from generate_series(1, 300) n;
update public.units set site_types = '{hotel,supermarket}' where id = 3;

insert into public.sites (id, type, name, name_initials, geom, point, area_id, unit_id, opened_at)
select n, (array['community', 'courtyard', 'courtyard', 'courtyard', 'courtyard', 'courtyard', 'hotel', 'supermarket'])[1 + n % 8],
  '点位' || n, 'dw' || n, p, p, 101 + n % 1000, 4 + n % 200, now() - interval '365 days'
from generate_series(1, 100000) n
cross join lateral extensions.st_setsrid(extensions.st_point(
  102.5 + n % 1000 / 50 * 0.05 + random() * 0.05, 29.5 + n % 50 * 0.02 + random() * 0.02), 4326) p;

-- One check of ten indicators a site, in the last twenty days
insert into public.inspections (id, site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at, recorded_at)
select n, n, 'routine', null, 2, 1, t, t + interval '20 minutes', t + interval '20 minutes'
from generate_series(1, 100000) n cross join lateral (select now() - interval '21 days' + n % 20 * interval '1 day') x (t);
insert into public.observations (inspection_id, site_id, catalogue_id, code, result, value, observed_at, recorded_at)
select i.id, s.id, 1, k.code, 'pass', 1, i.started_at, i.recorded_at
from public.sites s join public.inspections i on i.site_id = s.id
cross join lateral (select code from public.indicators where s.type = any (applies_to) order by code limit 10) k;

-- The first hundred sites have a long year: two checks a month, thirty issues of seven events
insert into public.inspections (id, site_id, kind, unit_id, catalogue_id, started_at, finished_at, recorded_at)
select 100000 + (n - 1) * 24 + m, n, 'self', 4, 1, t, t + interval '20 minutes', t + interval '20 minutes'
from generate_series(1, 100) n cross join generate_series(1, 24) m
cross join lateral (select now() - m * interval '15 days' - interval '22 days') x (t) where m <= 22;
insert into public.observations (inspection_id, site_id, catalogue_id, code, result, value, observed_at, recorded_at)
select i.id, i.site_id, 1, k.code, 'pass', 1, i.started_at, i.recorded_at
from public.inspections i join public.sites s on s.id = i.site_id
cross join lateral (select code from public.indicators where s.type = any (applies_to) order by code limit 10) k
where i.id > 100000;
insert into public.issues (id, number, site_id, area_id, catalogue_id, code, point, source, lead_unit_id, reported_at, state, state_since, closed_at, event_count)
select (n - 1) * 30 + m, '基准-' || ((n - 1) * 30 + m), s.id, s.area_id, 1, 11, s.point, 'patrol', 4 + n, t, 'closed', t + interval '2 days', t + interval '2 days', 7
from generate_series(1, 100) n cross join generate_series(1, 30) m join public.sites s on s.id = n
cross join lateral (select now() - m * interval '11 days' - interval '5 days') x (t);
-- Every other site has one
insert into public.issues (id, number, site_id, area_id, catalogue_id, code, point, source, lead_unit_id, reported_at, state, state_since, closed_at, event_count)
select 3000 + s.id, '基准-' || (3000 + s.id), s.id, s.area_id, 1, 11, s.point, 'patrol', 4 + s.id % 200, t, 'closed', t + interval '2 days', t + interval '2 days', 7
from public.sites s cross join lateral (select now() - (30 + s.id % 300) * interval '1 day') x (t)
where s.id > 100 and s.id % 2 = 0;
insert into public.issue_events (issue_id, kind, unit_id, occurred_at, recorded_at, deadline_at, state_after, deadline_after)
select i.id, e.kind::public.issue_event_kind, i.lead_unit_id, i.reported_at + e.n * interval '8 hours', i.reported_at + e.n * interval '8 hours',
  case when e.kind = 'assigned' then i.reported_at + interval '30 hours' end, e.state::public.issue_state, i.reported_at + interval '30 hours'
from public.issues i cross join (values
  (0, 'reported', 'reported'), (1, 'accepted', 'accepted'), (2, 'assigned', 'assigned'), (3, 'started', 'in_progress'),
  (4, 'commented', 'in_progress'), (5, 'submitted', 'awaiting_check'), (6, 'verified', 'closed')) e (n, kind, state);

-- Twenty periods a site, a hundred for the first hundred sites
insert into public.site_status_periods (site_id, status, reason, score, coverage, from_at, to_at, lapses_at)
select s.id, (array['compliant', 'attention', 'serious', 'unknown'])[1 + (s.id * 7 + n) % 4]::public.site_status, 'all_met', 1, 1,
  s.opened_at + n * (interval '365 days' / k), case when n < k - 1 then s.opened_at + (n + 1) * (interval '365 days' / k) end,
  case when n = k - 1 then now() + interval '9 days' end
from public.sites s cross join lateral (select case when s.id <= 100 then 100 else 20 end) c (k)
cross join lateral generate_series(0, k - 1) n;

alter table public.areas enable trigger user;
alter table public.sites enable trigger user;
alter table public.inspections enable trigger user;
alter table public.observations enable trigger user;
alter table public.issues enable trigger user;
alter table public.issue_events enable trigger user;
select setval(pg_get_serial_sequence(t, 'id'), 10000000) from unnest(array['public.sites', 'public.inspections', 'public.issues']) t;
analyze;
