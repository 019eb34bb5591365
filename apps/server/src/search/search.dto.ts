import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../platform/http/fields.js';

export class SearchQuery {
  @TextField({ min: 1, max: 100 })
  q: string;
}

export class FoundCustomer {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String, nullable: true, description: 'value of the first text field' })
  name: string | null;
}

export class FoundGroup {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  name: string;
}

export class FoundMailing {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  subject: string;
}

export class FoundDelivery {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String })
  groupName: string;

  @ApiProperty({ type: String, format: 'date-time' })
  startsAt: string;
}

/** At most five of each kind; kinds the user may not read are empty. */
export class SearchResponse {
  @ApiProperty({ type: [FoundCustomer] })
  customers: FoundCustomer[];

  @ApiProperty({ type: [FoundGroup] })
  groups: FoundGroup[];

  @ApiProperty({ type: [FoundMailing] })
  mailings: FoundMailing[];

  @ApiProperty({ type: [FoundDelivery] })
  deliveries: FoundDelivery[];
}
