import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

// One decorator per request field: its check (class-validator) and its documentation (OpenAPI) together.

interface FieldOptions {
  /** may be left out */
  readonly optional?: boolean;
  /** may be null */
  readonly nullable?: boolean;
  readonly description?: string;
}

type Decorate = MethodDecorator & PropertyDecorator;

function field(options: FieldOptions, api: ApiPropertyOptions, checks: PropertyDecorator[]): Decorate {
  const documented = ApiProperty({
    ...api,
    required: !options.optional,
    ...(options.nullable ? { nullable: true } : {}),
    ...(options.description ? { description: options.description } : {}),
  } as ApiPropertyOptions);
  const presence: PropertyDecorator[] = [];
  if (options.nullable) presence.push(ValidateIf((_, value) => value !== null) as PropertyDecorator);
  if (options.optional)
    presence.push(
      options.nullable
        ? (ValidateIf((_, value) => value !== undefined && value !== null) as PropertyDecorator)
        : skipUndefined(),
    );
  return applyDecorators(documented as PropertyDecorator, ...presence, ...checks) as Decorate;
}

/** IsOptional lets null through as well; a field that is merely optional must not. */
const skipUndefined = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined) as PropertyDecorator;

/** A string of min..max UTF-16 units; surrounding white space is trimmed unless `keepSpace`. */
export function TextField(
  options: FieldOptions & { min?: number; max: number; pattern?: RegExp; keepSpace?: boolean },
): Decorate {
  const checks: PropertyDecorator[] = [IsString(), MinLength(options.min ?? 0), MaxLength(options.max)];
  if (!options.keepSpace) checks.unshift(Transform(({ value }) => (typeof value === 'string' ? value.trim() : value)));
  if (options.pattern) checks.push(Matches(options.pattern));
  return field(options, { type: String, minLength: options.min ?? 0, maxLength: options.max }, checks);
}

/** ASCII local part of at most 64, domain of dot-separated labels of at most 253 (RFC 5321 §4.5.3.1). */
const EMAIL =
  /^[\x21-\x3f\x41-\x7e]{1,64}@(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

const isEmail = (each: boolean): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isEmail',
      validator: {
        validate: (value) => typeof value === 'string' && EMAIL.test(value),
        defaultMessage: () => 'must be an e-mail address',
      },
    },
    { each },
  );

const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** One e-mail address. Customers' addresses are read by customers/address.ts, which forgives more. */
export function EmailField(options: FieldOptions = {}): Decorate {
  return field(options, { type: String, format: 'email', maxLength: 254 }, [
    Transform(({ value }) => trimmed(value)),
    isEmail(false),
    MaxLength(254),
  ]);
}

/** Up to `max` e-mail addresses. */
export function EmailListField(options: FieldOptions & { max: number }): Decorate {
  return field(options, { type: [String], maxItems: options.max }, [
    Transform(({ value }) => (Array.isArray(value) ? value.map(trimmed) : value)),
    IsArray(),
    ArrayMaxSize(options.max),
    isEmail(true),
    MaxLength(254, { each: true }),
  ]);
}

/** The id of a row as decimal text; 18 digits always fit a bigint. */
export function IdField(options: FieldOptions = {}): Decorate {
  return field(options, { type: String, pattern: '^[1-9][0-9]{0,17}$', example: '42' }, [
    IsString(),
    Matches(/^[1-9][0-9]{0,17}$/),
  ]);
}

/** Up to `max` ids. */
export function IdListField(options: FieldOptions & { max: number }): Decorate {
  return field(options, { type: [String], maxItems: options.max }, [
    IsArray(),
    ArrayMaxSize(options.max),
    Matches(/^[1-9][0-9]{0,17}$/, { each: true }),
  ]);
}

/** Up to `max` strings of at most `maxLength`. */
export function TextListField(options: FieldOptions & { max: number; maxLength: number }): Decorate {
  return field(options, { type: [String], maxItems: options.max }, [
    IsArray(),
    ArrayMaxSize(options.max),
    IsString({ each: true }),
    MaxLength(options.maxLength, { each: true }),
  ]);
}

/** One of fixed words. `name` becomes the schema's name in OpenAPI. */
export function EnumField(values: readonly string[], options: FieldOptions & { name?: string } = {}): Decorate {
  return field(
    options,
    { enum: [...values], ...(options.name ? { enumName: options.name } : {}) } as ApiPropertyOptions,
    [IsIn([...values])],
  );
}

/** A whole number in a range; query strings are converted. */
export function IntField(options: FieldOptions & { min: number; max: number; default?: number }): Decorate {
  return field(
    options,
    {
      type: 'integer',
      minimum: options.min,
      maximum: options.max,
      ...(options.default === undefined ? {} : { default: options.default }),
    } as ApiPropertyOptions,
    [Type(() => Number), IsInt(), Min(options.min), Max(options.max)],
  );
}

/** true or false; in query strings the words "true" and "false". */
export function BooleanField(options: FieldOptions = {}): Decorate {
  return field(options, { type: Boolean }, [
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  ]);
}

/** An instant in ISO 8601 with offset. */
export function InstantField(options: FieldOptions = {}): Decorate {
  return field(options, { type: String, format: 'date-time' }, [
    IsISO8601({ strict: true, strictSeparator: true }),
    Matches(/(Z|[+-]\d\d:\d\d)$/),
  ]);
}

// Swagger takes a function for a lazy type only when it is named `type`: hence `type: () => type()` below.

/** An object of another request class. */
export function ObjectField(type: () => new () => object, options: FieldOptions = {}): Decorate {
  return field(options, { type: () => type() }, [IsObject(), ValidateNested(), Type(type)]);
}

/** A list of objects of another request class. */
export function ObjectListField(type: () => new () => object, options: FieldOptions & { max: number }): Decorate {
  return field(options, { type: () => type(), isArray: true, maxItems: options.max } as ApiPropertyOptions, [
    IsArray(),
    ArrayMaxSize(options.max),
    ValidateNested({ each: true }),
    Type(type),
  ]);
}

/** An object whose keys are not known beforehand; the service checks the values. */
export function RecordField(options: FieldOptions = {}): Decorate {
  return field(options, { type: 'object', additionalProperties: true }, [IsObject()]);
}
