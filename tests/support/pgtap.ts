import { loadModule, parseSync, type Node } from 'libpg-query';
import { Parser } from 'tap-parser';
import { SqlError, type SqlExecutor } from '../../supabase/embedded/sql-executor';

export interface TapResult {
  passed: number;
  /** One entry for each assertion that failed and for each breach of the plan, empty when all is well. */
  failures: string[];
}

class RolledBack extends Error {}

/** Puts pgTAP where the migrations put every extension. */
export async function installPgtap(sql: SqlExecutor): Promise<void> {
  await sql.exec('create extension if not exists pgtap with schema extensions');
}

/**
 * Runs a pgTAP file inside one transaction that is rolled back, as the owner of the database. The
 * file's own `begin` and `rollback`, by which `supabase test db` runs it, are left to this.
 *
 * @param fileName for messages
 */
export async function runTapFile(
  sql: SqlExecutor,
  fileName: string,
  text: string,
): Promise<TapResult> {
  const statements = await statementsOf(text);
  const lines: string[] = [];
  let broken: string | undefined;
  const rolledBack = sql.transaction(async (transaction) => {
    await transaction.exec('set local search_path = public, extensions');
    for (const { statement, line } of statements) {
      try {
        const rows = await transaction.query(statement);
        lines.push(...rows.flatMap((row) => Object.values(row).map(String)));
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        broken = `${fileName}:${line}: ${error.message}`;
        break;
      }
    }
    throw new RolledBack();
  });
  await rolledBack.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  const { passed, failures } = await readTap(lines.join('\n'));
  return { passed, failures: broken === undefined ? failures : [...failures, broken] };
}

interface LocatedStatement {
  statement: string;
  line: number;
}

/** The statements between `begin` and `rollback`, split by PostgreSQL's own parser. */
async function statementsOf(text: string): Promise<LocatedStatement[]> {
  await loadModule();
  // The parser counts bytes.
  const bytes = Buffer.from(text);
  return (parseSync(text).stmts ?? []).flatMap(({ stmt, stmt_location: from = 0, stmt_len }) => {
    if (isBeginOrRollback(stmt)) return [];
    const part = bytes.subarray(from, stmt_len === undefined ? undefined : from + stmt_len);
    const leading = /^\s*(--[^\n]*\s*)*/.exec(part.toString())?.[0] ?? '';
    const before = bytes.subarray(0, from).toString() + leading;
    return [{ statement: part.toString(), line: before.split('\n').length }];
  });
}

function isBeginOrRollback(statement: Node | undefined): boolean {
  if (statement === undefined || !('TransactionStmt' in statement)) return false;
  const { kind } = statement.TransactionStmt;
  return kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_ROLLBACK';
}

function readTap(output: string): Promise<TapResult> {
  return new Promise((resolve) => {
    let said = '';
    const parser = new Parser({ strict: false }, ({ pass, failures }) => {
      resolve({
        passed: pass,
        failures: failures.map(({ tapError, id, name }) =>
          typeof tapError === 'string' ? tapError : `${id} ${name}${diagnosisOf(said, Number(id))}`,
        ),
      });
    });
    parser.on('comment', (comment: string) => (said += comment));
    parser.end(output);
  });
}

/** What pgTAP says below a failed assertion, up to the next one. */
function diagnosisOf(said: string, id: number): string {
  const [, after] = said.split(new RegExp(`^# Failed test ${id}:.*$`, 'm'));
  const [own] = (after ?? '').split(/^# (?:Failed test|Looks like)/m);
  return own === undefined ? '' : own.trimEnd();
}
