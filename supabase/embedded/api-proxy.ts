import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuthGate } from './auth-gate.ts';
import type { Backend } from './backend.ts';
import { encodeBody } from './compression.ts';
import type { ApiRequest, ApiResponse } from './messages.ts';

/** Photos come in as base64 in JSON: 32 MB is twenty of them at once. */
const largestBodyBytes = 32 * 1024 * 1024;

/** Headers of one hop, or about an encoding that has been undone. */
const hopHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'host',
  'upgrade',
  'expect',
]);

class BodyTooLarge extends Error {}

/** Answers `/rest/v1` and `/auth/v1` from the backend. */
export class ApiProxy {
  readonly #gate: AuthGate;

  /** @param onProblem told of every answer that is a fault of the server, without its values */
  constructor(
    private readonly backend: Backend,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.#gate = new AuthGate(backend);
  }

  /** Whether a path is the API's. */
  static owns(pathname: string): boolean {
    return /^\/(rest|auth)\/v1(\/|$)/.test(pathname);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: ApiResponse;
    try {
      answer = await this.#fetch(request);
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error;
      response.setHeader('connection', 'close');
      answer = tooLarge;
    }
    if (answer.status >= 500) this.onProblem(faultOf(request, answer));
    for (const [name, value] of answer.headers) {
      if (!hopHeaders.has(name)) response.appendHeader(name, value);
    }
    if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
    const { body, encoding } = await encodeBody(
      answer.body,
      request.headers['accept-encoding'],
      response.getHeader('content-type')?.toString(),
    );
    response.appendHeader('vary', 'accept-encoding');
    if (encoding !== undefined) response.setHeader('content-encoding', encoding);
    response.statusCode = answer.status;
    if (request.method !== 'HEAD' && answer.status !== 204) {
      response.setHeader('content-length', body.length);
    }
    response.end(request.method === 'HEAD' || answer.status === 204 ? undefined : body);
  }

  async #fetch(request: IncomingMessage): Promise<ApiResponse> {
    const method = request.method ?? 'GET';
    // The authority is ours, not the client's: lite makes links of it that nobody follows.
    const url = `http://localhost${request.url ?? '/'}`;
    const body = method === 'GET' || method === 'HEAD' ? undefined : await readBody(request);
    const apiRequest: ApiRequest = { method, url, headers: headersOf(request), body };
    return new URL(url).pathname.startsWith('/auth/v1')
      ? this.#gate.answer(apiRequest, request.socket.remoteAddress ?? 'unknown')
      : this.backend.fetch(apiRequest);
  }
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > largestBodyBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  // A copy of its own: a slice of Node's shared pool cannot be transferred to the worker.
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

function headersOf(request: IncomingMessage): [string, string][] {
  return Object.entries(request.headers).flatMap(([name, value]) => {
    if (value === undefined || hopHeaders.has(name) || name === 'accept-encoding') return [];
    return [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]];
  });
}

function faultOf(request: IncomingMessage, answer: ApiResponse): Error {
  const text = new TextDecoder().decode(answer.body.subarray(0, 500));
  const path = request.url?.replace(/\?.*$/, '') ?? '';
  return new Error(`${request.method ?? ''} ${path}: ${answer.status} ${text}`);
}

const tooLarge: ApiResponse = {
  status: 413,
  headers: [['content-type', 'application/json; charset=utf-8']],
  body: new TextEncoder().encode(
    JSON.stringify({
      code: 'too_large',
      message: `提交的内容超过 ${largestBodyBytes >> 20} MB`,
      hint: `The request is larger than ${largestBodyBytes >> 20} MB.`,
    }),
  ),
};
