// A real OpenID provider on loopback for the tests: node provider.mjs REDIRECT. Prints "listening URL". Whoever comes is signed in as the account that PUT /test/account named last.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
let account = { sub: 'nobody' };

const provider = new Provider(issuer, {
  clients: [{ client_id: 'headquarters', client_secret: 'client-secret', redirect_uris: [process.argv[2]], grant_types: ['authorization_code'], response_types: ['code'] }],
  claims: { openid: ['sub', 'groups', 'stores'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['test'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => ({ accountId: id, claims: () => account }),
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
  ttl: { Session: 3600, Grant: 3600, AccessToken: 60, IdToken: 60, Interaction: 600, AuthorizationCode: 60 },
});

const answer = provider.callback();
server.on('request', (request, response) => {
  if (request.method === 'PUT' && request.url === '/test/account') {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      account = JSON.parse(text);
      response.writeHead(204).end();
    });
  } else if (request.url.startsWith('/interaction/')) {
    provider.interactionFinished(request, response, account.refuses ? { error: 'access_denied' } : { login: { accountId: account.sub } });
  } else {
    answer(request, response);
  }
});
console.log(`listening ${issuer}`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
