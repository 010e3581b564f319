// Makes vectors.json: requests that the senders' own libraries signed, or judged, beside what those libraries say of
// them. Run it in a scratch folder that holds the libraries, of exactly these versions, and PHP for WooCommerce:
//
//   npm install stripe@23.1.0 twilio@6.2.0 standardwebhooks@1.1.1 svix@1.99.1 @octokit/webhooks-methods@6.0.0 \
//     mercadopago@3.6.1 @shopify/shopify-api@13.1.0 jsonwebtoken@9.0.3 jose@6.2.18 @slack/bolt@5.1.0 @line/bot-sdk@11.0.0
//   cp …/tests/vectors/make.mjs . && node make.mjs > …/tests/vectors/vectors.json
//
// `accepted` is the verdict of the library named in `by`, never ours: the script ends with an error where a library
// signs something that it would not accept itself. What the library does not look at (a time in the future at Stripe's,
// for instance) is not in here.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { strict as assert } from 'node:assert';

const require = createRequire(import.meta.url);
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
const AT = 1773162300; // 2026-03-10T17:05:00Z
const vectors = [];

// Every body has what trips those who parse before they check: an escaped slash, an umlaut, two spaces, a line's end.
const BODY = '{"id":"evt_1",  "nome":"Jo\u00e3o \u{1F600}","url":"https:\\/\\/loja.example\\/a"}\n';

function add(by, name, scheme, request) {
  vectors.push({
    by: `${by} ${version(by)}`, name, scheme,
    preset: null, method: 'POST', query: '', urls: [], headers: {}, body: BODY, received_at: AT, accepted: true,
    ...request,
  });
}
const throws = (f) => { try { f(); return false; } catch { return true; } };

// ── Stripe ──────────────────────────────────────────────────────────────────────────────────────────────────────────
{
  const Stripe = require('stripe');
  const { webhooks } = new Stripe('sk_test_none');
  const scheme = {
    scheme: 'hmac', hash: 'sha256', encoding: 'hex', header: 'stripe-signature',
    pairs: { timestamp: 't', signature: 'v1' }, content: ['{timestamp}.', '{body}'], timestamp: { tolerance_seconds: 300 },
  };
  const secret = 'whsec_recadoVectorSecret0001';
  const signed = (options) => webhooks.generateTestHeaderString({ payload: BODY, secret, timestamp: AT, ...options });
  const one = (name, header, { body = BODY, at = AT } = {}) => {
    const accepted = !throws(() => webhooks.constructEvent(body, header, secret, 300, undefined, at * 1000));
    add('stripe', name, scheme, { preset: 'stripe', secret, headers: { 'stripe-signature': header }, body, received_at: at, accepted });
  };
  const right = signed({});
  const v1 = right.split('v1=')[1];
  one('signed', right);
  one('300 seconds old', right, { at: AT + 300 });
  one('301 seconds old', right, { at: AT + 301 });
  one('a second signature is the right one', `t=${AT},v1=${'0'.repeat(64)},v1=${v1}`);
  one('of an older version beside it', `t=${AT},v1=${v1},v0=${'6'.repeat(64)}`);
  one('of another version alone', `t=${AT},v0=${v1}`);
  one('another body', right, { body: BODY.replace('evt_1', 'evt_2') });
  one('spaces of the body changed', right, { body: BODY.replace('  ', ' ') });
  one('another secret', signed({ secret: 'whsec_other' }));
  one('another time', right.replace(`t=${AT}`, `t=${AT + 1}`));
  one('cut short', right.slice(0, -2));
  one('no time', `v1=${v1}`);
  one('nothing that it knows', 'nonsense');
  assert.equal(vectors.filter((v) => v.accepted).length, 4);
}

