import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { notFound } from './app-error.js';

/** 18 digits always fit a bigint. */
const ID = /^[1-9][0-9]{0,17}$/;

/** The id in a path; what cannot be an id answers 404 like one that does not exist. `what` as in notFound(). */
export function IdParam(name: string, what: string): ParameterDecorator {
  const pipe: PipeTransform<string, string> = {
    transform: (value) => {
      if (!ID.test(value)) throw notFound(what);
      return value;
    },
  };
  return (target, key, index) => {
    Param(name, pipe)(target, key, index);
    if (key === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (descriptor) ApiParam({ name, schema: { type: 'string', example: '42' } })(target, key, descriptor);
  };
}
