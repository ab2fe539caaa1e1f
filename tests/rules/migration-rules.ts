import { parseSync, scanSync, type Node, type RangeVar } from 'libpg-query';
import type { ProjectFile } from './project-files';

/**
 * What is wrong with one migration, read with PostgreSQL's own parser; one line each.
 * `libpg-query`'s `loadModule()` must have resolved.
 */
export function migrationViolations(file: ProjectFile): string[] {
  const statements = (parseSync(file.text).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
  return [
    ...tableViolations(statements),
    ...roleViolations(statements),
    ...functionViolations(statements),
    ...foreignKeyViolations(file.text),
  ].map((complaint) => `${file.path}: ${complaint}`);
}

/** Qualified names of the tables a migration creates. */
export function tablesOf(file: ProjectFile): string[] {
  return (parseSync(file.text).stmts ?? []).flatMap(({ stmt }) => createdTable(stmt) ?? []);
}

function createdTable(statement: Node | undefined): string | undefined {
  if (statement === undefined || !('CreateStmt' in statement)) return undefined;
  const { relation, partbound } = statement.CreateStmt;
  // A temporary table is gone with the session; a partition has its parent's rights.
  if (relation?.relpersistence === 't' || partbound !== undefined) return undefined;
  return qualifiedName(relation);
}

function tableViolations(statements: Node[]): string[] {
  const secured = new Set<string>();
  const described = new Set<string>();
  for (const statement of statements) {
    if ('AlterTableStmt' in statement) {
      const { relation, cmds } = statement.AlterTableStmt;
      const enables = (cmds ?? []).some(
        (command) =>
          'AlterTableCmd' in command && command.AlterTableCmd.subtype === 'AT_EnableRowSecurity',
      );
      if (enables) secured.add(qualifiedName(relation));
    } else if ('CommentStmt' in statement && statement.CommentStmt.comment) {
      const { objtype, object } = statement.CommentStmt;
      described.add(`${objtype} ${objectName(object)}`);
    }
  }
  const tables = statements.flatMap((statement) => createdTable(statement) ?? []);
  return [
    ...tables.filter((name) => !secured.has(name)).map((name) => `${name} has no row security`),
    ...tables
      .filter((name) => !described.has(`OBJECT_TABLE ${name}`))
      .map((name) => `${name} has no comment`),
    ...statements
      .flatMap((statement) => {
        if (!('CreatePolicyStmt' in statement)) return [];
        const { table, policy_name: name } = statement.CreatePolicyStmt;
        return `${qualifiedName(table)}.${name}`;
      })
      .filter((name) => !described.has(`OBJECT_POLICY ${name}`))
      .map((name) => `policy ${name} has no comment`),
  ];
}

/** Roles belong to the home, not to the schema: hosted Supabase has them, bootstrap.sql makes them. */
function roleViolations(statements: Node[]): string[] {
  const aboutRoles = ['CreateRoleStmt', 'AlterRoleStmt', 'AlterRoleSetStmt', 'DropRoleStmt'];
  return statements
    .flatMap((statement) => Object.keys(statement))
    .filter((kind) => aboutRoles.includes(kind))
    .map((kind) => `${kind}: a migration neither makes nor changes roles`);
}

function functionViolations(statements: Node[]): string[] {
  const commented = new Set(
    statements.flatMap((statement) =>
      'CommentStmt' in statement && statement.CommentStmt.objtype === 'OBJECT_FUNCTION'
        ? objectName(statement.CommentStmt.object)
        : [],
    ),
  );
  return statements.flatMap((statement) => {
    if (!('CreateFunctionStmt' in statement)) return [];
    const { funcname, options } = statement.CreateFunctionStmt;
    const name = strings(funcname).join('.');
    const settings = (options ?? []).flatMap((option) =>
      'DefElem' in option ? option.DefElem : [],
    );
    const setsPath = settings.some(
      ({ defname, arg }) =>
        defname === 'set' &&
        arg !== undefined &&
        'VariableSetStmt' in arg &&
        arg.VariableSetStmt.name === 'search_path',
    );
    const isDefiner = settings.some(
      ({ defname, arg }) =>
        defname === 'security' &&
        arg !== undefined &&
        'Boolean' in arg &&
        arg.Boolean.boolval === true,
    );
    return [
      ...(setsPath ? [] : [`function ${name} does not set search_path`]),
      ...(isDefiner && !commented.has(name)
        ? [`function ${name} is security definer and no comment defends it`]
        : []),
    ];
  });
}

/** The parser gives a missing `on delete` and a stated `no action` as one, so this reads tokens. */
function foreignKeyViolations(text: string): string[] {
  const { tokens } = scanSync(text);
  return tokens.flatMap(({ text: keyword, tokenName }, index) => {
    if (keyword.toLowerCase() !== 'references' || tokenName === 'IDENT') return [];
    let depth = 0;
    for (let next = index + 1; next < tokens.length; next++) {
      const word = tokens[next]?.text.toLowerCase();
      if (word === 'on' && tokens[next + 1]?.text.toLowerCase() === 'delete') return [];
      if (word === '(') depth++;
      if (word === ')') depth--;
      if (depth < 0 || word === ';' || (depth === 0 && word === ',')) break;
    }
    return [`references ${tokens[index + 1]?.text}… does not state on delete`];
  });
}

function qualifiedName(relation: RangeVar | undefined): string {
  return `${relation?.schemaname ?? 'public'}.${relation?.relname}`;
}

function objectName(object: Node | undefined): string {
  if (object === undefined) return '';
  if ('List' in object) {
    const names = strings(object.List.items);
    return names.length === 1 ? `public.${names[0]}` : names.join('.');
  }
  if ('ObjectWithArgs' in object) return strings(object.ObjectWithArgs.objname).join('.');
  return '';
}

function strings(nodes: Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? (node.String.sval ?? []) : []));
}
