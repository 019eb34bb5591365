import '@mantine/spotlight/styles.layer.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import {
  IconHistory,
  IconMail,
  IconMailPlus,
  IconSearch,
  IconUpload,
  IconUser,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFormat } from '../../lib/format';
import { useSubjectText } from '../mailings/subject.api';
import { useUser, type Permission } from '../users/session.api';
import { searchQuery, type SearchAnswer } from './search.api';

const [store, dialog] = createSpotlight();

/** A page that Ctrl-K offers by name. */
export interface SearchPage {
  readonly to: string;
  readonly label: string;
  readonly icon: TablerIcon;
}

interface Hit {
  readonly key: string;
  readonly to: string;
  readonly label: string;
  readonly text?: string;
  readonly icon: TablerIcon;
}

interface Section {
  readonly label: string;
  readonly hits: readonly Hit[];
}

/** Ctrl-K: actions and pages by name, and whatever the server finds. Opens each time `openings` grows. */
export function SearchDialog({ openings, pages }: { openings: number; pages: readonly SearchPage[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [term] = useDebouncedValue(query.trim(), 200);
  const { data, isFetching } = useQuery(searchQuery(term));
  const found = useHits(query.trim() === '' ? undefined : data);
  useEffect(() => dialog.open(), [openings]);

  const matches = (hit: Hit) =>
    hit.label.normalize('NFKC').toLowerCase().includes(query.trim().normalize('NFKC').toLowerCase());
  const sections: readonly Section[] = [
    { label: t('search.actions'), hits: useActions().filter(matches) },
    { label: t('search.pages'), hits: pages.map((page): Hit => ({ ...page, key: page.to })).filter(matches) },
    ...found,
  ].filter((section) => section.hits.length > 0);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={440}
      aria-label={t('app.header.search')}
    >
      <Spotlight.Search
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {sections.map((section) => (
          <Spotlight.ActionsGroup key={section.label} label={section.label}>
            {section.hits.map((hit) => (
              <Spotlight.Action
                key={hit.key}
                label={hit.label}
                description={hit.text}
                leftSection={<hit.icon size={19} stroke={1.7} />}
                onClick={() => void navigate(hit.to)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {sections.length === 0 ? (
          <Spotlight.Empty>
            {isFetching || term !== query.trim() ? t('app.header.loading') : t('search.nothing')}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** What can be begun from anywhere, as far as the role allows. */
function useActions(): readonly Hit[] {
  const { t } = useTranslation();
  const user = useUser();
  const actions: readonly (Hit & { readonly permission: Permission })[] = [
    {
      key: 'compose',
      to: '/mailings/new',
      label: t('app.header.compose'),
      text: t('search.composeText'),
      icon: IconMailPlus,
      permission: 'mailing.write',
    },
    {
      key: 'import',
      to: '/imports/new',
      label: t('search.import'),
      text: t('search.importText'),
      icon: IconUpload,
      permission: 'customer.import',
    },
  ];
  return actions.filter((action) => user?.permissions.includes(action.permission));
}

function useHits(data: SearchAnswer | undefined): readonly Section[] {
  const { t } = useTranslation();
  const format = useFormat();
  const subjectText = useSubjectText();
  if (!data) return [];
  return [
    {
      label: t('app.nav.customers'),
      hits: data.customers.map(({ id, name, email }) => ({
        key: `customer ${id}`,
        to: `/customers/${id}`,
        label: name ?? email,
        text: name === null ? undefined : email,
        icon: IconUser,
      })),
    },
    {
      label: t('app.nav.groups'),
      hits: data.groups.map(({ id, name }) => ({
        key: `group ${id}`,
        to: `/groups/${id}`,
        label: name,
        icon: IconUsersGroup,
      })),
    },
    {
      label: t('app.nav.mailings'),
      hits: data.mailings.map(({ id, subject }) => ({
        key: `mailing ${id}`,
        to: `/mailings/${id}`,
        label: subjectText(subject),
        icon: IconMail,
      })),
    },
    {
      label: t('app.nav.deliveries'),
      hits: data.deliveries.map((one) => ({
        key: `delivery ${one.id}`,
        to: `/history/${one.id}`,
        label: subjectText(one.subject),
        text: `${one.groupName}・${format.dateTime(one.startsAt)}`,
        icon: IconHistory,
      })),
    },
  ];
}
