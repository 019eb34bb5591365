import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

/** The metadata key of @Requires, @SignedIn and @Public. */
export const ACCESS_METADATA = 'kubari:access';

/** Refuses to boot when any controller method has neither @Requires, @SignedIn nor @Public (deny by default). */
export function refuseUnguardedRoutes(app: INestApplication): void {
  const open = routesOf(app).filter((route) => route.access === undefined);
  if (open.length > 0)
    throw new Error(`Routes without @Requires, @SignedIn or @Public: ${open.map((route) => route.name).join(', ')}`);
}

/** Every controller method that is a route, with what it asks of the caller. */
export function routesOf(app: INestApplication): { name: string; method: string; access: string | undefined }[] {
  const discovery = app.get(DiscoveryService);
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ instance, metatype }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const access = (Reflect.getMetadata(ACCESS_METADATA, handler) ?? undefined) as string | undefined;
      return [{ name: `${metatype?.name ?? '?'}.${name}`, method: RequestMethod[method] ?? '?', access }];
    });
  });
}
