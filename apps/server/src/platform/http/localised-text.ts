import { ApiProperty } from '@nestjs/swagger';

/** A text in the languages of the dashboard. */
export class LocalisedText {
  @ApiProperty({ type: String })
  ja: string;

  @ApiProperty({ type: String })
  en: string;
}
