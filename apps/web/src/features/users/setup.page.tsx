import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFieldProblems } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { PublicPage } from './public-page';
import { setupQuery, useSetUp } from './session.api';

/** Makes the first administrator with the one-time token of the server; the token may come in the address (#token=…). */
export function SetupPage() {
  const { t } = useTranslation();
  const setup = useQuery(setupQuery);
  if (setup.data && !setup.data.needed)
    return (
      <PublicPage title={t('users.setup.done')} text={t('users.setup.doneText')}>
        <Anchor component={Link} to="/sign-in">
          {t('users.setup.toSignIn')}
        </Anchor>
      </PublicPage>
    );
  return (
    <PublicPage title={t('users.setup.title')} text={t('users.setup.text')}>
      <SetupForm />
    </PublicPage>
  );
}

function SetupForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const setUp = useSetUp();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { token: tokenOfAddress(), name: '', email: '', password: '' },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit((values) =>
    setUp.mutate(values, { onSuccess: () => void navigate('/', { replace: true }), onError: showFields }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert error={setUp.error} fields={Object.keys(form.getInitialValues())} />
        <TextInput
          label={t('users.setup.token')}
          description={t('users.setup.tokenHint')}
          autoComplete="off"
          required
          key={form.key('token')}
          {...form.getInputProps('token')}
        />
        <TextInput
          label={t('users.setup.name')}
          autoComplete="name"
          required
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('users.setup.email')}
          type="email"
          autoComplete="username"
          required
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('users.setup.password')}
          description={t('users.setup.passwordHint')}
          autoComplete="new-password"
          required
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" fullWidth mt={4} loading={setUp.isPending}>
          {t('users.setup.submit')}
        </Button>
      </Stack>
    </form>
  );
}

/** `/setup#token=…` or `/setup?token=…`, as the server prints it. */
function tokenOfAddress(): string {
  const { hash, search } = globalThis.location;
  return new URLSearchParams(hash.slice(1)).get('token') ?? new URLSearchParams(search).get('token') ?? '';
}
