import type { search as ja } from '../ja/search';
import type { Shape } from '../shape';

export const search: Shape<typeof ja> = {
  placeholder: 'Search pages, actions, customers…',
  actions: 'Actions',
  pages: 'Pages',
  nothing: 'Nothing found',
  composeText: 'Write a new bulk mailing',
  import: 'Import customers',
  importText: 'From a CSV file',
};
