import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import sirv from 'sirv';
import { ApiProxy } from './api-proxy.ts';
import type { Backend } from './backend.ts';
import { basemapOrigins, type BasemapSetting } from './basemaps.ts';
import { Refusal } from './notices.ts';
import { routingOrigins, type RoutingSettings } from './routing.ts';
import { securityHeaders } from './security-headers.ts';

export interface ShellOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM texts; both or neither. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
  /** The built application; absent: only the API. */
  readonly applicationDirectory?: string | undefined;
  readonly basemaps?: readonly BasemapSetting[] | undefined;
  readonly routing?: RoutingSettings | undefined;
}

export interface Shell {
  /** Without a slash at the end. */
  readonly url: string;
  /** From now on requests are answered from the backend; until then with 503. */
  serve(backend: Backend, onProblem: (error: unknown) => void): void;
  /** Stops taking requests and waits for those under way. */
  close(): Promise<void>;
}

/** What answers a request, or hands it on by calling `next`. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

/**
 * Everything of the backend that is reached by HTTP: the API, `/config.json`, the sample sign-ins,
 * `/healthz`. Used by the server and by Vite's alike.
 */
export function createBackendHandler(
  backend: Backend,
  { basemaps = [], routing = {} }: Pick<ShellOptions, 'basemaps' | 'routing'>,
  onProblem: (error: unknown) => void,
): Handler {
  const proxy = new ApiProxy(backend, onProblem);
  let failure: Error | undefined;
  void backend.failed.then((error) => {
    failure = error;
  });
  return (request, response, next) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (ApiProxy.owns(pathname)) {
      proxy.answer(request, response).catch((error: unknown) => {
        onProblem(error);
        if (response.headersSent) response.destroy();
        else sendJson(request, response, 503, unavailable);
      });
      return;
    }
    switch (pathname) {
      case '/config.json':
        return sendJson(request, response, 200, {
          url: originOf(request),
          publishableKey: backend.keys.publishableKey,
          sample: backend.sampleAccounts !== undefined,
          basemaps,
          routing,
        });
      case '/sample-accounts.json':
        return backend.sampleAccounts === undefined
          ? sendJson(request, response, 404, noSample)
          : sendJson(request, response, 200, backend.sampleAccounts);
      case '/healthz':
        return sendJson(request, response, failure ? 503 : 200, { ok: failure === undefined });
      default:
        next();
    }
  };
}

/** Where the page came from, so that API and page share an origin by whatever name it is reached. */
function originOf(request: IncomingMessage): string {
  const { host } = request.headers;
  const name = host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : 'localhost';
  return `${request.socket instanceof TLSSocket ? 'https' : 'http'}://${name}`;
}

const unavailable = {
  code: 'unavailable',
  message: '数据库暂时不可用，请稍后再试',
  hint: 'The database is not available at the moment: try again later.',
};

const preparing = {
  code: 'preparing',
  message: '系统正在准备，请稍候',
  hint: 'The system is being prepared: one moment.',
};

const noSample = {
  code: 'not_found',
  message: '未载入示例城市',
  hint: 'The sample city is not loaded.',
};

/**
 * Takes the port, so that a port in use is told before anything is prepared, and answers that the
 * system is being prepared until it has a backend to serve.
 *
 * @throws Refusal when the port is taken or the address is not one of this machine's
 */
export async function openShell(options: ShellOptions): Promise<Shell> {
  const headers = Object.entries(
    securityHeaders(
      basemapOrigins(options.basemaps ?? []),
      options.tls !== undefined,
      routingOrigins(options.routing),
    ),
  );
  let answerReady = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('retry-after', '2');
    sendJson(request, response, 503, preparing);
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of headers) response.setHeader(name, value);
    answerReady(request, response);
  };
  const server = options.tls
    ? createSecureServer({ cert: options.tls.certificate, key: options.tls.key }, answer)
    : createServer(answer);
  await startListening(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://${addressForUrl(options.host)}:${port}`,
    serve(backend, onProblem) {
      const answerBackend = createBackendHandler(backend, options, onProblem);
      // Now and not before: the handler lists the files once, and the application is built meanwhile.
      const answerFile = createFileHandler(options.applicationDirectory);
      answerReady = (request, response) =>
        answerBackend(request, response, () => answerFile(request, response));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function createFileHandler(
  directory: string | undefined,
): (request: IncomingMessage, response: ServerResponse) => void {
  if (directory === undefined) {
    return (request, response) => sendJson(request, response, 404, notFound);
  }
  const serve = sirv(directory, {
    // A page of the application's own routes is the application itself; a file that is not there is
    // not found, so that a browser with an old page does not take HTML for a script.
    single: true,
    ignores: [/^\/assets\//, /\/[^/?]+\.[^/?]+(\?|$)/],
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders: (response, pathname) => {
      response.setHeader(
        'cache-control',
        pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return sendJson(request, response, 405, notFound);
    }
    serve(request, response, () => sendJson(request, response, 404, notFound));
  };
}

const notFound = { code: 'not_found', message: '没有此页面', hint: 'There is no such page.' };

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function startListening(server: Server, { host, port }: ShellOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new Refusal(
            `端口 ${port} 已被占用，请用 --port 指定其他端口`,
            `Port ${port} is taken: choose another with --port.`,
          ),
        );
      } else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        reject(
          new Refusal(
            `地址 ${host} 不是本机的地址`,
            `The address ${host} is not one of this machine.`,
          ),
        );
      } else if (error.code === 'EACCES') {
        reject(
          new Refusal(
            `无权使用端口 ${port}，请用 --port 指定 1024 以上的端口`,
            `Port ${port} needs more rights: choose one above 1024 with --port.`,
          ),
        );
      } else {
        reject(error);
      }
    });
    server.listen(port, host, () => resolve());
  });
}

/** An address that means every address of this machine is reached here by the loopback one. */
function addressForUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
