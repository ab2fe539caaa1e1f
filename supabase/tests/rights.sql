-- What holds for every table and function, those of later migrations included.
begin;
\ir city.psql
select plan(16);

create view tests.our_tables as
  select c.oid, n.nspname || '.' || c.relname as name, c.relrowsecurity
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'private') and c.relkind in ('r', 'p')
    and not exists (select from pg_catalog.pg_depend d where d.objid = c.oid and d.deptype = 'e');
create view tests.our_functions as
  select p.oid, n.nspname, p.oid::regprocedure::text as name, p.prosecdef, p.proconfig
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('public', 'private')
    and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e');

select cmp_ok((select count(*) from tests.our_tables)::integer, '>=', 24, 'there are tables to look at');
select cmp_ok((select count(*) from tests.our_functions)::integer, '>=', 80, 'and functions');

select is_empty('select name from tests.our_tables where not relrowsecurity', 'every table has row-level security');
select is_empty($$ select t.name from tests.our_tables t
  where not exists (select from pg_catalog.pg_policy p where p.polrelid = t.oid) $$, 'and a policy');
select is_empty($$ select t.name || '.' || p.polname from tests.our_tables t join pg_catalog.pg_policy p on p.polrelid = t.oid
  where p.polroles <> array['authenticated'::regrole::oid] $$, 'every policy is for those who are signed in');
select is_empty($$ select t.name, p.privilege from tests.our_tables t
  cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as p (privilege)
  where has_table_privilege('anon', t.oid, p.privilege) $$, 'anonymous may do nothing with any table');
select is_empty($$ select t.name, a.attname, p.privilege from tests.our_tables t
  join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0
  cross join unnest(array['select', 'insert', 'update', 'references']) as p (privilege)
  where has_column_privilege('anon', t.oid, a.attnum, p.privilege) $$, 'nor with any column');
select is_empty($$ select t.name, p.privilege from tests.our_tables t
  cross join unnest(array['truncate', 'references', 'trigger', 'delete', 'insert', 'update']) as p (privilege)
  where has_table_privilege('authenticated', t.oid, p.privilege) $$,
  'signed in, one may truncate and delete nothing, and insert and update only by named columns');
select is(
  (select string_agg(t.name || ' ' || p.privilege, ', ' order by t.name, p.privilege) from tests.our_tables t
   cross join unnest(array['insert', 'update']) as p (privilege)
   where has_any_column_privilege('authenticated', t.oid, p.privilege)),
  'public.zones insert, public.zones update',
  'these are all');
select is_empty($$ select c.relname, p.privilege from pg_catalog.pg_class c
  cross join unnest(array['usage', 'select', 'update']) as p (privilege)
  where c.relkind = 'S' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    and has_sequence_privilege('anon', c.oid, p.privilege) $$, 'anonymous may not draw from a sequence');

select is_empty($$ select name from tests.our_functions
  where not coalesce(proconfig && array['search_path=""', 'search_path='], false) $$, 'every function has an empty search_path');
select is_empty($$ select name from tests.our_functions where has_function_privilege('anon', oid, 'execute') $$,
  'anonymous may execute no function');
select is_empty($$ select f.name from tests.our_functions f join pg_catalog.pg_proc p on p.oid = f.oid
  where p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0) $$,
  'nothing may be executed by everybody');
select is(has_schema_privilege('anon', 'private', 'usage'), false, 'anonymous may not look into the private schema');
-- What writes for the database alone is nobody's to call.
select is_empty($$ select f.name from tests.our_functions f join pg_catalog.pg_proc p on p.oid = f.oid
  where f.nspname = 'private' and p.provolatile = 'v' and f.prosecdef
    and has_function_privilege('authenticated', f.oid, 'execute') $$,
  'signed in, one calls no function that writes past the policies');
select is_empty($$ select n.nspname, r.rolname, d.defaclobjtype
  from pg_catalog.pg_default_acl d
  join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
  cross join lateral aclexplode(d.defaclacl) a
  join pg_catalog.pg_roles r on r.oid = a.grantee
  where n.nspname in ('public', 'private') and r.rolname in ('anon', 'authenticated')
    and d.defaclrole = (select c.relowner from pg_catalog.pg_class c where c.oid = 'public.sites'::regclass) $$,
  'what a later migration makes is granted to nobody by default');

select * from finish();
rollback;
