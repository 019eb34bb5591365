import { Body, Controller, Get, HttpCode, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { IdParam } from '../platform/http/id-param.js';
import { Origin } from '../users/request-origin.decorator.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import {
  ConsentCsvQuery,
  ConsentListResponse,
  ConsentLookUpRequest,
  ConsentLookUpResponse,
  ConsentRequest,
  ConsentResponse,
  toConsentResponse,
} from './consent.dto.js';
import { ConsentRecords } from './consent-records.service.js';
import { ConsentsCsv } from './consents-csv.js';
import type { ConsentOrigin } from './read-consent-input.js';

type RequestOrigin = Pick<ConsentOrigin, 'ip' | 'userAgent'>;

/** Records of consent: of a customer, of a deleted address, and all of them as a file. */
@ApiTags('consents')
@Controller('api')
export class ConsentRecordsController {
  constructor(
    private readonly consents: ConsentRecords,
    private readonly csv: ConsentsCsv,
  ) {}

  @Get('customers/:id/consents')
  @Requires('customer.read')
  @ApiOkResponse({ type: ConsentListResponse })
  async list(@IdParam('id', 'customer') id: string): Promise<ConsentListResponse> {
    return { items: (await this.consents.list(id)).map(toConsentResponse) };
  }

  @Post('customers/:id/consents')
  @Requires('customer.write')
  @ApiCreatedResponse({ type: ConsentResponse })
  async add(
    @IdParam('id', 'customer') id: string,
    @Body() body: ConsentRequest,
    @CurrentUser() user: CurrentUserInfo,
    @Origin() origin: RequestOrigin,
  ): Promise<ConsentResponse> {
    return toConsentResponse(await this.consents.add(id, body, { ...origin, userId: user.id }));
  }

  /** Notes that the person took it back; the record stays (J-33). */
  @Post('customers/:id/consents/:consentId/withdraw')
  @Requires('customer.write')
  @HttpCode(204)
  @ApiNoContentResponse()
  withdraw(@IdParam('id', 'customer') id: string, @IdParam('consentId', 'consent') consentId: string): Promise<void> {
    return this.consents.withdraw(id, consentId);
  }

  /** One customer's consents as a file. */
  @Get('customers/:id/consents.csv')
  @Requires('customer.export')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  exportOne(
    @IdParam('id', 'customer') id: string,
    @Query() query: ConsentCsvQuery,
    @CurrentUser() user: CurrentUserInfo,
    @Res({ passthrough: true }) response: Response,
  ): StreamableFile {
    return this.file(response, user, query, id);
  }

  /** All consents, also those kept of deleted customers. */
  @Get('consents.csv')
  @Requires('customer.export')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  exportAll(
    @Query() query: ConsentCsvQuery,
    @CurrentUser() user: CurrentUserInfo,
    @Res({ passthrough: true }) response: Response,
  ): StreamableFile {
    return this.file(response, user, query, null);
  }

  /** Consents of an address, also after its customer was deleted; the address travels in the body, not in the URL. */
  @Post('consents/look-up')
  @Requires('customer.export')
  @HttpCode(200)
  @ApiOkResponse({ type: ConsentLookUpResponse })
  async lookUp(@Body() { email }: ConsentLookUpRequest): Promise<ConsentLookUpResponse> {
    const { customerId, rows } = await this.consents.lookUp(email);
    return { customerId, items: rows.map(toConsentResponse) };
  }

  private file(
    response: Response,
    user: CurrentUserInfo,
    { encoding = 'utf-8' }: ConsentCsvQuery,
    customerId: string | null,
  ): StreamableFile {
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(this.csv.stream({ customerId, encoding, locale: user.locale }), {
      type: `text/csv; charset=${encoding === 'utf-8' ? 'utf-8' : 'Shift_JIS'}`,
      disposition: `attachment; filename="${customerId === null ? 'consents' : `consents-${customerId}`}.csv"`,
    });
  }
}
