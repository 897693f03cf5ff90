// The four calls.
import Fastify from 'fastify';

import { Failure, failures } from './errors.js';
import { claimed, shownUser } from './profile.js';
import { ABSOLUTE_MS, IDLE_MS, newToken } from './tokens.js';
import { shownPhone } from './wechat.js';

const PATHS = new Set(['login_by_weixin', 'bindPhone', 'logout'].map((call) => `/oapro/wx/auth/${call}`));
PATHS.add('/oapro/wx/user/index');

// With a schema Fastify compiles the serializer of the busiest answer.
const count = { type: 'integer' };
const COUNTS = { metting_pubs: count, metting_joins: count, vote_pubs: count, vote_joins: count };
const indexSchema = {
  response: {
    200: {
      type: 'object',
      properties: {
        errno: { type: 'integer' },
        errmsg: { type: 'string' },
        data: { type: 'object', properties: COUNTS },
      },
    },
  },
};

const envelope = (data) => ({ errno: 0, errmsg: '成功', data });
const china = (ms) => new Date(ms + 8 * 3_600_000).toISOString();

function failureOf(error, request) {
  if (error instanceof Failure) return error;
  if (error.statusCode === 413) return failures.tooLarge;
  if (error.statusCode >= 400 && error.statusCode < 500) return failures.badValue;
  console.error(request.url, error);
  return failures.internal;
}

const tokenOf = ({ headers }) => headers['x-oa-token'] || /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];

export function build({ store, tokens, wechat, appId }) {
  const app = Fastify({ bodyLimit: 65536, routerOptions: { ignoreTrailingSlash: true } });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error, request, reply) => {
    const { errno, message } = failureOf(error, request);
    return reply.code(200).send({ errno, errmsg: message });
  });
  app.setNotFoundHandler((request) => {
    throw PATHS.has(request.url.split('?')[0]) ? failures.noMethod : failures.noPath;
  });

  app.decorateRequest('token', '');
  app.decorateRequest('userId', 0);
  const signedIn = async (request) => {
    request.token = tokenOf(request);
    if (!request.token) throw failures.notSignedIn;
  };
  const authenticated = async (request) => {
    await signedIn(request);
    request.userId = (await tokens.authenticate(request.token, Date.now())).user_id;
  };

  app.post('/oapro/wx/auth/login_by_weixin', async ({ body, ip, headers }) => {
    if (body === null || typeof body !== 'object') throw failures.badValue;
    const { code, userInfo } = body;
    if (code == null || code === '' || userInfo == null) throw failures.missing;
    if (typeof code !== 'string' || typeof userInfo !== 'object') throw failures.badValue;
    const { openid, sessionKey } = await wechat.code2Session(code);
    const token = newToken();
    const nowMs = Date.now();
    const user = await store.login({
      realm: appId,
      openid,
      sessionKey,
      profile: claimed(userInfo),
      session: tokens.session(token),
      device: headers['user-agent'] ?? '',
      ip,
      nowMs,
      idleEndsMs: nowMs + IDLE_MS,
      absoluteEndsMs: nowMs + ABSOLUTE_MS,
    });
    tokens.opened(token, user.id, nowMs);
    const tokenExpire = `${china(nowMs + IDLE_MS).slice(0, 19)}+08:00`;
    return envelope({ token, tokenExpire, userInfo: shownUser(user, china(user.created_ms).slice(0, 10)) });
  });

  app.post('/oapro/wx/auth/bindPhone', { onRequest: authenticated }, async ({ body, userId }) => {
    const { encryptedData, iv } = body ?? {};
    if (!encryptedData || !iv) throw failures.missing;
    const nowMs = Date.now();
    const phone = wechat.decryptPhone(await store.keys(userId), encryptedData, iv, nowMs);
    await store.bindPhone(userId, phone, nowMs);
    return envelope({ phone: shownPhone(phone) });
  });

  app.post('/oapro/wx/auth/logout', { onRequest: signedIn }, async ({ token }) => {
    await tokens.end(token, Date.now());
    return envelope();
  });

  app.get('/oapro/wx/user/index', { onRequest: signedIn, schema: indexSchema }, async ({ token }) => {
    const { meetings, votes } = await tokens.counts(token, Date.now());
    return envelope({
      metting_pubs: meetings % 2 ** 32,
      metting_joins: Math.floor(meetings / 2 ** 32),
      vote_pubs: votes % 2 ** 32,
      vote_joins: Math.floor(votes / 2 ** 32),
    });
  });
  return app;
}
