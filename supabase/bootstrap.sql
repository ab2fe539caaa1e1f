-- What hosted Supabase has before the first migration, made where there is no Supabase.
--
-- Run once by a superuser (or the owner of the database, when only schemas or grants are missing);
-- every statement may be run again. The migrations themselves create no roles and need no superuser.
-- Followed by the system schema of the API server (`auth`), then by supabase/migrations.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
    create role service_role nologin noinherit bypassrls;
  end if;
  -- The role a server of one's own may connect as: it has no rights until it becomes one of the
  -- three. It cannot log in until an administrator gives it a password.
  if not exists (select from pg_catalog.pg_roles where rolname = 'authenticator') then
    create role authenticator noinherit nologin;
  end if;
end
$$;

grant anon, authenticated, service_role to authenticator;

-- Whoever prepares the database also serves it, and so must be able to become the three roles.
do $$
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    execute format('grant anon, authenticated, service_role to %I', current_user);
  end if;
end
$$;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;

create extension if not exists postgis with schema extensions;
create extension if not exists ltree with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gist with schema extensions;
create extension if not exists pgcrypto with schema extensions;

-- As on hosted Supabase. Migrations name the schema of what they use and do not rely on this; a
-- person at a prompt does.
do $$
begin
  execute format(
    'alter database %I set search_path = "$user", public, extensions',
    current_database()
  );
end
$$;

-- The API server puts its tables and the functions auth.uid(), auth.jwt() here.
create schema if not exists auth;
grant usage on schema auth to anon, authenticated, service_role;

grant usage on schema public to anon, authenticated, service_role;
revoke create on schema public from public;

-- Hosted Supabase opens everything made in public to the three roles. We do the same, so that a
-- migration which forgets to revoke fails its tests at home and not only there.
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public
  grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public
  grant all on sequences to anon, authenticated, service_role;
