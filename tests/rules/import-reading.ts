import { parse } from 'svelte/compiler';
import ts from 'typescript';
import type { ProjectFile } from './project-files';

export interface FoundImport {
  /** As written, without a query such as `?worker`. */
  specifier: string;
  line: number;
}

/**
 * Every module that a TypeScript or Svelte file names: imports, re-exports, types, dynamic imports
 * (in markup too), and the files behind `new URL('…', import.meta.url)`, by which workers start.
 */
export function importsOf(file: ProjectFile): FoundImport[] {
  const found = file.path.endsWith('.svelte')
    ? importsOfComponent(file.text)
    : importsOfScript(file.text, 0);
  return found.map(({ specifier, offset }) => ({
    specifier: specifier.replace(/[?#].*$/, ''),
    line: file.text.slice(0, offset).split('\n').length,
  }));
}

interface LocatedImport {
  specifier: string;
  offset: number;
}

function importsOfComponent(text: string): LocatedImport[] {
  const component = parse(text, { modern: true });
  const scripts = [component.module, component.instance].flatMap((script) => {
    // The parser's types promise null, it gives undefined.
    if (!script) return [];
    const { start, end } = script.content as unknown as { start: number; end: number };
    return importsOfScript(text.slice(start, end), start);
  });
  return [...scripts, ...importsOfMarkup(component.fragment)];
}

function importsOfMarkup(node: unknown): LocatedImport[] {
  if (Array.isArray(node)) return node.flatMap(importsOfMarkup);
  if (node === null || typeof node !== 'object') return [];
  const { type, source, start } = node as {
    type?: string;
    source?: { value?: unknown };
    start?: number;
  };
  const own =
    type === 'ImportExpression' && typeof source?.value === 'string'
      ? [{ specifier: source.value, offset: start ?? 0 }]
      : [];
  return [...own, ...Object.values(node).flatMap(importsOfMarkup)];
}

function importsOfScript(text: string, base: number): LocatedImport[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found: LocatedImport[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push({ specifier, offset: base + node.getStart(source) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return textOf(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return textOf(node.argument.literal);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return textOf(node.arguments[0]);
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [path, base] = node.arguments ?? [];
    if (base?.getText() === 'import.meta.url') return textOf(path);
  }
  return undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}
