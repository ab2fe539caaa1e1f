-- Foundation: extensions, the private schema, settings and the clock.
-- Migrations create no roles: bootstrap.sql does where there is no Supabase.

create schema if not exists extensions;
create extension if not exists postgis with schema extensions;
create extension if not exists ltree with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gist with schema extensions;

create schema if not exists private;
comment on schema private is 'Functions behind policies and triggers; never exposed by the API.';
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

-- Everything is granted by name, table by table; nothing is granted by default.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated;
alter default privileges in schema private revoke execute on functions from public;

create table public.settings (
  key text primary key check (key ~ '^[a-z_]{1,40}$'),
  value jsonb not null
);
comment on table public.settings is 'Facts about this installation: the city''s name, whether it holds the sample city.';
comment on column public.settings.key is 'city, sample';
comment on column public.settings.value is 'Read by whoami(); never holds a secret.';
alter table public.settings enable row level security;

create function private.clock() returns timestamptz
language sql volatile set search_path = ''
as $$
  select coalesce(
    nullif(pg_catalog.current_setting('chuangcheng.clock', true), '')::pg_catalog.timestamptz,
    pg_catalog.clock_timestamp()
  )
$$;
comment on function private.clock() is
  'Now. Tests and replays set the GUC chuangcheng.clock; no API request can, since none runs SQL of its own.';

create function private.local_day(p_at timestamptz) returns date
language sql immutable parallel safe set search_path = ''
as $$ select (p_at at time zone 'Asia/Shanghai')::pg_catalog.date $$;
comment on function private.local_day(timestamptz) is 'The calendar day in Asia/Shanghai.';

create function private.refuse(p_zh text, p_en text, p_details jsonb default null) returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception using
    errcode = 'P0001', message = p_zh, hint = p_en, detail = coalesce(p_details::text, '');
end
$$;
comment on function private.refuse(text, text, jsonb) is
  'Refuses with one line in Chinese (message) and English (hint), and where (detail, JSON).';

create function private.as_of(p_as_of timestamptz) returns timestamptz
language plpgsql stable set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
begin
  if p_as_of is null then
    return v_now;
  end if;
  -- A screen's clock may run a little ahead of the database's.
  if p_as_of > v_now + interval '5 minutes' then
    perform private.refuse(
      format('截至时间 %s 在将来，只能查看现在及以前', to_char(p_as_of at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      format('as_of %s lies in the future; choose now or earlier', to_char(p_as_of at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')),
      jsonb_build_object('field', 'as_of'));
  end if;
  return least(p_as_of, v_now);
end
$$;
comment on function private.as_of(timestamptz) is 'The moment a read is for: null is now; the future is refused.';
