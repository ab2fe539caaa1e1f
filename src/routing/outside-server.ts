import { Refusal } from '../domain/refusal.ts';

export interface OutsideRequest {
  readonly url: string;
  /** Sent as JSON by POST; without it the request is a GET. */
  readonly body?: unknown;
  readonly withinSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Asks an outside server that speaks JSON. Whatever its status: these servers say in the answer what is
 * wrong, and their readers know where.
 *
 * @throws Refusal in one line when it is not reached, not in time, or does not answer with a JSON object;
 *   the signal's reason when it was called off
 */
export async function askOutside(request: OutsideRequest): Promise<OutsideAnswer> {
  const { url, body, withinSeconds, signal } = request;
  const { host } = new URL(url);
  const timeout = AbortSignal.timeout(withinSeconds * 1000);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      // Neither our session nor where the page came from is any of its business.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    text = await response.text();
  } catch {
    signal?.throwIfAborted();
    throw timeout.aborted
      ? new Refusal(
          `路径服务 ${host} 在 ${withinSeconds} 秒内没有回答`,
          `the routing server ${host} did not answer within ${withinSeconds} s`,
        )
      : new Refusal(
          `连不上路径服务 ${host}，请检查其地址与网络`,
          `the routing server ${host} cannot be reached: check its address and the network`,
        );
  }
  const json = parsed(text);
  if (json === null) {
    throw new Refusal(
      `路径服务 ${host} 的回答不是 JSON（HTTP ${response.status}）`,
      `the routing server ${host} did not answer in JSON (HTTP ${response.status})`,
    );
  }
  return { status: response.status, json };
}

/** An answer in JSON of which something is missing or of the wrong size. */
export function malformed(url: string, zh: string, en: string): Refusal {
  const { host } = new URL(url);
  return new Refusal(
    `路径服务 ${host} 的回答有误：${zh}`,
    `the routing server ${host} gave a wrong answer: ${en}`,
  );
}

/** What an outside server wrote, as a part of one line. */
export function quoted(value: unknown): string {
  return String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
