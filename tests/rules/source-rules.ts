import { parse, parseCss } from 'svelte/compiler';
import ts from 'typescript';
import type { ProjectFile } from './project-files';

/** A node of the Svelte parser's trees, of which only what is looked at is named. */
interface TreeNode {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** The one file that may name colours for the interface; the map's are in src/map/palette. */
export function mayNameColours(path: string): boolean {
  return /(^|\/)tokens\.css$/.test(path) || /^src\/map\/palette(\/|[.-])/.test(path);
}

const COLOUR_FUNCTION = /(?<![\w-])(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i;
const HEX_COLOUR = /#([\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})(?![\w-])/i;
const NAMED_COLOUR =
  /(?<![\w-])(white|black|red|green|blue|gr[ae]y|silver|orange|yellow|purple|navy|teal|maroon|olive|lime|aqua|fuchsia|gold|pink|brown|indigo)(?![\w-])/i;

/** Raw colours in a component, a style sheet or a script, where a role of the tokens belongs. */
export function colourViolations(file: ProjectFile): string[] {
  if (mayNameColours(file.path)) return [];
  return quotedTexts(file)
    .filter(({ text, isStyle }) =>
      isStyle
        ? COLOUR_FUNCTION.test(text) || HEX_COLOUR.test(text) || NAMED_COLOUR.test(text)
        : COLOUR_FUNCTION.test(text) ||
          new RegExp(`^\\s*${HEX_COLOUR.source}\\s*$`, 'i').test(text),
    )
    .map(({ text, offset }) => `${at(file, offset)}: ${text.trim()}`);
}

/** Where text could become markup: `{@html}` and the properties and methods that parse HTML. */
export function rawHtmlViolations(file: ProjectFile): string[] {
  const found: string[] = [];
  if (file.path.endsWith('.svelte')) {
    walk(parse(file.text, { modern: true }), (node) => {
      if (node.type === 'HtmlTag') found.push(`${at(file, node.start)}: {@html}`);
    });
  }
  const parsing =
    /\.(innerHTML|outerHTML)\s*\+?=(?!=)|\.(insertAdjacentHTML|setHTML|setHTMLUnsafe)\(/g;
  for (const match of file.text.matchAll(parsing)) {
    found.push(`${at(file, match.index)}: ${match[0]}`);
  }
  return found;
}

/** Names that say nothing, and names not written as the house writes them. */
export function nameViolations(path: string): string[] {
  const parts = path.split('/');
  const base = (parts.at(-1) ?? '').replace(/(\.(svelte|test|fixture|worker|d))*\.\w+$/, '');
  const nothing = [...parts.slice(0, -1), base].find((name) =>
    /^(utils?|helpers?|misc|common|shared-?utils?)$|-(utils?|helpers?)$/i.test(name),
  );
  const wrong: string[] = [];
  if (nothing !== undefined) wrong.push(`${path}: "${nothing}" says nothing about what it holds`);
  if (path.endsWith('.svelte')) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(base)) wrong.push(`${path}: a component is PascalCase.svelte`);
  } else if (path.endsWith('.ts') && !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*$/.test(base)) {
    wrong.push(`${path}: a module is kebab-case.ts`);
  }
  return wrong;
}

/** `.svelte.ts` only with runes, and runes only in `.svelte.ts`. */
export function runeViolations(file: ProjectFile): string[] {
  if (!file.path.endsWith('.ts') || file.path.endsWith('.test.ts')) return [];
  let hasRunes = false;
  const visit = (node: ts.Node): void => {
    hasRunes ||=
      ts.isIdentifier(node) && /^\$(state|derived|effect|props|inspect)$/.test(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', file.text, ts.ScriptTarget.Latest, true));
  const mayHaveRunes = file.path.endsWith('.svelte.ts');
  if (hasRunes === mayHaveRunes) return [];
  return [`${file.path}: ${hasRunes ? 'runes need' : 'no runes, so no'} .svelte.ts`];
}

/** Network and document, which pure code does not touch even without importing anything. */
export function impureGlobalViolations(file: ProjectFile): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile('file.ts', file.text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    const isCalled =
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      /^(globalThis\.|window\.)?(fetch|XMLHttpRequest|WebSocket|EventSource)$/.test(
        node.expression.getText(source),
      );
    const isReached =
      ts.isPropertyAccessExpression(node) &&
      /^(document|window|localStorage|sessionStorage|indexedDB)$/.test(
        node.expression.getText(source),
      );
    if (isCalled || isReached) {
      found.push(`${at(file, node.getStart(source))}: ${node.getText(source).slice(0, 40)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

interface QuotedText {
  text: string;
  offset: number;
  isStyle: boolean;
}

function quotedTexts(file: ProjectFile): QuotedText[] {
  if (file.path.endsWith('.css')) return declarations(parseCss(file.text));
  if (file.path.endsWith('.svelte')) {
    const { css, ...rest } = parse(file.text, { modern: true });
    return [...declarations(css), ...literals(rest)];
  }
  const found: QuotedText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      found.push({ text: node.text, offset: node.getStart(), isStyle: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', file.text, ts.ScriptTarget.Latest, true));
  return found;
}

function declarations(tree: unknown): QuotedText[] {
  const found: QuotedText[] = [];
  walk(tree, (node) => {
    if (node.type === 'Declaration') {
      // Names in quotes, such as a font's or a grid area's, are no colours.
      const text = String(node.value).replace(/(["']).*?\1/g, '');
      found.push({ text: `${String(node.property)}: ${text}`, offset: node.start, isStyle: true });
    }
  });
  return found.filter(({ text }) => !/^(animation|transition|grid|font)/.test(text));
}

function literals(tree: unknown): QuotedText[] {
  const found: QuotedText[] = [];
  walk(tree, (node) => {
    if (node.type === 'Attribute' && node.name === 'style') {
      for (const part of [node.value].flat() as unknown[]) {
        const { type, data, start } = part as TreeNode;
        if (type === 'Text') found.push({ text: String(data), offset: start, isStyle: true });
      }
    } else if (node.type === 'Attribute' && node.name !== 'href' && Array.isArray(node.value)) {
      for (const { type, data, start } of node.value as TreeNode[]) {
        if (type === 'Text') found.push({ text: String(data), offset: start, isStyle: false });
      }
    } else if (node.type === 'Literal' && typeof node.value === 'string') {
      found.push({ text: node.value, offset: node.start, isStyle: false });
    } else if (node.type === 'TemplateElement') {
      const { cooked } = node.value as { cooked: string };
      found.push({ text: cooked, offset: node.start, isStyle: false });
    }
  });
  return found;
}

function walk(tree: unknown, visit: (node: TreeNode) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
  } else if (tree !== null && typeof tree === 'object') {
    if (typeof (tree as TreeNode).type === 'string') visit(tree as TreeNode);
    for (const value of Object.values(tree)) walk(value, visit);
  }
}

function at(file: ProjectFile, offset: number): string {
  return `${file.path}:${file.text.slice(0, offset).split('\n').length}`;
}
