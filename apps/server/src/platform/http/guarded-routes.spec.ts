import { describe, expect, test } from '@jest/globals';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Public, Requires } from '../../users/requires.decorator.js';
import { refuseUnguardedRoutes, routesOf } from './guarded-routes.js';

@Controller('api/things')
class ThingsController {
  @Get(':id')
  @Requires('customer.read')
  show(): void {}

  @Post()
  @Public()
  make(): void {}

  notARoute(): void {}
}

@Controller('api/open')
class ForgetfulController {
  @Get()
  forgotten(): void {}
}

const boot = async (controllers: (new () => object)[]) => {
  @Module({ imports: [DiscoveryModule], controllers })
  class TestModule {}
  const app = await NestFactory.create(TestModule, { logger: false });
  await app.init();
  return app;
};

describe('routes', () => {
  test('a route that says nothing about access keeps the server from starting', async () => {
    const app = await boot([ThingsController, ForgetfulController]);
    expect(() => refuseUnguardedRoutes(app)).toThrow(
      'Routes without @Requires, @SignedIn or @Public: ForgetfulController.forgotten',
    );
    await app.close();
  });

  test('routes are known with method, path and what they ask for', async () => {
    const app = await boot([ThingsController]);
    expect(routesOf(app)).toEqual([
      { name: 'ThingsController.show', method: 'GET', path: '/api/things/:id', access: 'customer.read' },
      { name: 'ThingsController.make', method: 'POST', path: '/api/things', access: 'public' },
    ]);
    expect(() => refuseUnguardedRoutes(app)).not.toThrow();
    await app.close();
  });
});
