import { AppError, conflict, invalidField } from '../platform/http/app-error.js';

/** No session, or one that ended. */
export const notSignedIn = () => new AppError(401, 'not-signed-in', 'Sign in first.');
/** Signed in, but the role lacks the permission. */
export const notPermitted = (permission: string) =>
  new AppError(403, 'not-permitted', `This needs the permission ${permission}.`);
/** The CSRF token or the Origin of a changing request is missing or wrong. */
export const csrfRefused = () =>
  new AppError(403, 'csrf-refused', 'The request did not come from the dashboard: reload the page and try again.');
/** A browser opened the dashboard under another name than DASHBOARD_URL. */
export const originRefused = (dashboardUrl: string) =>
  new AppError(403, 'origin-refused', `This only works from the dashboard at ${dashboardUrl}.`);
/** Wrong password, unknown address or disabled account: one answer for all three. */
export const signInFailed = () => new AppError(401, 'sign-in-failed', 'The e-mail address or the password is wrong.');
/** Too many failures of one address, whether or not it has an account. */
export const signInLocked = (waitMs: number) => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError(
    429,
    'sign-in-locked',
    `Too many failures: try again in ${Math.ceil(seconds / 60)} minutes.`,
    [],
    {
      'Retry-After': String(seconds),
    },
  );
};
/** The set-up token is not the one in the newest log, or was used. */
export const setupTokenRefused = () =>
  new AppError(403, 'setup-token-refused', 'This set-up link does not hold: use the one the server printed last.');
/** There is a user already. */
export const setupDone = () => conflict('setup-done', 'The first administrator exists already: sign in.');
/** Somebody must be able to manage users. */
export const lastAdministrator = () =>
  conflict('last-administrator', 'This is the last active administrator: make another one first.');
/** The old password of a change is wrong. */
export const wrongPassword = () => invalidField('currentPassword', 'wrong-password', 'is not the current password');
/** Two accounts cannot share an address. */
export const emailTaken = () => invalidField('email', 'email-taken', 'belongs to another user');
