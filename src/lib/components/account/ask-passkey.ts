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
 * @param form whose fields are sent along
 * @param isNew whether a passkey is made
 * @returns the answer as JSON; empty where the server refuses, which says why once the form is sent
 * @throws where the person declines, or nothing answers
 */
export async function ask(from: string, form: HTMLFormElement, isNew: boolean): Promise<string> {
  const response = await fetch(from, {
    method: 'POST',
    body: new FormData(form),
    headers: { accept: 'application/json' },
  });
  if (!response.ok) return '';
  const options: unknown = await response.json();
  const answer = isNew
    ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
    : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
  return JSON.stringify(answer);
}
