import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { MESSAGES } from '../../i18n/messages.ts';
import { lang, plainProblem, problems, type RouteDoc, typed } from '../../openapi/route-doc.ts';
import { page } from '../../pages/page.ts';
import { ASK_BROWSER, isKnownOperator } from '../admin-access.ts';
import { isForPeople, sendErrorPage, sendNotFound, sendPlainProblem } from '../errors.ts';
import { ownUrl } from '../origins.ts';
import { requestLanguage, type RouteContext } from '../request.ts';

/** `GET /`: the merchant's page. In live it is only for the operator, whose browser asks for the token. */
export function homeRoutes(app: FastifyInstance, { service, settings, scripts }: RouteContext): void {
  const { MYTPE_ENVIRONMENT: environment, ADMIN_TOKEN: token } = settings;

  app.get('/', { config: { doc: HOME } }, async (request, reply) => {
    const isKnown = isKnownOperator(request, reply, token);
    if (environment === 'live' && !isKnown) {
      if (token === undefined) sendNotFound(request, reply);
      else askForToken(request, reply);
      return reply;
    }
    const language = requestLanguage(request);
    // Loaded on the first request: few people open this page, and the start should not wait for it.
    const { HOME_LOOK, homePage } = await import('../../pages/home-page.ts');
    const body = homePage({
      language,
      environment,
      offers: service.offers(),
      endpoint: ownUrl(request, settings.PUBLIC_URL),
      origins: settings.ALLOWED_ORIGINS,
      script: scripts.file(scripts.version, 'mytpe-pay-button.js') ?? null,
      hasAdministration: token !== undefined,
    });
    const { html, headers } = page(language, MESSAGES[language].home.title, body, HOME_LOOK);
    return reply.headers(headers).send(html);
  });
}

function askForToken(request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(401).header('www-authenticate', ASK_BROWSER);
  const language = requestLanguage(request);
  const { merchantsOnly, howToEnter } = MESSAGES[language].home;
  if (isForPeople(request)) sendErrorPage(reply, language, merchantsOnly, howToEnter);
  else sendPlainProblem(request, reply, 401, 'Unauthorized', 'The operator’s token is missing or wrong.');
}

const HOME = (): RouteDoc => ({
  operationId: 'merchantPage',
  tag: 'Operation',
  summary: 'The merchant’s page: every offer with a live button and its snippets',
  description: 'In live only for the operator. The browser prompts for the token as a password.',
  parameters: [lang],
  security: [{}, { operator: [] }, { browser: [] }],
  responses: {
    200: typed('The page.', 'text/html'),
    401: plainProblem('The operator’s token is missing or wrong.'),
    404: plainProblem('In live, without `ADMIN_TOKEN`.'),
    ...problems('validation_failed', 'rate_limited'),
  },
});
