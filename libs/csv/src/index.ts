export { CsvError, type CsvErrorCode } from './csv-error.js';
export { type CsvEncoding, type DetectedEncoding, detectEncoding } from './decode.js';
export { escapeFormula, unescapeFormula } from './formula.js';
export { type CsvPreview, type PreviewOptions, previewCsv, sniffDelimiter } from './preview.js';
export { CSV_LIMITS, type CsvBatch, type ReadCsvOptions, readCsv } from './read.js';
export type { CsvRow } from './row-bounds.js';
export type { CsvDelimiter, CsvPosition } from './row-scanner.js';
export { UTF8_BOM, csvLine, encodeCsv } from './write.js';
