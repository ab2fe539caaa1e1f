import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Wrong passwords within this time count together. */
const windowSeconds = 15 * 60;
const wrongTriesPerAccount = 10;
/** An office behind one address has many people; a guesser has many accounts to try. */
const wrongTriesPerAddress = 50;

/**
 * Counts wrong passwords by account and by network address. Each try is counted before it is made
 * and taken back when it succeeds, so that a hundred tries at once cannot slip past a limit of ten.
 * Counts live in memory: a restart forgives.
 */
export class SignInLimits {
  readonly #accounts = new RateLimiterMemory({
    keyPrefix: 'account',
    points: wrongTriesPerAccount,
    duration: windowSeconds,
  });
  readonly #addresses = new RateLimiterMemory({
    keyPrefix: 'address',
    points: wrongTriesPerAddress,
    duration: windowSeconds,
  });

  /**
   * Counts a try.
   *
   * @returns undefined when it may be made; else after how many seconds the next one may
   */
  async begin(account: string, address: string): Promise<number | undefined> {
    // The address first: one that is shut out no longer counts against anybody's account.
    return (
      (await waitSeconds(this.#addresses, address)) ??
      (await waitSeconds(this.#accounts, accountKey(account)))
    );
  }

  /** Takes back a try that turned out right. */
  async succeed(account: string, address: string): Promise<void> {
    await Promise.all([
      this.#accounts.reward(accountKey(account)),
      this.#addresses.reward(address),
    ]);
  }
}

/** The longest e-mail address; whatever is longer is kept no longer than that. */
const longestAccount = 320;

function accountKey(account: string): string {
  return account.toLowerCase().slice(0, longestAccount);
}

async function waitSeconds(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}
