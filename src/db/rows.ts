import { ProblemError } from '../domain/problem.ts';
import { problemOfResponse, type ResponseError } from './problem-of-response.ts';

/** What a select of the library answers with. */
interface Answer<Row> {
  readonly data: readonly Row[] | null;
  readonly error: ResponseError | null;
  readonly status: number;
}

/** @throws ProblemError; the signal's reason when it was called off */
export async function rowsOf<Row>(
  request: PromiseLike<Answer<Row>>,
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  const { data, error, status } = await request;
  signal?.throwIfAborted();
  if (error) throw new ProblemError(problemOfResponse(error, status), { cause: error });
  return data ?? [];
}
