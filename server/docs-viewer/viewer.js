// Sets up Swagger UI on /docs: the document in the reader's language, the demo's theme, and in demo mode a button that makes every call ready
// to be sent. What is taken is kept in the page's memory alone.
(() => {
  const root = document.documentElement;
  const { demo, lang } = root.dataset; // `local`, `public`, or empty in live mode
  const LOGIN = '/oapro/wx/auth/login_by_weixin';
  const BIND_PHONE = '/oapro/wx/auth/bindPhone';
  const USER = 'lin';

  // as the demo stores them
  const stored = (key) => {
    try {
      return localStorage.getItem(`oa-mini:${key}`);
    } catch {
      return null;
    }
  };

  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const applyTheme = () => {
    const theme = stored('theme') ?? '';
    root.dataset.theme = theme;
    root.classList.toggle('dark-mode', theme ? theme === 'dark' : prefersDark.matches);
  };
  applyTheme();
  prefersDark.addEventListener('change', applyTheme);

  // a fragment alone scrolls, and leaves the focus on the link
  document.querySelector('.skip').addEventListener('click', () => document.getElementById('main').focus());

  /** The world of the double that this page calls in: the demo's own, or one that nobody can guess. */
  const world = stored('world') ?? (demo === 'public' ? `docs-${crypto.randomUUID()}` : 'default');
  const headers = demo ? { 'X-Double-World': world } : {};

  async function post(path, body) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    const answer = await response.json();
    if (answer.errno) throw new Error(`errno ${answer.errno} ${answer.errmsg}`);
    return answer;
  }

  /** What `wx.login` and `getPhoneNumber` give, from the double. */
  const phone = (call) => post(`/wechat-double/_double/phone/${call}`, { user: USER });

  /** Logs in, and fills in the token and fresh codes, into the examples and into what stands in the page already: a code works once. */
  async function take(ui, api) {
    const { oas3Actions, specActions } = ui.getSystem();
    const login = api.paths[LOGIN].post.requestBody.content['application/json'];
    const bindPhone = api.paths[BIND_PHONE].post.requestBody.content['application/json'];
    const withCode = async () => ({ ...login.example, code: (await phone('login')).code });
    const { data } = await post(LOGIN, await withCode());
    login.example = await withCode();
    bindPhone.example = { code: (await phone('getPhoneNumber')).code };
    specActions.updateJsonSpec(structuredClone(api));
    for (const [path, { example }] of [[LOGIN, login], [BIND_PHONE, bindPhone]])
      oas3Actions.setRequestBodyValue({ pathMethod: [path, 'post'], value: JSON.stringify(example, null, 2) });
    ui.preauthorizeApiKey('token', data.token);
  }

  const texts = {
    zh: {
      ready: '已填入 X-OA-Token 和新的 code；code 用一次就失效，再按一次取新的',
      failed: '没有成功：',
      about: '约定',
      token: '令牌',
      examples: '示例', body: '请求体', responses: '响应',
    },
    en: {
      ready: 'X-OA-Token and fresh codes are filled in; a code works once, press again for new ones',
      failed: 'Failed: ',
      about: 'Conventions',
      token: 'Token',
      examples: 'Examples of', body: 'Body of', responses: 'Responses of',
    },
  }[lang];

  function wire(ui, api) {
    const button = document.getElementById('take');
    const said = document.getElementById('taken');
    button?.addEventListener('click', async () => {
      button.disabled = true;
      try {
        await take(ui, api);
        said.textContent = texts.ready;
      } catch (error) {
        said.textContent = texts.failed + error.message;
      }
      button.disabled = false;
      button.focus();
    });
  }

  /** What assistive technology misses in Swagger UI 5.35: names of its parts, fields and tables, and a focus for what scrolls. */
  function mend(viewer) {
    const path = (node) => node.closest('.opblock')?.querySelector('.opblock-summary-path')?.textContent ?? '';
    const name = (which, what) => {
      for (const node of viewer.querySelectorAll(`:is(${which}):not([aria-label])`)) node.setAttribute('aria-label', `${what} ${path(node)}`.trim());
    };
    name('.information-container', texts.about);
    name('.scheme-container', texts.token);
    for (const node of viewer.querySelectorAll('.information-container, .scheme-container')) node.setAttribute('role', 'region');
    name('.examples-select-element', texts.examples);
    name('.body-param textarea, input[type=file]', texts.body);
    name('.responses-table[role=region]', texts.responses);
    for (const node of viewer.querySelectorAll('.microlight:not([tabindex]), .info .description:not([tabindex])')) node.tabIndex = 0;
  }

  async function start() {
    const viewer = document.getElementById('viewer');
    new MutationObserver(() => mend(viewer)).observe(viewer, { childList: true, subtree: true });
    const api = await (await fetch(`/openapi.json?lang=${lang}`)).json();
    // calls go to where the page is, whatever OA_PUBLIC_URL is: its policy allows nothing else
    delete api.servers;
    const ui = SwaggerUIBundle({
      spec: api,
      domNode: viewer,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
      persistAuthorization: false,
      // the order in which a client meets them
      operationsSorter: (a, b) => (a.getIn(['operation', 'x-place']) ?? 0) - (b.getIn(['operation', 'x-place']) ?? 0),
      requestInterceptor: (request) => Object.assign(request, { headers: { ...request.headers, ...headers } }),
      onComplete: () => root.toggleAttribute('data-alive', true),
    });
    wire(ui, api);
  }
  void start();
})();
