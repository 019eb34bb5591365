import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, PageQuery, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import {
  AddMembersRequest,
  AddMembersResponse,
  CreateGroupRequest,
  GroupMemberResponse,
  GroupResponse,
  MemberListQuery,
  SetStateRequest,
  toGroupMemberResponse,
  toGroupResponse,
  UpdateGroupRequest,
} from './groups.dto.js';
import { GroupsService } from './groups.service.js';
import { MemberAdder } from './member-adder.js';

/** Delivery groups and who is in them. */
@ApiTags('groups')
@Controller('api/groups')
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly adder: MemberAdder,
  ) {}

  /** In the order they were made. */
  @Get()
  @Requires('group.read')
  @ApiPage(GroupResponse)
  async list(@Query() query: PageQuery): Promise<Page<GroupResponse>> {
    const page = await this.groups.page(query.cursor, query.limit ?? 100);
    return { items: page.items.map(toGroupResponse), nextCursor: page.nextCursor };
  }

  @Post()
  @Requires('group.write')
  @ApiCreatedResponse({ type: GroupResponse })
  async create(@Body() body: CreateGroupRequest): Promise<GroupResponse> {
    return toGroupResponse(await this.groups.create(body));
  }

  @Get(':id')
  @Requires('group.read')
  @ApiOkResponse({ type: GroupResponse })
  async get(@IdParam('id', 'group') id: string): Promise<GroupResponse> {
    return toGroupResponse(await this.groups.get(id));
  }

  @Patch(':id')
  @Requires('group.write')
  @ApiOkResponse({ type: GroupResponse })
  async update(@IdParam('id', 'group') id: string, @Body() body: UpdateGroupRequest): Promise<GroupResponse> {
    return toGroupResponse(await this.groups.update(id, body));
  }

  /** The customers stay; past deliveries keep their history under the group's name. */
  @Delete(':id')
  @Requires('group.write')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@IdParam('id', 'group') id: string): Promise<void> {
    return this.groups.remove(id);
  }

  /** Newest customer first. */
  @Get(':id/members')
  @Requires('customer.read')
  @ApiPage(GroupMemberResponse)
  async listMembers(
    @IdParam('id', 'group') id: string,
    @Query() query: MemberListQuery,
  ): Promise<Page<GroupMemberResponse>> {
    const page = await this.groups.members(id, query, query.cursor, query.limit ?? 50);
    return { items: page.items.map(toGroupMemberResponse), nextCursor: page.nextCursor };
  }

  /** Up to 1,000 customers at once; more, or all that a search finds: POST /api/bulk-operations. */
  @Post(':id/members')
  @Requires('group.write')
  @HttpCode(200)
  @ApiOkResponse({ type: AddMembersResponse })
  addMembers(@IdParam('id', 'group') id: string, @Body() body: AddMembersRequest): Promise<AddMembersResponse> {
    return this.adder.addCustomers(id, body.customerIds);
  }

  @Patch(':id/members/:customerId')
  @Requires('group.write')
  @ApiOkResponse({ type: GroupMemberResponse })
  async setState(
    @IdParam('id', 'group') id: string,
    @IdParam('customerId', 'customer') customerId: string,
    @Body() body: SetStateRequest,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<GroupMemberResponse> {
    const key = { groupId: id, customerId };
    await this.groups.setState(key, body.deliveryState, { via: 'screen', userId: user.id });
    return toGroupMemberResponse(await this.groups.member(key));
  }

  /** Out of the group; the customer stays in the database (C-02). */
  @Delete(':id/members/:customerId')
  @Requires('group.write')
  @HttpCode(204)
  @ApiNoContentResponse()
  removeMember(
    @IdParam('id', 'group') id: string,
    @IdParam('customerId', 'customer') customerId: string,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<void> {
    return this.groups.removeCustomer({ groupId: id, customerId }, { via: 'screen', userId: user.id });
  }
}
