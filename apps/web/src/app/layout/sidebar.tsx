import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { SessionUser } from '../../features/users/session.api';
import { LogoMark } from '../../ui/logo';
import { isCurrent, visibleNavigation } from './navigation';
import { UserMenu } from './user-menu';
import classes from './sidebar.module.css';

/** Brand, main menu and the signed-in user; in the frame on wide screens, in a drawer on narrow ones. */
export function Sidebar({ user, onNavigate }: { user: SessionUser; onNavigate?: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <div className={classes.sidebar}>
      <Link to="/" className={classes.brand} onClick={onNavigate}>
        <LogoMark size={34} />
        <span>
          <span className={classes.brandName}>{t('app.name')}</span>
          <span className={classes.brandText}>{t('app.tagline')}</span>
        </span>
      </Link>
      <nav aria-label={t('app.nav.label')}>
        {visibleNavigation(user.permissions).map((group) => (
          <div className={classes.group} key={group.label ?? 'top'}>
            {group.label ? <p className={classes.groupLabel}>{t(group.label)}</p> : null}
            <ul className={classes.items}>
              {group.items.map((item) => (
                <li key={item.to}>
                  <Link
                    to={item.to}
                    className={classes.link}
                    aria-current={isCurrent(item, pathname) ? 'page' : undefined}
                    onClick={onNavigate}
                  >
                    <item.icon size={18} stroke={1.7} aria-hidden />
                    {t(item.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={classes.foot}>
        <UserMenu user={user} />
      </div>
    </div>
  );
}
