import { ApiProperty } from '@nestjs/swagger';
import { IntField } from '../platform/http/fields.js';

export class RecordCountQuery {
  @IntField({ optional: true, min: 1, max: 60, default: 12 })
  months?: number;
}

export class RecordMonth {
  @ApiProperty({ example: '2026-12' })
  month: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'the most customers there were at any moment of the month; null before the records begin',
  })
  peakCount: number | null;
}

/** 月別最大顧客レコード数: what the monthly fee of such a service depends on (G-04). */
export class RecordCountReport {
  @ApiProperty({ type: 'integer', description: 'customers now' })
  count: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'how many there may be; null: no limit' })
  limit: number | null;

  @ApiProperty({ type: [RecordMonth], description: 'oldest first, the current month last' })
  months: RecordMonth[];
}
