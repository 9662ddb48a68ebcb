import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

/**
 * Asks the browser's authenticator.
 *
 * @param from address of the question
 * @param isNew whether a passkey is made
 * @returns the answer as JSON
 * @throws where the person declines, or nothing answers
 */
export async function ask(from: string, isNew: boolean): Promise<string> {
  const response = await fetch(from, { method: 'POST', headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error('there is no question');
  const options: unknown = await response.json();
  const answer = isNew
    ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
    : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
  return JSON.stringify(answer);
}
