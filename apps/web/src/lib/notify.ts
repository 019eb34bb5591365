import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Says in the corner that something was done. Failures are shown where they happened, not here. */
export function notify(message: string): void {
  notifications.show({ message, closeButtonProps: { 'aria-label': i18next.t('app.action.close') } });
}
