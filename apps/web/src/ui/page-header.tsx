import { Title } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from './page-title';
import classes from './page-header.module.css';

/**
 * The head of every page: title (also the document's), a line of facts below it, a badge beside it, actions at the right.
 * `back` names the pages above this one: `back={[{ to: '/customers', label: '顧客' }]}`.
 */
export function PageHeader(props: {
  title: string;
  subtitle?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
  back?: readonly { to: string; label: string }[];
}) {
  const { t } = useTranslation();
  usePageTitle(props.title);
  return (
    <div className={classes.header}>
      <div className={classes.text}>
        {props.back ? (
          <nav className={classes.crumbs} aria-label={t('app.action.back')}>
            {props.back.map((crumb) => (
              <Link key={crumb.to} to={crumb.to}>
                <IconChevronLeft size={14} aria-hidden />
                {crumb.label}
              </Link>
            ))}
          </nav>
        ) : null}
        <div className={classes.title}>
          <Title order={1}>{props.title}</Title>
          {props.badge}
        </div>
        {props.subtitle ? <div className={classes.subtitle}>{props.subtitle}</div> : null}
      </div>
      {props.actions ? <div className={classes.actions}>{props.actions}</div> : null}
    </div>
  );
}
