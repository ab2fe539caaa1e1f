-- What hosted Supabase has before the first migration, made where there is no Supabase.
--
-- Run once by a superuser, in the database, which may belong to another role; every statement may be
-- run again. The migrations themselves create no roles and need no superuser.
-- Followed by the system schema of the API server (`auth`), then by supabase/migrations.

do $$
begin
  -- Roles belong to the whole server: two databases of it may be prepared at the same moment.
  lock table pg_catalog.pg_authid in share row exclusive mode;
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

-- Whoever owns the database applies the migrations and serves it, and so must be able to become
-- the three roles. A superuser is.
do $$
declare
  owner name := (
    select datdba::regrole from pg_catalog.pg_database where datname = current_database()
  );
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = owner) then
    execute format('grant anon, authenticated, service_role to %I', owner);
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

-- The API server puts its tables and the functions auth.uid(), auth.jwt() here, as the owner of the
-- database.
do $$
declare
  owner name := (
    select datdba::regrole from pg_catalog.pg_database where datname = current_database()
  );
begin
  if not exists (select from pg_catalog.pg_namespace where nspname = 'auth') then
    execute format('create schema auth authorization %I', owner);
    grant usage on schema auth to anon, authenticated, service_role;
  end if;
end
$$;

grant usage on schema public to anon, authenticated, service_role;
revoke create on schema public from public;

-- Hosted Supabase opens everything that the owner makes in public to the three roles. We do the
-- same, so that a migration which forgets to revoke fails its tests at home and not only there.
do $$
declare
  owner name := (
    select datdba::regrole from pg_catalog.pg_database where datname = current_database()
  );
  kind text;
begin
  foreach kind in array array['tables', 'functions', 'sequences'] loop
    execute format(
      'alter default privileges for role %I in schema public '
        'grant all on %s to anon, authenticated, service_role',
      owner,
      kind
    );
  end loop;
end
$$;
