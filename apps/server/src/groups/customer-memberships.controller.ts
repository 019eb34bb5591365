import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { Requires } from '../users/requires.decorator.js';
import { MembershipListResponse, toMembershipResponse } from './groups.dto.js';
import { GroupsService } from './groups.service.js';

/** The groups of one customer; here because memberships are the groups' own. */
@ApiTags('groups')
@Controller('api/customers/:id/memberships')
export class CustomerMembershipsController {
  constructor(private readonly groups: GroupsService) {}

  @Get()
  @Requires('customer.read')
  @ApiOkResponse({ type: MembershipListResponse })
  async list(@IdParam('id', 'customer') id: string): Promise<MembershipListResponse> {
    return { items: (await this.groups.membershipsOf(id)).map(toMembershipResponse) };
  }
}
