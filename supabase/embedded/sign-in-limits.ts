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
    const waits = await Promise.all([
      waitSeconds(this.#accounts, account.toLowerCase()),
      waitSeconds(this.#addresses, address),
    ]);
    const longest = Math.max(...waits);
    return longest > 0 ? longest : undefined;
  }

  /** Takes back a try that turned out right. */
  async succeed(account: string, address: string): Promise<void> {
    await Promise.all([
      this.#accounts.reward(account.toLowerCase()),
      this.#addresses.reward(address),
    ]);
  }
}

/** 0 when the limiter lets the key pass. */
async function waitSeconds(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes)
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}
