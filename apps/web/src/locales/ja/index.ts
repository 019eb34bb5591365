import { app } from './app';
import { customerFields } from './customer-fields';
import { customerErrors } from './customer-errors';
import { conditions } from './conditions';
import { customers } from './customers';
import { delivery } from './delivery';
import { demo } from './demo';
import { groups } from './groups';
import { history } from './history';
import { home } from './home';
import { imports } from './imports';
import { mailings } from './mailings';
import { person } from './person';
import { prefectures } from './prefectures';
import { fieldProblems, problems } from './problems';
import { reports } from './reports';
import { search } from './search';
import { settings } from './settings';
import { users } from './users';

/** Every Japanese text; keys are `<feature>.<place>.<thing>`. The other languages follow its shape. */
export const ja = {
  app,
  customerFields,
  customerErrors,
  conditions,
  customers,
  delivery,
  demo,
  fieldProblems,
  groups,
  history,
  home,
  imports,
  mailings,
  person,
  prefectures,
  problems,
  reports,
  search,
  settings,
  users,
} as const;
