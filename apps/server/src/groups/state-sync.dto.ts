import { ApiProperty } from '@nestjs/swagger';
import type { StateSync } from './state-sync.service.js';

export class StateAlignmentResponse {
  @ApiProperty({ format: 'date-time' })
  requestedAt: string;

  @ApiProperty({ type: 'integer', description: 'customers whose states were changed so far' })
  alignedCount: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: under way' })
  finishedAt: string | null;
}

export class StateSyncResponse {
  @ApiProperty({ type: Boolean })
  enabled: boolean;

  @ApiProperty({ type: 'integer', description: 'customers with different states in different groups' })
  mixedCount: number;

  @ApiProperty({ type: StateAlignmentResponse, nullable: true, description: 'null: never asked for' })
  alignment: StateAlignmentResponse | null;
}

export function toStateSyncResponse({ enabled, mixedCount, alignment }: StateSync): StateSyncResponse {
  return {
    enabled,
    mixedCount,
    alignment: alignment && {
      requestedAt: alignment.requestedAt.toISOString(),
      alignedCount: alignment.alignedCount,
      finishedAt: alignment.finishedAt?.toISOString() ?? null,
    },
  };
}
