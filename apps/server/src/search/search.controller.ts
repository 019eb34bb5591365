import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import type { Permission } from '../users/permissions.js';
import { CurrentUser, SignedIn, type CurrentUserInfo } from '../users/requires.decorator.js';
import { SearchQuery, SearchResponse } from './search.dto.js';
import {
  findCustomersByStart,
  findDeliveriesBySubject,
  findGroupsByName,
  findMailingsBySubject,
} from './search.queries.js';

/** Ctrl-K: a few hits of every kind, while somebody types. */
@ApiTags('search')
@Controller('api/search')
export class SearchController {
  constructor(private readonly db: Database) {}

  @Get()
  @SignedIn()
  @ApiOkResponse({ type: SearchResponse })
  async search(@Query() { q }: SearchQuery, @CurrentUser() user: CurrentUserInfo): Promise<SearchResponse> {
    const allowed = <T>(permission: Permission, find: (db: Database, q: string) => Promise<T[]>): Promise<T[]> =>
      user.permissions.includes(permission) ? find(this.db, q) : Promise.resolve([]);
    const [customers, groups, mailings, deliveries] = await Promise.all([
      allowed('customer.read', findCustomersByStart),
      allowed('group.read', findGroupsByName),
      allowed('mailing.read', findMailingsBySubject),
      allowed('delivery.read', findDeliveriesBySubject),
    ]);
    return { customers, groups, mailings, deliveries };
  }
}
