import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { changeLocale, type Locale } from '../../lib/i18n';
import { nextPath } from '../../lib/next-path';
import { useFieldProblems } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { PublicPage } from './public-page';
import { useSignIn } from './session.api';

/** Sign-in; afterwards the page that was asked for. */
export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '', password: '' } });
  const showFields = useFieldProblems(form);
  const enter = async (locale: Locale | undefined) => {
    if (locale) await changeLocale(locale);
    await navigate(nextPath(new URL(globalThis.location.href)), { replace: true });
  };
  const submit = form.onSubmit((values) =>
    signIn.mutate(values, { onSuccess: (session) => void enter(session.user?.locale), onError: showFields }),
  );
  return (
    <PublicPage title={t('users.signIn.title')} text={t('users.signIn.text')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={signIn.error} fields={['email', 'password']} />
          <TextInput
            label={t('users.signIn.email')}
            type="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('users.signIn.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" fullWidth mt={4} loading={signIn.isPending}>
            {t('users.signIn.submit')}
          </Button>
          <Text c="dimmed" fz={12}>
            {t('users.signIn.forgot')}
          </Text>
        </Stack>
      </form>
    </PublicPage>
  );
}
