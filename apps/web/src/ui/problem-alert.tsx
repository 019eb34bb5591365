import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { fieldProblemText, problemText, strayFieldProblems } from '../lib/problems';

/**
 * Says why a request failed and what to do; renders nothing while `error` is null. `fields` names the fields of the
 * form, whose errors stand beside them; errors of other fields are listed here.
 */
export function ProblemAlert({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  const { i18n } = useTranslation();
  if (error === null || error === undefined) return null;
  const stray = strayFieldProblems(error, fields);
  return (
    <Alert color="red" icon={<IconAlertCircle />} role="alert">
      {problemText(i18n, error)}
      {stray.length > 0 ? (
        <ul style={{ margin: '4px 0 0', paddingInlineStart: '1.2em' }}>
          {stray.map((one) => (
            <li key={one.field}>{fieldProblemText(i18n, one)}</li>
          ))}
        </ul>
      ) : null}
    </Alert>
  );
}