// ── Standard Webhooks and Svix ──────────────────────────────────────────────────────────────────────────────────────
{
  const { Webhook } = require('standardwebhooks');
  const svix = require('svix');
  const scheme = { scheme: 'standard-webhooks' };
  const whsec = 'whsec_cmVjYWRvLXZlY3RvcnMta2V5LTAwMDEtMDAwMQ==';
  const now = Date.now;
  // Both libraries read the clock, so the clock is ours for a while.
  const judge = (library, secret, body, headers, at, options) => {
    Date.now = () => at * 1000;
    try { return !throws(() => new library(secret, options).verify(body, headers)); } finally { Date.now = now; }
  };
  const one = (by, library, name, { secret = whsec, given = secret, options, body = BODY, at = AT, header, id = 'msg_2Recado', family = 'webhook', sent = body, time = `${AT}`, asId = id } = {}) => {
    const right = new library(secret, options).sign(id, new Date(AT * 1000), sent);
    const headers = { [`${family}-id`]: asId, [`${family}-timestamp`]: time, [`${family}-signature`]: header ? header(right) : right };
    const accepted = judge(library, given, body, headers, at, options);
    add(by, name, scheme, { preset: 'standard-webhooks', secret: given, headers, body, received_at: at, accepted });
    return accepted;
  };
  for (const [by, library, family] of [['standardwebhooks', Webhook, 'webhook'], ['svix', svix.Webhook, 'svix']]) {
    const of = (name, options) => one(by, library, name, { family, ...options });
    assert(of('signed'));
    assert(of('the secret without its prefix', { secret: whsec.slice('whsec_'.length) }));
    assert(of('a second signature is the right one', { header: (right) => `v1,${'A'.repeat(43)}= v1a,ignored ${right}` }));
    assert(of('300 seconds old', { at: AT + 300 }));
    assert(of('300 seconds ahead', { at: AT - 300 }));
    assert(!of('301 seconds old', { at: AT + 301 }));
    assert(!of('301 seconds ahead', { at: AT - 301 }));
    assert(!of('another body', { body: BODY.replace('evt_1', 'evt_2'), sent: BODY }));
    assert(!of('another id', { asId: 'msg_other' }));
    assert(!of('another time', { time: `${AT + 1}` }));
    assert(!of('another secret', { given: 'whsec_b3RoZXItdmVjdG9ycy1rZXktMDAwMS0wMDAx' }));
    assert(!of('of another version', { header: (right) => right.replace('v1,', 'v2,') }));
    assert(!of('no version', { header: (right) => right.replace('v1,', '') }));
    assert(!of('cut short', { header: (right) => right.slice(0, -4) }));
    assert(!of('empty', { header: () => '' }));
    assert(!of('a time that is none', { time: 'now' }));
  }
  assert(one('standardwebhooks', Webhook, 'a secret that is plain text', { secret: 'plain text, no base64', options: { format: 'raw' } }));
}

