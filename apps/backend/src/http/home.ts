import type { FastifyInstance } from 'fastify';

import { HOME_LOOK, homePage } from '../pages/home-page.ts';
import { page } from '../pages/page.ts';
import type { RouteContext } from './context.ts';
import { isOperator } from './health.ts';
import { ownUrl } from './origins.ts';
import { answerNotFound } from './problem-answer.ts';
import { requestLanguage } from './request-language.ts';

/** The merchant's page; in live only for the operator. */
export function homeRoutes(app: FastifyInstance, { service, settings, scripts }: RouteContext): void {
  app.get('/', async (request, reply) => {
    const { MYTPE_ENVIRONMENT: environment, ADMIN_TOKEN: token, PUBLIC_URL: publicUrl } = settings;
    if (environment === 'live' && !isOperator(request, token)) {
      answerNotFound(request, reply);
      return reply;
    }
    const language = requestLanguage(request);
    const entry = scripts.file(scripts.version, 'mytpe-pay-button.js');
    const body = homePage(service.offers(), ownUrl(request, publicUrl), entry, language);
    const { html, headers } = page(language, 'MyTPE Pay', body, HOME_LOOK);
    return reply.headers(headers).send(html);
  });
}
