/** A cube that cannot be tested because of how it is written: what, where and what is allowed, in one line. */
export class CubeError extends Error {
  override readonly name = 'CubeError';

  constructor(
    readonly chinese: string,
    readonly english: string,
  ) {
    super(`${chinese} / ${english}`);
  }
}
