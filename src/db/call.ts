import { ProblemError } from '../domain/problem.ts';
import type { DatabaseClient } from './client.ts';
import type { Database } from './database.types.ts';
import { problemOfResponse } from './problem-of-response.ts';

type FunctionName = keyof Database['public']['Functions'];

/**
 * Calls one of the API's functions.
 *
 * @typeParam Answer what the contract says the function returns; the backend is ours and of the same
 *   version, so it is believed
 * @throws ProblemError; the signal's reason when it was called off
 */
export async function callFunction<Answer>(
  client: DatabaseClient,
  name: FunctionName,
  parameters: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted();
  const request = client.rest.rpc(name, parameters as never);
  const { data, error, status } = await (signal ? request.abortSignal(signal) : request);
  // The library turns an abort into an ordinary error; for us it is nobody's problem.
  signal?.throwIfAborted();
  if (error) throw new ProblemError(problemOfResponse(error, status), { cause: error });
  return data as Answer;
}
