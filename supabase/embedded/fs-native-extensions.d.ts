/** The part we use of a package that ships no types. */
declare module 'fs-native-extensions' {
  /** Asks for a lock on an open file; false when another open file has it. Released on closing. */
  export function tryLock(fileDescriptor: number, options?: { exclusive?: boolean }): boolean;
  /** The same, waiting for its turn. */
  export function waitForLock(
    fileDescriptor: number,
    options?: { exclusive?: boolean },
  ): Promise<void>;
}
