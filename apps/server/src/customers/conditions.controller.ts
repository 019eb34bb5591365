import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../users/requires.decorator.js';
import { ExplainConditionsRequest, ExplainConditionsResponse, toConditionsInWords } from './conditions.dto.js';
import { CustomerSearchService } from './customer-search.service.js';

/** Conditions on customers while they are being built. */
@ApiTags('customers')
@Controller('api/conditions')
export class ConditionsController {
  constructor(private readonly search: CustomerSearchService) {}

  /** Checks a tree and says what it means and for how many customers it holds. */
  @Post('explain')
  @HttpCode(200)
  @Requires('customer.read')
  @ApiOkResponse({ type: ExplainConditionsResponse })
  async explain(@Body() body: ExplainConditionsRequest): Promise<ExplainConditionsResponse> {
    const { conditions = { all: [] } } = await this.search.read(body);
    const [words] = await this.search.review([conditions]);
    const isCounted = body.withCount !== false;
    const count = isCounted ? await this.search.countQuickly({ conditions }) : null;
    return {
      ...toConditionsInWords(words ?? { sentence: { ja: '', en: '' }, parts: [] }),
      conditions,
      count,
      isTooSlow: isCounted && count === null,
    };
  }
}