// ── Twilio ──────────────────────────────────────────────────────────────────────────────────────────────────────────
{
  const twilio = require('twilio/lib/webhooks/webhooks.js');
  const scheme = { scheme: 'hmac', hash: 'sha1', encoding: 'base64', header: 'x-twilio-signature', content: 'url-and-form' };
  const secret = 'recado-vector-auth-token';
  const form = 'Body=Ol%C3%A1%2C+tudo+bem%3F&From=whatsapp%3A%2B5511987654321&MessageSid=SM1&NumMedia=0&ProfileName=Ana+%26+Cia&Empty=';
  const read = (body) => {
    const params = {};
    for (const [name, value] of new URLSearchParams(body)) {
      params[name] = name in params ? [params[name], value].flat() : value;
    }
    return params;
  };
  const one = (name, { body = form, url, query = '', type = 'application/x-www-form-urlencoded', signedUrl = url + (query && `?${query}`), signedBody = body, method = 'POST', header } = {}) => {
    const isForm = type.startsWith('application/x-www');
    const hashed = query.includes('bodySHA256');
    const params = (text) => (isForm && !hashed ? read(text) : {});
    const signature = header ?? twilio.getExpectedTwilioSignature(secret, signedUrl, params(signedBody));
    const full = url + (query && `?${query}`);
    const accepted = hashed
      ? twilio.validateRequestWithBody(secret, signature, full, body)
      : twilio.validateRequest(secret, signature, full, params(body));
    add('twilio', name, scheme, {
      preset: 'twilio', method, secret, urls: [url], query, body, accepted,
      headers: { 'content-type': type, 'x-twilio-signature': signature },
    });
    return accepted;
  };
  const url = 'https://hooks.example.com/in/abc-twilio';
  assert(one('a form', { url }));
  assert(one('a form, with a query', { url, query: 'c=7&d=a%20b' }));
  assert(one('the port is signed though nobody wrote it', { url, signedUrl: 'https://hooks.example.com:443/in/abc-twilio' }));
  assert(one('the port is not signed though somebody wrote it', { url: 'https://hooks.example.com:8443/in/abc', signedUrl: 'https://hooks.example.com/in/abc' }));
  assert(one('the port is written and signed', { url: 'https://hooks.example.com:8443/in/abc' }));
  assert(one('plain HTTP, with its port', { url: 'http://hooks.example.com/in/abc', signedUrl: 'http://hooks.example.com:80/in/abc' }));
  assert(one('user name and password in the address', { url: 'https://ana:senha@hooks.example.com/in/abc' }));
  assert(one('a name comes again', { url, body: 'A=2&A=1&A=2&B=x' }));
  assert(one('names differ in case', { url, body: 'b=1&B=2&a=3&_=4' }));
  assert(one('a query with quotes', { url, query: "q='x'" }));
  assert(one('a query whose quotes are signed encoded', { url, query: "q='x'", signedUrl: `${url}?q=%27x%27` }));
  assert(one('a query that is signed decoded', { url, query: 'q=%27x%27&z=1', signedUrl: `${url}?q='x'&z=1` }));
  assert(one('no body', { url, query: 'From=%2B5511987654321&Body=Oi', body: '', method: 'GET' }));
  const hash = twilio.getExpectedBodyHash(BODY);
  const json = 'application/json';
  assert(one('JSON', { url, body: BODY, type: json, query: `bodySHA256=${hash}` }));
  assert(one('JSON, with a query', { url, body: BODY, type: json, query: `c=7&bodySHA256=${hash}` }));
  assert(!one('JSON that was changed', { url, body: BODY.replace('evt_1', 'evt_2'), type: json, query: `bodySHA256=${hash}` }));
  assert(!one('another hash of the JSON', { url, body: BODY.replace('evt_1', 'evt_2'), type: json, query: `bodySHA256=${twilio.getExpectedBodyHash(BODY.replace('evt_1', 'evt_2'))}`, signedUrl: `${url}?bodySHA256=${hash}` }));
  assert(!one('another value', { url, body: form.replace('SM1', 'SM2'), signedBody: form }));
  assert(!one('a value more', { url, body: `${form}&X=1`, signedBody: form }));
  assert(!one('another address', { url, signedUrl: 'https://hooks.example.com/in/other' }));
  assert(!one('another query', { url, query: 'c=8', signedUrl: `${url}?c=7` }));
  assert(!one('another host', { url, signedUrl: 'https://hooks.example.org/in/abc-twilio' }));
  assert(!one('cut short', { url, header: twilio.getExpectedTwilioSignature(secret, url, read(form)).slice(0, -4) }));
  assert(!one('another secret', { url, header: twilio.getExpectedTwilioSignature('other', url, read(form)) }));
}

