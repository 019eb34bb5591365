import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { DemoService } from './demo.service.js';

export class DemoResponse {
  @ApiProperty({ type: Boolean, description: 'the installation is empty and does not use Amazon SES' })
  available: boolean;

  @ApiProperty({ type: Boolean, description: 'being loaded at this moment' })
  loading: boolean;
}

/** Demo data, for the administrator of an empty installation. */
@ApiTags('demo')
@Controller('api/demo')
export class DemoController {
  constructor(private readonly demo: DemoService) {}

  @Get()
  @Requires('demo.load')
  @ApiOkResponse({ type: DemoResponse })
  async show(): Promise<DemoResponse> {
    const available = (await this.demo.refusal()) === null;
    return { available, loading: this.demo.isLoading };
  }

  @Post()
  @Requires('demo.load')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: DemoResponse, description: 'takes a few seconds; ask again until loading is false' })
  async load(@CurrentUser() user: CurrentUserInfo): Promise<DemoResponse> {
    await this.demo.start(user.id);
    return { available: false, loading: true };
  }
}
