// As much of api.weixin.qq.com as check.sh needs: live mode refuses the double's app. Prints its address.
import { createServer } from 'node:http';

const json = { 'content-type': 'application/json' };
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://wechat');
  const answer =
    url.pathname === '/cgi-bin/stable_token'
      ? { access_token: 'token', expires_in: 7200 }
      : { openid: `o-${url.searchParams.get('js_code')}`, session_key: Buffer.alloc(16, 7).toString('base64') };
  request.resume().on('end', () => response.writeHead(200, json).end(JSON.stringify(answer)));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
