import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { Requires } from '../users/requires.decorator.js';
import { EligibilityChecker } from './eligibility-checker.js';
import { EligibilityListResponse, EligibilityQuery, toEligibilityResponse } from './eligibility.dto.js';

/** Would this person get the next mail? Here because the rules are those of planning. */
@ApiTags('deliveries')
@Controller('api/customers/:id/eligibility')
export class EligibilityController {
  constructor(private readonly checker: EligibilityChecker) {}

  @Get()
  @Requires('customer.read')
  @ApiOkResponse({ type: EligibilityListResponse })
  async check(
    @IdParam('id', 'customer') id: string,
    @Query() { groupId, deliveryId }: EligibilityQuery,
  ): Promise<EligibilityListResponse> {
    const answers =
      deliveryId === undefined
        ? await this.checker.check(id, groupId ?? null)
        : [await this.checker.checkFor(id, deliveryId)];
    return { items: answers.map(toEligibilityResponse) };
  }
}
