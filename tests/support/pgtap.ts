import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
 * file's own `begin` and `rollback`, by which `supabase test db` runs it, are left to this; a line
 * `\ir NAME` takes in another file, as it does there.
 *
 * @param fileName for messages
 * @param directory where `\ir` looks
 */
export async function runTapFile(
  sql: SqlExecutor,
  fileName: string,
  text: string,
  directory = '.',
): Promise<TapResult> {
  await loadModule();
  const statements = statementsOf(fileName, text, directory);
  const lines: string[] = [];
  let broken: string | undefined;
  const rolledBack = sql.transaction(async (transaction) => {
    await transaction.exec('set local search_path = public, extensions');
    for (const { statement, place } of statements) {
      try {
        const rows = await transaction.query(statement);
        lines.push(...rows.flatMap((row) => Object.values(row).map(String)));
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        broken = `${place}: ${error.message}`;
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
  /** FILE:LINE */
  place: string;
}

function statementsOf(fileName: string, text: string, directory: string): LocatedStatement[] {
  const found: LocatedStatement[] = [];
  let firstLine = 1;
  for (const part of text.split(/^(\\ir .*\n)/m)) {
    const [, included] = /^\\ir (\S+)/.exec(part) ?? [];
    if (included === undefined) {
      found.push(...parsedStatements(fileName, part, firstLine));
    } else {
      const includedText = readFileSync(join(directory, included), 'utf8');
      found.push(...statementsOf(included, includedText, directory));
    }
    firstLine += part.split('\n').length - 1;
  }
  return found;
}

/** The statements but `begin` and `rollback`, split by PostgreSQL's own parser. */
function parsedStatements(fileName: string, text: string, firstLine: number): LocatedStatement[] {
  // Nothing stands between two \ir lines, and the parser refuses nothing.
  if (text.trim() === '') return [];
  // The parser counts bytes.
  const bytes = Buffer.from(text);
  return (parseSync(text).stmts ?? []).flatMap(({ stmt, stmt_location: from = 0, stmt_len }) => {
    if (isBeginOrRollback(stmt)) return [];
    const part = bytes.subarray(from, stmt_len === undefined ? undefined : from + stmt_len);
    const leading = /^\s*(--[^\n]*\s*)*/.exec(part.toString())?.[0] ?? '';
    const before = bytes.subarray(0, from).toString() + leading;
    const line = firstLine + before.split('\n').length - 1;
    return [{ statement: part.toString(), place: `${fileName}:${line}` }];
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
