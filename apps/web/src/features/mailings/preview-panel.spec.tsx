import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { PreviewPanel } from './preview-panel';

test('that the preview is being brought up to date is said to screen readers, by a role that may have a name', async () => {
  answer('GET /api/customer-fields', () => ({ items: [] }));
  answer('GET /api/customers', () => ({ items: [], nextCursor: null }));
  renderPage(
    <PreviewPanel preview={undefined} isUpdating isHtml={false} customer={null} onCustomer={() => undefined} />,
  );
  expect(await screen.findByRole('status', { name: '更新中' })).toBeVisible();
});
