import { AppError } from '../platform/http/app-error.js';

/** No session, or one that ended. */
export const notSignedIn = () => new AppError(401, 'not-signed-in', 'Sign in first.');
/** Signed in, but the role lacks the permission. */
export const notPermitted = (permission: string) =>
  new AppError(403, 'not-permitted', `This needs the permission ${permission}.`);
/** The CSRF token or the Origin of a changing request is missing or wrong. */
export const csrfRefused = () =>
  new AppError(403, 'csrf-refused', 'The request did not come from the dashboard: reload the page and try again.');
