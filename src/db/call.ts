import { ProblemError } from '../domain/problem.ts';
import type { DatabaseClient } from './client.ts';
import { problemOfResponse } from './problem-of-response.ts';

/**
 * Calls one of the API's functions.
 *
 * @typeParam Answer what the contract says the function returns; the backend is ours and of the same
 *   version, so it is believed
 * @throws ProblemError; the signal's reason when it was called off
 */
export async function callFunction<Answer>(
  client: DatabaseClient,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted();
  const request = client.rpc(name, parameters);
  const { data, error, status } = await (signal ? request.abortSignal(signal) : request);
  // The library turns an abort into an ordinary error; for us it is nobody's problem.
  signal?.throwIfAborted();
  if (error) throw new ProblemError(problemOfResponse(error, status), { cause: error });
  return data as Answer;
}
