import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LOCALES, type Locale } from '../../lib/i18n';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { FormDrawer, UnsavedGuard } from '../../ui/unsaved';
import { roleName } from './role-badge';
import { useChangeUser, useCreateUser, usersQuery, type User } from './users.api';

const FIELDS = ['name', 'email', 'roleId', 'locale', 'password'];

/** A new account, or changes to one; `user` is null for a new one. */
export function UserDrawer({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDrawer opened onClose={onClose} title={t(user ? 'users.edit.title' : 'users.new.title')}>
      {(close) => <UserForm user={user} onSaved={onClose} onCancel={close} />}
    </FormDrawer>
  );
}

function UserForm({ user, onSaved, onCancel }: { user: User | null; onSaved: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const { data: roles } = useSuspenseQuery(usersQuery.roles());
  const create = useCreateUser();
  const change = useChangeUser();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      roleId: user?.roleId ?? roles.find((role) => role.name === 'creator')?.id ?? '',
      locale: (user?.locale ?? 'ja') as Locale,
      password: '',
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit(({ email, password, ...rest }) => {
    const after = {
      onError: showFields,
      onSuccess: () => {
        notify(t(user ? 'app.state.saved' : 'users.new.done'));
        onSaved();
      },
    };
    if (user) change.mutate({ id: user.id, ...rest, ...(password === '' ? {} : { password }) }, after);
    else create.mutate({ email, password, ...rest }, after);
  });
  return (
    <>
      <UnsavedGuard isUnsaved={() => form.isDirty()} />
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={create.error ?? change.error} fields={FIELDS} />
          <TextInput
            label={t('users.field.name')}
            required
            data-autofocus
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          {user ? null : (
            <TextInput
              label={t('users.field.email')}
              type="email"
              required
              key={form.key('email')}
              {...form.getInputProps('email')}
            />
          )}
          <Select
            label={t('users.field.role')}
            required
            allowDeselect={false}
            data={roles.map((role) => ({ value: role.id, label: roleName(t, role.name) }))}
            key={form.key('roleId')}
            {...form.getInputProps('roleId')}
          />
          <Select
            label={t('app.header.language')}
            allowDeselect={false}
            data={LOCALES.map((locale) => ({ value: locale, label: t(`app.language.${locale}`) }))}
            key={form.key('locale')}
            {...form.getInputProps('locale')}
          />
          <PasswordInput
            label={t(user ? 'users.field.newPassword' : 'users.field.firstPassword')}
            description={t(user ? 'users.field.newPasswordHint' : 'users.field.firstPasswordHint')}
            autoComplete="new-password"
            required={!user}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              {t('app.action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending || change.isPending}>
              {t(user ? 'app.action.save' : 'users.new.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}
