import type { SqlExecutor } from '../../supabase/embedded/sql-executor.ts';

interface SetAside {
  readonly drop: string;
  readonly restore: string;
}

/**
 * Runs a bulk load while the tables' triggers, foreign keys and secondary indexes stand aside; all
 * are put back by the definitions the database itself gives, so that keys are checked by one join
 * each and indexes built by one sort instead of row by row. Half the time of loading goes away
 * with them. Needs the tables' owner and a transaction around it.
 *
 * @param tables schema-qualified names
 */
export async function withoutUpkeep(
  sql: SqlExecutor,
  tables: readonly string[],
  load: () => Promise<void>,
): Promise<void> {
  const aside = [...(await foreignKeys(sql, tables)), ...(await indexes(sql, tables))];
  for (const table of tables) await sql.exec(`alter table ${table} disable trigger user`);
  for (const { drop } of aside) await sql.exec(drop);
  await load();
  // Indexes first: the keys are checked with their help.
  for (const { restore } of aside.reverse()) await sql.exec(restore);
  for (const table of tables) await sql.exec(`alter table ${table} enable trigger user`);
}

function foreignKeys(sql: SqlExecutor, tables: readonly string[]): Promise<SetAside[]> {
  return sql.query<{ drop: string; restore: string }>(
    `select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop,
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname,
         pg_get_constraintdef(c.oid)) as restore
     from pg_catalog.pg_constraint c
     where c.contype = 'f' and c.conrelid = any ($1::text[]::regclass[])
     order by c.conrelid::regclass::text, c.conname`,
    [tables],
  );
}

/** Indexes that no constraint rests on. */
function indexes(sql: SqlExecutor, tables: readonly string[]): Promise<SetAside[]> {
  return sql.query<{ drop: string; restore: string }>(
    `select format('drop index %s', i.indexrelid::regclass) as drop,
       pg_get_indexdef(i.indexrelid) as restore
     from pg_catalog.pg_index i
     where i.indrelid = any ($1::text[]::regclass[])
       and not exists (select from pg_catalog.pg_constraint c where c.conindid = i.indexrelid)
     order by i.indexrelid::regclass::text`,
    [tables],
  );
}
