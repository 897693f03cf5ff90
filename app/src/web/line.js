// The browser's half of `line.rs`, in the script's own words: headers, forms and canvases cost less here than in WASM.
// `server/build.rs` puts it, and `wx/window.js`, behind what wasm-bindgen writes: one module, one scope.

// The phone's temporary files, by their address, and the calls that can be given up, by their number.
const files = {}, tasks = {};

// The heads of the answers that came, by the id of their call, until they are asked for.
const heads = {};
function lineHead(request) {
  const head = heads[request];
  delete heads[request];
  return head ?? '';
}

// One call over the line. `what` is an address, with JSON to send or a temporary file; or a script's call as JSON, `{url,
// method, header, data}` or `{url, header, filePath, name, formData}`. `phone` is the headers that the phone sets, a line
// each. Answers the text, and a script `{data, statusCode, header}` as JSON; whatever the status.
async function lineExchange(what, json, file, phone) {
  const script = what[0] == '{';
  let { url, method, header, data, filePath, name, formData, task } = script ? JSON.parse(what) : {
    url: what, method: json || file ? 'POST' : 'GET', header: { accept: 'application/json', 'content-type': 'application/json' },
    data: json, filePath: file, name: 'file',
  };
  const headers = new Headers(header);
  for (const line of phone.trim().split('\n')) headers.set(...line.split(':'));
  if (filePath) {
    headers.delete('content-type'); // the browser's own, with the boundary
    data = new FormData();
    for (const key in formData) data.append(key, formData[key]);
    data.append(name, files[filePath] ?? await (await fetch(filePath)).blob(), 'file');
  }
  const answer = await fetch(url, { method, headers, body: data, signal: tasks[task]?.signal }), text = await answer.text();
  heads[headers.get('x-request-id')] = [['status', answer.status], ...answer.headers].map((line) => line.join(':')).join('\n');
  return script ? JSON.stringify({ data: text, statusCode: answer.status, header: Object.fromEntries(answer.headers) }) : text;
}

// Whether a key is the demo page's own, and none of the mini-program's business.
const ours = (key) => key.startsWith('oa-mini:');

// What the mini-program has stored goes under keys that begin with `from`; what lies under `to` comes back.
function storageHandOver(from, to) {
  const move = (old, key) => {
    const value = localStorage[old];
    localStorage.removeItem(old);
    localStorage.setItem(key, value);
  };
  for (const key of Object.keys(localStorage)) ours(key) || move(key, from + key);
  for (const key of Object.keys(localStorage)) key.startsWith(to) && move(key, key.slice(to.length));
}

// The middle of a picture as a PNG of `side` px: a temporary file.
const filePicture = async (picture, side) => {
  const canvas = document.createElement('canvas'), cut = Math.min(picture.width, picture.height);
  canvas.width = canvas.height = side;
  canvas.getContext('2d').drawImage(picture, (picture.width - cut) / 2, (picture.height - cut) / 2, cut, cut, 0, 0, side, side);
  const path = `http://tmp/${Object.keys(files).length}.png`;
  files[path] = await new Promise((done) => canvas.toBlob(done));
  return path;
};

// A picture of our own origin, under whatever name the browser knows it: another one would not leave the canvas.
async function fileDraw(url) {
  const image = new Image();
  image.src = new URL(url, location.href).pathname;
  await image.decode();
  return filePicture(image, 264);
}

// A picture that the user chooses, cut square as WeChat does; nothing if none is.
async function fileChoose() {
  const file = await new Promise((done) => {
    const input = Object.assign(document.createElement('input'), {
      type: 'file',
      accept: 'image/png,image/jpeg,image/webp',
      onchange: () => done(input.files[0]),
      oncancel: () => done(),
    });
    input.click();
  });
  return file ? filePicture(await createImageBitmap(file), 512) : '';
}

// Time and chance.
const lineSleep = (ms) => new Promise((done) => setTimeout(done, ms));
const lineRandom = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, 0)).join('');
