/**
 * A refusal or failure that is told to a person in one line, in Chinese and in English; nothing
 * else of it is shown.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh} / ${en}`);
  }
}
