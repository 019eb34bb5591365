import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiPage, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { ImportRehearsals } from './import-rehearsals.js';
import {
  CreateImportRequest,
  ImportListQuery,
  ImportSettingsRequest,
  PreviewQuery,
  ResultQuery,
  StartImportRequest,
} from './imports.dto.js';
import { ImportResponse } from './imports.responses.js';
import { ImportsService } from './imports.service.js';
import { ImportPreviewResponse, RehearsalResponse, UndoScopeResponse } from './preview.responses.js';
import { ResultCsv } from './result-csv.js';

@ApiTags('imports')
@Controller('api/imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly rehearsals: ImportRehearsals,
    private readonly results: ResultCsv,
  ) {}

  @Get()
  @Requires('customer.import')
  @ApiPage(ImportResponse)
  list(@Query() query: ImportListQuery): Promise<Page<ImportResponse>> {
    return this.imports.list(query.cursor, query.limit ?? 50);
  }

  @Post()
  @Requires('customer.import')
  @ApiCreatedResponse({ type: ImportResponse })
  create(@Body() body: CreateImportRequest, @CurrentUser() user: CurrentUserInfo): Promise<ImportResponse> {
    return this.imports.create(body, user.id);
  }

  /** The file itself as the request body, not multipart. */
  @Put(':id/content')
  @Requires('customer.import')
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: ImportResponse })
  upload(@Param('id') id: string, @Req() request: Request): Promise<ImportResponse> {
    return this.imports.upload(id, request);
  }

  @Get(':id/preview')
  @Requires('customer.import')
  @ApiOkResponse({ type: ImportPreviewResponse })
  preview(@Param('id') id: string, @Query() query: PreviewQuery): Promise<ImportPreviewResponse> {
    return this.imports.preview(id, query);
  }

  /** Plays the import through without writing anybody; GET tells how far it is and what would become of the rows. */
  @Post(':id/rehearsal')
  @HttpCode(202)
  @Requires('customer.import')
  @ApiAcceptedResponse({ type: RehearsalResponse })
  rehearse(
    @Param('id') id: string,
    @Body() body: ImportSettingsRequest,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<RehearsalResponse> {
    return this.rehearsals.ask(id, body, user);
  }

  @Get(':id/rehearsal')
  @Requires('customer.import')
  @ApiOkResponse({ type: RehearsalResponse })
  rehearsal(@Param('id') id: string, @CurrentUser() user: CurrentUserInfo): Promise<RehearsalResponse> {
    return this.rehearsals.find(id, user);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Requires('customer.import')
  @ApiOkResponse({ type: ImportResponse })
  start(
    @Param('id') id: string,
    @Body() body: StartImportRequest,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<ImportResponse> {
    return this.imports.start(id, body, user);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('customer.import')
  @ApiOkResponse({ type: ImportResponse })
  cancel(@Param('id') id: string, @CurrentUser() user: CurrentUserInfo): Promise<ImportResponse> {
    return this.imports.cancel(id, user);
  }

  /** What an undo would take back. */
  @Get(':id/undo')
  @Requires('customer.import')
  @ApiOkResponse({ type: UndoScopeResponse })
  undoScope(@Param('id') id: string): Promise<UndoScopeResponse> {
    return this.imports.undoScope(id);
  }

  /** Takes the import back where nothing has changed since, within 24 hours of its end. */
  @Post(':id/undo')
  @HttpCode(202)
  @Requires('customer.import')
  @ApiAcceptedResponse({ type: ImportResponse })
  undo(@Param('id') id: string, @CurrentUser() user: CurrentUserInfo): Promise<ImportResponse> {
    return this.imports.undo(id, user);
  }

  @Get(':id')
  @Requires('customer.import')
  @ApiOkResponse({ type: ImportResponse })
  find(@Param('id') id: string): Promise<ImportResponse> {
    return this.imports.find(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('customer.import')
  @ApiNoContentResponse()
  discard(@Param('id') id: string): Promise<void> {
    return this.imports.discard(id);
  }

  @Get(':id/result.csv')
  @Requires('customer.import')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async result(
    @Param('id') id: string,
    @Query() query: ResultQuery,
    @CurrentUser() user: CurrentUserInfo,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const job = await this.imports.resultOf(id);
    const encoding = query.encoding ?? 'utf-8';
    response.setHeader('Cache-Control', 'no-store');
    const stream = this.results.stream({
      importId: id,
      format: job,
      only: query.class ?? null,
      encoding,
      locale: user.locale,
    });
    return new StreamableFile(stream, {
      type: `text/csv; charset=${encoding === 'utf-8' ? 'utf-8' : 'Shift_JIS'}`,
      disposition: `attachment; filename="import-${id}-${query.class ?? 'all'}.csv"`,
    });
  }
}
