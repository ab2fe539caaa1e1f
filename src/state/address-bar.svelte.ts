import { formatAddress, parseAddress, type Address, type RefusedParameter } from './address.ts';

/** Moving the map writes often; browsers refuse more than about 100 writes in 30 seconds. */
const WRITE_AFTER_MILLISECONDS = 300;

/** The address bar: what it says at the beginning, and after every step back. */
export class AddressBar {
  /** What could not be used of it; the banner shows it until it is dismissed. */
  refused = $state.raw<readonly RefusedParameter[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: Address | null = null;

  read(): Address {
    const { address, refused } = parseAddress(location.search);
    this.refused = refused;
    return address;
  }

  /** Something in the form of an address that this city does not have. */
  refuse(refused: RefusedParameter): void {
    const isKnown = this.refused.some(
      ({ parameter, value }) => parameter === refused.parameter && value === refused.value,
    );
    if (!isKnown) this.refused = [...this.refused, refused];
  }

  dismiss(): void {
    this.refused = [];
  }

  /**
   * @param step whether the back button should return to what was before: yes for another view or
   *   selection, no for a moved map
   */
  write(address: Address, step: boolean): void {
    if (step) {
      this.flush();
      const query = formatAddress(address);
      if (query !== location.search) history.pushState(null, '', location.pathname + query);
      return;
    }
    this.#waiting = address;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), WRITE_AFTER_MILLISECONDS);
  }

  /** Writes what waits to be written, so that a step back returns to exactly that. */
  flush(): void {
    clearTimeout(this.#timer);
    if (!this.#waiting) return;
    const query = formatAddress(this.#waiting);
    this.#waiting = null;
    if (query !== location.search) history.replaceState(null, '', location.pathname + query);
  }

  /** @returns a function that ends the listening */
  onBack(listener: (address: Address) => void): () => void {
    const listen = () => {
      clearTimeout(this.#timer);
      this.#waiting = null;
      listener(this.read());
    };
    addEventListener('popstate', listen);
    return () => removeEventListener('popstate', listen);
  }
}
