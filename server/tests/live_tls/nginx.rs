//! nginx with TLS before the double, and the certificates that it may show.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Duration,
};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
};

/// nginx's certificates. All but [`Certificate::OfAnUnknownCa`] are issued by the CA of [`Nginx::ca`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    Good,
    Expired,
    NotYetValid,
    OfAnotherName,
    /// For TLS clients, not for servers.
    ForClients,
    OfAnUnknownCa,
    /// No TLS at all.
    None,
}

pub(crate) struct Nginx {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Nginx {
    /// Before `upstream` (host and port), with all of its files in `folder`.
    pub(crate) fn start(folder: &Path, certificate: Certificate, upstream: &str) -> Self {
        make(folder, certificate);
        // another process may take a free port before nginx does
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            fs::write(folder.join("nginx.conf"), configuration(folder, certificate, port, upstream)).unwrap();
            let mut child = command(folder)
                .spawn()
                .unwrap_or_else(|cause| panic!("nginx does not start ({cause}); `make setup` installs it"));
            let until = tokio::time::Instant::now() + Duration::from_secs(20);
            while tokio::time::Instant::now() < until && child.try_wait().unwrap().is_none() {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    return Self { child, folder: folder.to_owned(), port };
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            drop(child.kill());
            drop(child.wait());
        }
        panic!("nginx does not listen: {}", fs::read_to_string(folder.join("nginx-error.log")).unwrap_or_default());
    }

    pub(crate) fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// The private CA.
    pub(crate) fn ca(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// The access log, one line per request: protocol, method, path, status.
    pub(crate) fn calls(&self) -> String {
        let log = fs::read_to_string(self.folder.join("nginx-access.log")).unwrap_or_default();
        log.lines().filter(|line| line.contains('/')).map(|line| format!("{line}\n")).collect()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn command(folder: &Path) -> Command {
    // Debian has it where only root looks
    let installed = Path::new("/usr/sbin/nginx");
    let mut command = Command::new(if installed.exists() { installed } else { Path::new("nginx") });
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf"));
    // before it has read where its log is
    command.arg("-e").arg(folder.join("nginx-error.log"));
    command
}

fn configuration(folder: &Path, certificate: Certificate, port: u16, upstream: &str) -> String {
    let folder = folder.display();
    let (listen, tls) = match certificate {
        Certificate::None => (String::new(), String::new()),
        _ => (
            " ssl http2".to_owned(),
            format!("ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;"),
        ),
    };
    // one process, so that to end it is to end nginx
    format!(
        "daemon off; master_process off; pid {folder}/nginx.pid;
events {{}}
http {{
    log_format call '$server_protocol $request_method $uri $status';
    access_log {folder}/nginx-access.log call;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port}{listen};
        {tls}
        location / {{ proxy_pass http://{upstream}; }}
    }}
}}
"
    )
}

fn make(folder: &Path, certificate: Certificate) {
    let ca = issuer("oa-mini test CA");
    fs::write(folder.join("ca.pem"), ca.pem()).unwrap();
    let unknown_ca = issuer("somebody else's CA");
    let name = if certificate == Certificate::OfAnotherName { "api.weixin.example" } else { "127.0.0.1" };
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.extended_key_usages = vec![match certificate {
        Certificate::ForClients => ExtendedKeyUsagePurpose::ClientAuth,
        _ => ExtendedKeyUsagePurpose::ServerAuth,
    }];
    match certificate {
        Certificate::Expired => params.not_after = date_time_ymd(2020, 1, 1),
        Certificate::NotYetValid => params.not_before = date_time_ymd(4000, 1, 1),
        _ => {}
    }
    let key = KeyPair::generate().unwrap();
    let issuer = if certificate == Certificate::OfAnUnknownCa { &unknown_ca } else { &ca };
    fs::write(folder.join("server.pem"), params.signed_by(&key, issuer).unwrap().pem()).unwrap();
    fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
}

fn issuer(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}