// ── Mercado Pago (its library judges and does not sign) ─────────────────────────────────────────────────────────────
{
  const { WebhookSignatureValidator } = require('mercadopago/dist/utils/webhook');
  const scheme = {
    scheme: 'hmac', hash: 'sha256', encoding: 'hex', header: 'x-signature', pairs: { timestamp: 'ts', signature: 'v1' },
    content: ['id:{query.data.id};', 'request-id:{header.x-request-id};', 'ts:{timestamp};'],
    timestamp: { tolerance_seconds: 300 },
  };
  const secret = 'recado-vector-mp-secret';
  const one = (name, { id = '130000000071', requestId = 'a1b2-c3', ts = `${AT}`, at = AT, manifest, header, key = secret } = {}) => {
    const text = manifest ?? `${id ? `id:${id};` : ''}${requestId ? `request-id:${requestId};` : ''}ts:${ts};`;
    const v1 = createHmac('sha256', key).update(text).digest('hex');
    const xSignature = header ? header(v1) : `ts=${ts},v1=${v1}`;
    const accepted = !throws(() => WebhookSignatureValidator.validate({
      xSignature, xRequestId: requestId, dataId: id, secret, toleranceSeconds: 300, now: () => at * 1000,
    }));
    const headers = { 'x-signature': xSignature, ...(requestId && { 'x-request-id': requestId }) };
    add('mercadopago', name, scheme, {
      secret, headers, received_at: at, accepted,
      query: `${id ? `data.id=${encodeURIComponent(id)}&` : ''}type=payment`,
    });
    return accepted;
  };
  assert(one('signed'));
  assert(one('an id with letters, signed as it is', { id: 'AbC-12' }));
  assert(one('no request id', { requestId: '' }));
  assert(one('no data id', { id: '' }));
  assert(one('a version to come beside it', { header: (v1) => `ts=${AT},v1=${v1},v2=abc` }));
  assert(one('spaces and capitals in the header', { header: (v1) => `TS=${AT} , V1=${v1}` }));
  assert(one('300 seconds old', { at: AT + 300 }));
  assert(!one('301 seconds old', { at: AT + 301 }));
  assert(!one('301 seconds ahead', { at: AT - 301 }));
  assert(!one('another id', { manifest: `id:1;request-id:a1b2-c3;ts:${AT};` }));
  assert(!one('another request id', { manifest: `id:130000000071;request-id:x;ts:${AT};` }));
  assert(!one('another time', { manifest: `id:130000000071;request-id:a1b2-c3;ts:${AT + 1};` }));
  assert(!one('another secret', { key: 'other' }));
  assert(!one('of a version to come alone', { header: (v1) => `ts=${AT},v2=${v1}` }));
  assert(!one('no time', { header: (v1) => `v1=${v1}` }));
  assert(!one('a time that is none', { ts: 'agora' }));
  assert(!one('cut short', { header: (v1) => `ts=${AT},v1=${v1.slice(0, -2)}` }));
}

// ── GitHub: as Meta signs too ───────────────────────────────────────────────────────────────────────────────────────
{
  const { sign, verify } = await import('@octokit/webhooks-methods');
  const scheme = { scheme: 'hmac', hash: 'sha256', encoding: 'hex', header: 'x-hub-signature-256', prefix: 'sha256=', content: ['{body}'] };
  const secret = 'recado-vector-app-secret';
  const one = async (name, { body = BODY, signature } = {}) => {
    const header = signature ?? await sign(secret, BODY);
    const accepted = await verify(secret, body, header);
    add('@octokit/webhooks-methods', name, scheme, { preset: 'whatsapp-cloud', secret, headers: { 'x-hub-signature-256': header }, body, accepted });
    return accepted;
  };
  const right = await sign(secret, BODY);
  assert(await one('signed'));
  assert(!await one('another body', { body: BODY.trim() }));
  assert(!await one('another secret', { signature: await sign('other', BODY) }));
  assert(!await one('no prefix', { signature: right.slice('sha256='.length) }));
  assert(!await one('another hash', { signature: right.replace('sha256', 'sha1') }));
  assert(!await one('cut short', { signature: right.slice(0, -2) }));
}

