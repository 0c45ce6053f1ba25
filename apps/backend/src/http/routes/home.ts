import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { MESSAGES } from '../../i18n/messages.ts';
import { page } from '../../pages/page.ts';
import { ASK_BROWSER, isKnownOperator } from '../admin-access.ts';
import type { RouteContext } from '../context.ts';
import { sendNotFound, isForPeople, sendPlainProblem, sendErrorPage } from '../errors.ts';
import { ownUrl } from '../origins.ts';
import { requestLanguage } from '../request.ts';

/** The merchant's page; in live only for the operator, whose browser asks for the token. */
export function homeRoutes(app: FastifyInstance, { service, settings, scripts }: RouteContext): void {
  const { MYTPE_ENVIRONMENT: environment, ADMIN_TOKEN: token } = settings;

  app.get('/', async (request, reply) => {
    const isKnown = isKnownOperator(request, reply, token);
    if (environment === 'live' && !isKnown) {
      if (token === undefined) sendNotFound(request, reply);
      else askForToken(request, reply);
      return reply;
    }
    const language = requestLanguage(request);
    // Few visit it, and rarely: a start does not wait for it.
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
