// Bytes as texts and back, by what every browser has.

/** One character for each byte. */
const binary = (bytes: Uint8Array): string => {
  let text = '';
  // `apply` takes as many arguments as the stack holds
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

const fromBinary = (text: string): ArrayBuffer => Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer;

export const toBase64 = (bytes: ArrayBuffer): string => btoa(binary(new Uint8Array(bytes)));
export const fromBase64 = (text: string): ArrayBuffer => fromBinary(atob(text.replace(/^data:[^,]*,/, '')));

const utf16 = (bytes: ArrayBuffer): string => new TextDecoder('utf-16le').decode(bytes);

/** Decodes by a name of WeChat's `encoding`; undefined for one that is unknown. */
export const decodeText = (bytes: ArrayBuffer, encoding: string): string | undefined => {
  const all = new Uint8Array(bytes);
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextDecoder().decode(bytes);
    case 'base64':
      return toBase64(bytes);
    case 'hex':
      return Array.from(all, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'ascii':
      return binary(all.map((byte) => byte & 127));
    case 'binary':
    case 'latin1':
      return binary(all);
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return utf16(bytes);
    default:
      return undefined;
  }
};

export const encodeText = (text: string, encoding: string): ArrayBuffer | undefined => {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(text).buffer as ArrayBuffer;
    case 'base64':
      return fromBase64(text);
    case 'hex':
      return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
    case 'ascii':
    case 'binary':
    case 'latin1':
      return fromBinary(text);
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer;
    default:
      return undefined;
  }
};

/** What an `ArrayBuffer`, a view of one, or anything else of the program's has as bytes. */
export const bytesOf = (data: unknown): ArrayBuffer | undefined => {
  if (data instanceof ArrayBuffer) return data;
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer : undefined;
};

/** The type that the first bytes tell; empty where they tell nothing. */
export const imageType = (bytes: ArrayBuffer): string => {
  const start = binary(new Uint8Array(bytes.slice(0, 64)));
  if (start.startsWith('\x89PNG')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('GIF8')) return 'gif';
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp';
  return /<svg|<\?xml/.test(start) ? 'svg' : '';
};