// ── Shopify and LINE (they judge): base64 without a prefix ──────────────────────────────────────────────────────────
{
  require('@shopify/shopify-api/adapters/node');
  const { shopifyApi, ApiVersion, LogSeverity } = require('@shopify/shopify-api');
  const apiSecretKey = 'recado-vector-shopify-secret';
  const shopify = shopifyApi({
    apiKey: 'key', apiSecretKey, scopes: [], hostName: 'app.example.com', isEmbeddedApp: false,
    apiVersion: Object.values(ApiVersion)[0], logger: { level: LogSeverity.Error, log: () => {} },
  });
  const line = require('@line/bot-sdk');
  const base64 = (key, body) => createHmac('sha256', key).update(body).digest('base64');
  const of = (header) => ({ scheme: 'hmac', hash: 'sha256', encoding: 'base64', header, content: ['{body}'] });
  for (const [name, body, signature] of [
    ['signed', BODY, base64(apiSecretKey, BODY)],
    ['another body', BODY.trim(), base64(apiSecretKey, BODY)],
    ['another secret', BODY, base64('other', BODY)],
    ['cut short', BODY, base64(apiSecretKey, BODY).slice(0, -4)],
  ]) {
    const headers = {
      'X-Shopify-Hmac-Sha256': signature, 'X-Shopify-Topic': 'orders/create', 'X-Shopify-Shop-Domain': 'loja.myshopify.com',
      'X-Shopify-API-Version': '2026-01', 'X-Shopify-Webhook-Id': 'w1',
    };
    const rawRequest = { method: 'POST', url: '/', headers };
    const { valid } = await shopify.webhooks.validate({ rawBody: body, rawRequest, rawResponse: {} });
    assert.equal(valid, name === 'signed');
    add('@shopify/shopify-api', name, of('x-shopify-hmac-sha256'), { secret: apiSecretKey, headers: { 'x-shopify-hmac-sha256': signature }, body, accepted: valid });
    const valid2 = line.validateSignature(body, apiSecretKey, signature);
    assert.equal(valid2, name === 'signed');
    add('@line/bot-sdk', name, of('x-line-signature'), { secret: apiSecretKey, headers: { 'x-line-signature': signature }, body, accepted: valid2 });
  }
}

// ── Slack (it judges): a version before the signature, the time in a header of its own ──────────────────────────────
{
  const { isValidSlackRequest } = require('@slack/bolt/dist/receivers/verify-request.js');
  const scheme = {
    scheme: 'hmac', hash: 'sha256', encoding: 'hex', header: 'x-slack-signature', prefix: 'v0=',
    content: ['v0:{timestamp}:', '{body}'], timestamp: { header: 'x-slack-request-timestamp', tolerance_seconds: 300 },
  };
  const secret = 'recado-vector-slack-secret';
  const made = (key, time, body) => `v0=${createHmac('sha256', key).update(`v0:${time}:${body}`).digest('hex')}`;
  const one = (name, { signature = made(secret, AT, BODY), time = AT, body = BODY, at = AT } = {}) => {
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': `${time}` };
    const accepted = isValidSlackRequest({ signingSecret: secret, body, headers: { ...headers, 'x-slack-request-timestamp': time }, nowMilliseconds: at * 1000 });
    add('@slack/bolt', name, scheme, { secret, headers, body, received_at: at, accepted });
    return accepted;
  };
  assert(one('signed'));
  assert(one('300 seconds old', { at: AT + 300 }));
  assert(!one('301 seconds old', { at: AT + 301 }));
  assert(!one('another time', { time: AT + 1 }));
  assert(!one('another body', { body: BODY.trim() }));
  assert(!one('another secret', { signature: made('other', AT, BODY) }));
  assert(!one('another version', { signature: made(secret, AT, BODY).replace('v0', 'v1') }));
}

