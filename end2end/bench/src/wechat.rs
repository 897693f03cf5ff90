//! A WeChat that answers at once: every code is `OPENID.NUMBER`, and the session_key is derived from the openid; a code
//! `errcode.ERRCODE.NUMBER` is refused with that errcode. Only as much HTTP as a server's client speaks, so that it costs the
//! machine next to nothing.

use std::io::{Error, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

use aes::Aes128;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::Failure;
use crate::machine::now_ms;

pub(crate) const APPID: &str = "wx1111111111111111";
const IV: [u8; 16] = [7; 16];

/// Starts it. It ends with the bench.
pub(crate) fn start() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    Ok(address)
}

/// Serves until the client closes. A request has no body, and the next one follows only after the response.
fn serve(mut stream: TcpStream) -> Result<(), Error> {
    stream.set_nodelay(true)?;
    let (mut buffer, mut filled) = ([0_u8; 4096], 0);
    loop {
        let read = stream.read(buffer.get_mut(filled..).unwrap_or_default())?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        let request = buffer.get(..filled).unwrap_or_default();
        if request.ends_with(b"\r\n\r\n") {
            stream.write_all(response(request).as_bytes())?;
            filled = 0;
        }
    }
}

fn response(request: &[u8]) -> String {
    let request = String::from_utf8_lossy(request);
    let code = request.split(['&', '?', ' ']).find_map(|pair| pair.strip_prefix("js_code=")).unwrap_or_default();
    let mut parts = code.split('.');
    let body = match (parts.next().unwrap_or_default(), parts.next().unwrap_or_default().parse::<i64>()) {
        ("errcode", Ok(errcode)) => json!({ "errcode": errcode, "errmsg": "refused" }),
        (openid, _) => json!({ "openid": openid, "session_key": BASE64_STANDARD.encode(session_key(openid)) }),
    };
    let body = body.to_string();
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The body that the phone of `openid` sends to bindPhone, valid for ten minutes.
pub(crate) fn encrypted_phone(openid: &str, number: &str) -> Result<String, Failure> {
    let plain = json!({
        "phoneNumber": number, "purePhoneNumber": number, "countryCode": "86",
        "watermark": { "timestamp": now_ms() / 1000, "appid": APPID },
    });
    let plain = plain.to_string();
    let mut buffer = plain.clone().into_bytes();
    buffer.resize(plain.len() + 16, 0);
    let cipher = cbc::Encryptor::<Aes128>::new(&session_key(openid).into(), &IV.into());
    let data = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plain.len()).map_err(|_| "no room for the padding")?;
    Ok(json!({ "encryptedData": BASE64_STANDARD.encode(data), "iv": BASE64_STANDARD.encode(IV) }).to_string())
}

fn session_key(openid: &str) -> [u8; 16] {
    Sha256::digest(openid).first_chunk().copied().unwrap_or_default()
}
