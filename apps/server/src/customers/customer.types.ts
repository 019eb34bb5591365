export const CUSTOMER_STATUSES = ['ok', 'error'] as const;
/** ok: mail is sent; error: the address bounced too often (C-50) and is left out everywhere */
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];

export const REGISTRATION_ROUTES = ['screen', 'csv', 'api', 'form', 'demo'] as const;
/** how the customer came into the database */
export type RegistrationRoute = (typeof REGISTRATION_ROUTES)[number];