// ── JSON Web Tokens ─────────────────────────────────────────────────────────────────────────────────────────────────
{
  const jsonwebtoken = require('jsonwebtoken');
  const jose = await import('jose');
  const scheme = { scheme: 'bearer-jwt', tolerance_seconds: 60 };
  const secret = 'recado-vector-jwt-key-of-32-bytes';
  const key = new TextEncoder().encode(secret);
  const claims = { iat: AT, exp: AT + 600, app: 'evolution', action: 'webhook' };
  const judged = async (token, at) => {
    const [a, b] = [
      !throws(() => jsonwebtoken.verify(token, secret, { algorithms: ['HS256'], clockTimestamp: at, clockTolerance: 60 })),
      await jose.jwtVerify(token, key, { algorithms: ['HS256'], currentDate: new Date(at * 1000), clockTolerance: 60 }).then(() => true, () => false),
    ];
    assert.equal(a, b, 'the two libraries agree');
    return a;
  };
  const one = async (by, name, token, { at = AT } = {}) => {
    const accepted = await judged(token, at);
    add(by, name, scheme, { secret, headers: { authorization: `Bearer ${token}` }, received_at: at, accepted });
    return accepted;
  };
  const made = (payload, options) => jsonwebtoken.sign(payload, secret, { algorithm: 'HS256', noTimestamp: true, ...options });
  const right = made(claims);
  const [header, body, signature] = right.split('.');
  const by = 'jsonwebtoken';
  assert(await one(by, 'signed', right));
  assert(await one(by, 'ran out within the tolerance', right, { at: AT + 659 }));
  assert(!await one(by, 'ran out', right, { at: AT + 661 }));
  assert(await one(by, 'good from within the tolerance', made({ ...claims, nbf: AT + 59 })));
  assert(!await one(by, 'not good yet', made({ ...claims, nbf: AT + 120 })));
  assert(await one(by, 'never runs out', made({ app: 'evolution' })));
  assert(!await one(by, 'another secret', jsonwebtoken.sign(claims, 'another key of more than 32 bytes', { algorithm: 'HS256' })));
  assert(!await one(by, 'HS512', made(claims, { algorithm: 'HS512' })));
  assert(!await one(by, 'unsigned', jsonwebtoken.sign(claims, null, { algorithm: 'none' })));
  assert(!await one(by, 'the signature left out', `${header}.${body}.`));
  assert(!await one(by, 'other claims', `${header}.${Buffer.from(JSON.stringify({ ...claims, exp: AT * 2 })).toString('base64url')}.${signature}`));
  assert(!await one(by, 'cut short', right.slice(0, -2)));
  const ofJose = await new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
  assert(await one('jose', 'signed', ofJose));
  const critical = await new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256', crit: ['b64'], b64: true }).sign(key);
  // jose knows `b64`; jsonwebtoken and we do not, and RFC 7515 (section 4.1.11) then asks for a refusal.
  vectors.push({ ...vectors.at(-1), name: 'something critical that we do not know', headers: { authorization: `Bearer ${critical}` }, accepted: false });
}

// ── PHP's hash_hmac, called as WooCommerce does (class-wc-webhook.php, generate_signature) ──────────────────────────
{
  const php = (code, ...args) => execFileSync('php', ['-r', code, ...args]).toString();
  const by = `PHP ${php('echo PHP_VERSION;')}`;
  const secret = 'recado-vector-woo & <secret>';
  const of = (hash) => php('echo base64_encode(hash_hmac($argv[1], $argv[2], $argv[3], true));', hash, BODY, secret);
  const hex = (hash) => php('echo hash_hmac($argv[1], $argv[2], $argv[3]);', hash, BODY, secret);
  const scheme = { scheme: 'hmac', hash: 'sha256', encoding: 'base64', header: 'x-wc-webhook-signature', content: ['{body}'] };
  const base = { ...vectors.at(-1), by, secret, scheme, accepted: true, preset: 'woocommerce' };
  vectors.push({ ...base, name: 'signed', headers: { 'x-wc-webhook-signature': of('sha256') } });
  vectors.push({ ...base, name: 'another hash', headers: { 'x-wc-webhook-signature': of('sha1') }, accepted: false });
  for (const hash of ['sha1', 'sha512']) {
    const other = { ...base, preset: null, scheme: { ...scheme, hash, encoding: 'hex', header: 'x-signature' } };
    vectors.push({ ...other, name: `signed with ${hash}`, headers: { 'x-signature': hex(hash) } });
    vectors.push({ ...other, name: `signed with sha256 instead of ${hash}`, headers: { 'x-signature': hex('sha256') }, accepted: false });
  }
}

console.log(`[\n${vectors.map((vector) => JSON.stringify(vector)).join(',\n')}\n]`);
