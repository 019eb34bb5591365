import { ActionIcon, Burger, Button, Kbd, UnstyledButton } from '@mantine/core';
import { IconMailPlus, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LanguageMenu } from '../../features/users/language-menu';
import { useMay } from '../../features/users/session.api';
import { SchemeSwitch } from '../../ui/scheme-switch';
import classes from './shell.module.css';

/** The bar above every page: menu on narrow screens, search, colours, language, and the one primary action. */
export function Header({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  const { t } = useTranslation();
  const mayCompose = useMay('mailing.write');
  return (
    <div className={classes.header}>
      <Burger hiddenFrom="sm" size="sm" onClick={onMenu} aria-label={t('app.nav.open')} />
      <UnstyledButton className={classes.searchButton} onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={16} aria-hidden />
        <span>{t('app.header.search')}</span>
        <Kbd size="xs" visibleFrom="sm">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <div className={classes.spacer} />
      <LanguageMenu />
      <SchemeSwitch />
      {mayCompose ? (
        <>
          <Button
            component={Link}
            to="/mailings/new"
            h={32}
            px="sm"
            visibleFrom="sm"
            leftSection={<IconMailPlus size={17} />}
          >
            {t('app.header.compose')}
          </Button>
          <ActionIcon
            component={Link}
            to="/mailings/new"
            hiddenFrom="sm"
            size={34}
            variant="filled"
            aria-label={t('app.header.compose')}
          >
            <IconMailPlus size={18} />
          </ActionIcon>
        </>
      ) : null}
    </div>
  );
}
