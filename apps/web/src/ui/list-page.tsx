import type { ReactNode } from 'react';
import classes from './list-page.module.css';

/**
 * A page whose DataTable takes the rest of the window and scrolls by itself: header, tabs, ListBar, DataTable as children.
 */
export function ListPage({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>;
}

/** The row of search box, filters and chips above a DataTable. */
export function ListBar({ children }: { children: ReactNode }) {
  return <div className={classes.bar}>{children}</div>;
}
