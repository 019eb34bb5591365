import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, decodeIdCursor, PageQuery, toPage, type Page } from '../platform/http/pagination.js';
import { Requires } from './requires.decorator.js';
import { ChangeUserRequest, CreateUserRequest, RoleResponse, toUserResponse, UserResponse } from './users.dto.js';
import { UsersService } from './users.service.js';

/** Accounts and roles, for administrators. */
@ApiTags('users')
@Controller('api')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get('users')
  @Requires('user.manage')
  @ApiPage(UserResponse)
  async list(@Query() { cursor, limit = 50 }: PageQuery): Promise<Page<UserResponse>> {
    const rows = await this.users.list(decodeIdCursor(cursor), limit + 1);
    return toPage(rows, limit, toUserResponse, (row) => [row.id]);
  }

  @Post('users')
  @Requires('user.manage')
  @ApiCreatedResponse({ type: UserResponse })
  async create(@Body() body: CreateUserRequest): Promise<UserResponse> {
    return toUserResponse(await this.users.create(body));
  }

  @Patch('users/:id')
  @Requires('user.manage')
  @ApiOkResponse({ type: UserResponse })
  async change(@IdParam('id', 'user') id: string, @Body() body: ChangeUserRequest): Promise<UserResponse> {
    return toUserResponse(await this.users.change(id, body));
  }

  @Get('roles')
  @Requires('user.manage')
  @ApiOkResponse({ type: [RoleResponse] })
  async roles(): Promise<RoleResponse[]> {
    const roles = await this.users.roles();
    return roles.map((role) => ({
      id: role.id,
      name: role.name,
      permissions: role.permissions,
      builtIn: role.built_in,
    }));
  }
}
