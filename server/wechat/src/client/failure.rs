//! Classifies a failed request by the types in its error chain, never by its text.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::iter::successors;

use rustls::CertificateError;

use super::resolve::NoAddress;
use crate::{Tls, Unavailable};

/// Classifies a failed request of any client in this process, on a machine that has CA certificates.
pub fn classify(error: &reqwest::Error) -> Unavailable {
    unavailable(error, true)
}

/// Classifies a failed request. The error itself goes no further, because its URL contains the secret.
pub(super) fn unavailable(error: &reqwest::Error, has_roots: bool) -> Unavailable {
    if error.is_connect() {
        connect(error, has_roots)
    } else if error.is_builder() {
        Unavailable::Connect
    } else if error.is_timeout() {
        Unavailable::Timeout
    } else {
        // sent, then the connection broke or the response is garbled: what WeChat did is unknown
        Unavailable::Malformed
    }
}

/// Whether building a client failed because this machine has no CA certificates: nothing else of TLS fails there.
pub(super) fn lacks_roots(error: &reqwest::Error) -> bool {
    error.is_builder() && causes(error).any(|cause| cause.is::<rustls::Error>())
}

fn connect(error: &reqwest::Error, has_roots: bool) -> Unavailable {
    for cause in causes(error) {
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return Unavailable::Tls(of_tls(tls, has_roots));
        }
        if cause.is::<NoAddress>() {
            return Unavailable::NoAddress;
        }
        match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(ErrorKind::ConnectionRefused) => return Unavailable::Refused,
            Some(ErrorKind::TimedOut) => return Unavailable::ConnectTimeout,
            _ => {}
        }
    }
    if error.is_timeout() { Unavailable::ConnectTimeout } else { Unavailable::Connect }
}

fn of_tls(error: &rustls::Error, has_roots: bool) -> Tls {
    let rustls::Error::InvalidCertificate(error) = error else { return Tls::Handshake };
    match error {
        CertificateError::UnknownIssuer if !has_roots => Tls::NoRoots,
        CertificateError::UnknownIssuer => Tls::Untrusted,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Tls::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Tls::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Tls::WrongName,
        _ => Tls::Certificate,
    }
}

/// An error and its sources. `io::Error::source` is that of the wrapped error, which it would leave out.
fn causes<'e>(error: &'e (dyn StdError + 'static)) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    successors(Some(error), |error| source_of(*error))
}

fn source_of<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use rustls::{AlertDescription, Error, InvalidMessage};

    use super::*;

    #[rstest]
    #[case(CertificateError::UnknownIssuer, Tls::Untrusted)]
    #[case(CertificateError::Expired, Tls::Expired)]
    #[case(CertificateError::NotValidYet, Tls::NotYetValid)]
    #[case(CertificateError::NotValidForName, Tls::WrongName)]
    #[case(CertificateError::Revoked, Tls::Certificate)]
    #[case(CertificateError::BadSignature, Tls::Certificate)]
    #[case(CertificateError::InvalidPurpose, Tls::Certificate)]
    fn certificates(#[case] error: CertificateError, #[case] expected: Tls) {
        assert_eq!(of_tls(&Error::InvalidCertificate(error), true), expected);
    }

    #[rstest]
    #[case(Error::AlertReceived(AlertDescription::HandshakeFailure))]
    #[case(Error::InvalidMessage(InvalidMessage::InvalidContentType))]
    #[case(Error::NoApplicationProtocol)]
    fn handshakes(#[case] error: Error) {
        assert_eq!(of_tls(&error, true), Tls::Handshake);
    }

    #[test]
    fn without_roots_the_reason_is_no_roots() {
        let unknown = Error::InvalidCertificate(CertificateError::UnknownIssuer);
        assert_eq!(of_tls(&unknown, false), Tls::NoRoots);
    }

    #[test]
    fn the_error_inside_an_io_error_is_found() {
        let inner = io::Error::other(Error::NoApplicationProtocol);
        let error = io::Error::other(inner);
        assert!(causes(&error).any(|cause| cause.is::<Error>()));
    }
}
