import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import { ApiProblem, rememberCsrfToken } from '../lib/api';
import { createQueryClient } from '../lib/query-client';
import { sessionQuery } from '../features/users/session.api';
import { changeLocale, rememberedLocale, startTexts } from '../lib/i18n';
import { Providers } from './providers';
import { createRouter } from './router';

const queryClient = createQueryClient((problem) => {
  if (problem.code === 'not-signed-in') void endSession();
  if (problem.code === 'csrf-refused') void queryClient.refetchQueries({ queryKey: sessionQuery.queryKey });
});
const router = createRouter(queryClient);

/** The session ended on the server: forget it here, and the guard of the page leads to sign-in and back again. */
async function endSession(): Promise<void> {
  if (queryClient.getQueryData(sessionQuery.queryKey)?.user == null) return;
  rememberCsrfToken(null);
  queryClient.setQueryData(sessionQuery.queryKey, { user: null, csrfToken: null });
  await router.revalidate();
}

/** A refusal that the page explains is no fault, so the console stays quiet. */
function logUnexpected(error: unknown): void {
  if (!(error instanceof ApiProblem && error.status < 500)) console.error(error);
}

async function start(): Promise<void> {
  startTexts();
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null);
  await changeLocale(session?.user?.locale ?? rememberedLocale());
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root, { onCaughtError: logUnexpected }).render(
    <StrictMode>
      <Providers queryClient={queryClient} router={router} onCaught={logUnexpected} />
    </StrictMode>,
  );
}

void start();
