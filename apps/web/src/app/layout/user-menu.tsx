import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconApi, IconKey, IconLogout } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { roleName } from '../../features/users/role-badge';
import { useSignOut, type SessionUser } from '../../features/users/session.api';
import { InitialAvatar } from '../../ui/initial-avatar';
import classes from './sidebar.module.css';

const PasswordDialog = lazy(async () => ({
  default: (await import('../../features/users/password-dialog')).PasswordDialog,
}));

/** Who is signed in, and what they may do with their account. */
export function UserMenu({ user }: { user: SessionUser }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [changing, dialog] = useDisclosure(false);
  const signOut = useSignOut();
  return (
    <>
      <Menu width={208} position="top-start" shadow="md">
        <Menu.Target>
          <UnstyledButton className={classes.user}>
            <InitialAvatar name={user.name} size={34} />
            <span className={classes.userText}>
              <span className={classes.userName}>{user.name}</span>
              <span className={classes.userRole}>{roleName(t, user.role)}</span>
            </span>
            <VisuallyHidden>{t('app.header.userMenu')}</VisuallyHidden>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{user.email}</Menu.Label>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={dialog.open}>
            {t('app.header.changePassword')}
          </Menu.Item>
          <Menu.Item leftSection={<IconApi size={16} />} component="a" href="/docs" target="_blank" rel="noreferrer">
            {t('app.header.apiDocs')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} />}
            onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate('/sign-in') })}
          >
            {t('app.header.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changing ? (
        <Suspense>
          <PasswordDialog onClose={dialog.close} />
        </Suspense>
      ) : null}
    </>
  );
}
