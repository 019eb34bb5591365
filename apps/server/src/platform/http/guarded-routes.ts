import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

/** The metadata key of @Requires, @SignedIn and @Public. */
export const ACCESS_METADATA = 'kubari:access';

/** Refuses to boot when any controller method has neither @Requires, @SignedIn nor @Public (deny by default). */
export function refuseUnguardedRoutes(app: INestApplication): void {
  const open = routesOf(app).filter((route) => route.access === undefined);
  if (open.length > 0)
    throw new Error(`Routes without @Requires, @SignedIn or @Public: ${open.map((route) => route.name).join(', ')}`);
}

/** A controller method that answers requests, and what it asks of the caller. */
export interface Route {
  readonly name: string;
  readonly method: string;
  /** with a leading slash and parameters as :name */
  readonly path: string;
  readonly access: string | undefined;
}

/** Every route of the controllers; raw routes are not among them and are always public. */
export function routesOf(app: INestApplication): Route[] {
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ instance, metatype }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
      const prefix = metatype ? pathOf(metatype) : '';
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name] as object;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) return [];
        return {
          name: `${metatype?.name ?? '?'}.${name}`,
          method: RequestMethod[method] ?? '?',
          path: `/${[prefix, pathOf(handler)].filter((part) => part !== '').join('/')}`,
          access: Reflect.getMetadata(ACCESS_METADATA, handler) as string | undefined,
        };
      });
    });
}

function pathOf(target: object): string {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | readonly string[] | undefined;
  const first = typeof path === 'string' ? path : (path?.[0] ?? '');
  return first.replaceAll(/^\/|\/$/g, '');
}
