-- site_status_periods: written by the database alone.
begin;
\ir city.psql
\ir records.psql
select plan(5);

select is(tests.answers($$ select distinct site_id from public.site_status_periods order by site_id $$),
  tests.say('1,2,3,4,5,6,7,8,9', '1,2,3,4,5,6,7,8,9', '4,5,6,7', '1,2,3,4,5', '2,6,9', '1,2,3,4,9', '1,2,3,4,5,6,7,8,9', '-', '5', '-', '-', 'no grant'),
  'with the site; never for assessors');
select is(tests.outcomes($$ insert into public.site_status_periods (site_id, status, reason, coverage, from_at) values (1, 'compliant', 'all_met', 1, now()) $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.site_status_periods set status = 'compliant' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.site_status_periods $$), tests.all_say('no grant'), 'nobody deletes');
select is(tests.outcomes($$ select from public.site_status_periods $$),
  -- Two for each site, but one for 3 (mock only) and 4 (nothing happened).
  tests.say('16', '16', '7', '8', '6', '8', '16', '0', '2', '0', '0', 'no grant'), 'every period of it');

select * from finish();
rollback;
