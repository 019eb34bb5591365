import { ActionIcon, Menu } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { changeLocale, LOCALES } from '../../lib/i18n';
import { useSaveLocale } from './session.api';

/** The language of the dashboard; kept with the account when somebody is signed in. */
export function LanguageMenu({ signedIn = true }: { signedIn?: boolean }) {
  const { t, i18n } = useTranslation();
  const save = useSaveLocale();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('app.header.language')}>
          <IconLanguage size={19} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LOCALES.map((locale) => (
          <Menu.Item
            key={locale}
            lang={locale}
            fw={i18n.language === locale ? 700 : undefined}
            onClick={() => {
              void changeLocale(locale);
              if (signedIn) save.mutate(locale);
            }}
          >
            {t(`app.language.${locale}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
