import { Initial1795432400000 } from './1795432400000-initial.js';
import { SearchIndexAndDomainGroups1795432500000 } from './1795432500000-search-index-and-domain-groups.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [Initial1795432400000, SearchIndexAndDomainGroups1795432500000];
