import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of every route; operation ids are the method's own name within its tag. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Kubari API')
    .setDescription(
      'Bulk e-mail delivery through Amazon SES. Errors are application/problem+json with a stable `code`.',
    )
    .setVersion('1')
    .addCookieAuth('kubari_session')
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/** /docs shows the document, /docs-json is the document. */
export function mountDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Kubari API',
  });
}
