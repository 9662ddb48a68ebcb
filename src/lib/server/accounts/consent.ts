/** Version of the terms and the privacy policy, which joining agrees to: the day on which their content last changed. */
export const CONSENT_VERSION = '2026-11-29';
