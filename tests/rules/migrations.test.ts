import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrationViolations, tablesOf } from './migration-rules';
import { filesBelow } from './project-files';

beforeAll(() => loadModule());

const migrations = filesBelow('supabase/migrations', '.sql');

describe('migrations', () => {
  it('are there, in an order of their own', () => {
    expect(migrations.length).toBeGreaterThan(0);
    const versions = migrations.map(({ path }) => /\/(\d{14})_[a-z0-9_]+\.sql$/.exec(path)?.[1]);
    expect(versions).not.toContain(undefined);
    expect(new Set(versions).size).toBe(versions.length);
    expect(migrations.flatMap(tablesOf)).toContain('public.sites');
  });

  it('secure and describe what they create', () => {
    expect(migrations.flatMap(migrationViolations)).toEqual([]);
  });
});

describe('the rule itself', () => {
  const complaints = (text: string): string[] =>
    migrationViolations({ path: 'x.sql', text }).map((line) => line.replace('x.sql: ', ''));

  const good = `
    create table public.things (
      id int primary key,
      site_id int not null references public.sites (id) on delete cascade,
      area_id int references public.areas (id)
        on update cascade on delete set null,
      note text default 'create table x (id int)'
    );
    comment on table public.things is 'Things.';
    alter table public.things enable row level security;
    create policy read_things on public.things for select to authenticated using (true);
    comment on policy read_things on public.things is 'Anyone signed in.';
    create function public.count_things() returns bigint
    language sql security definer set search_path = ''
    as $$ select count(*) from public.things $$;
    comment on function public.count_things() is 'Definer: counts what the caller may not read.';
    -- create role nobody;
  `;

  it('has nothing against a good one', () => {
    expect(complaints(good)).toEqual([]);
    expect(tablesOf({ path: 'x.sql', text: good })).toEqual(['public.things']);
  });

  it.each([
    ['enable row level security', 'force row level security', 'public.things has no row security'],
    [
      'comment on table public.things',
      'comment on view public.things',
      'public.things has no comment',
    ],
    ["is 'Things.'", 'is null', 'public.things has no comment'],
    [
      'comment on policy read_things',
      'comment on policy other',
      'policy public.things.read_things has no comment',
    ],
    ["set search_path = ''", '', 'function public.count_things does not set search_path'],
    [
      "set search_path = ''",
      "set timezone = 'UTC'",
      'function public.count_things does not set search_path',
    ],
    [
      'comment on function public.count_things()',
      'comment on function public.other()',
      'function public.count_things is security definer and no comment defends it',
    ],
    [
      '-- create role nobody;',
      'create role nobody;',
      'CreateRoleStmt: a migration neither makes nor changes roles',
    ],
    [
      '-- create role nobody;',
      'alter role anon login;',
      'AlterRoleStmt: a migration neither makes nor changes roles',
    ],
    [' on delete cascade', '', 'references public… does not state on delete'],
    [
      'on update cascade on delete set null',
      'on update cascade',
      'references public… does not state on delete',
    ],
  ])('with %j instead of %j', (before, after, complaint) => {
    expect(good).toContain(before);
    expect(complaints(good.replace(before, after))).toEqual([complaint]);
  });

  it('refuses what PostgreSQL cannot read', () => {
    expect(() => complaints('create tabel x ();')).toThrow(/syntax error/);
  });
});
