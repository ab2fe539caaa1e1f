/** What is missing before anything is sent; the names are those of the messages. */
export interface SignInMistakes {
  readonly email?: 'emailMissing' | 'emailInvalid';
  readonly password?: 'passwordMissing';
}

export function checkSignIn(email: string, password: string): SignInMistakes {
  const address = email.trim();
  return {
    ...(address === ''
      ? { email: 'emailMissing' as const }
      : // Only what cannot be an address at all; whether it exists the server knows.
        !/^[^\s@]+@[^\s@]+$/.test(address) && { email: 'emailInvalid' as const }),
    ...(password === '' && { password: 'passwordMissing' as const }),
  };
}
