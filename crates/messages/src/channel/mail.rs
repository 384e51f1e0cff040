//! E-mail by SMTP (lettre).

use super::NotTaken;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// STARTTLS, refused if the server does not offer it.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None; only to this machine.
    Tanpa,
}

/// Table `[surel]` of the configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Name of the server.
    pub server: String,
    /// Port; 587 for STARTTLS, 465 for TLS.
    pub port: Option<u16>,
    /// Protection.
    #[serde(default, rename = "keamanan")]
    pub security: Security,
    /// Sender, for example `lapor@jombangkab.go.id`.
    #[serde(rename = "pengirim")]
    pub sender: String,
    /// Account, if the server asks for one.
    #[serde(rename = "akun")]
    pub account: Option<String>,
    /// File that holds the password on one line.
    #[serde(rename = "berkas_sandi")]
    pub password_file: Option<PathBuf>,
    /// PEM file of a further certificate authority.
    #[serde(rename = "sertifikat")]
    pub authority: Option<PathBuf>,
    /// Seconds for one answer of the server; 10 if not given.
    #[serde(rename = "batas_waktu")]
    pub timeout: Option<u64>,
}

/// Why the settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadMail(pub String);

/// Sends e-mail.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
    /// For the whole conversation: the library's own limit does not cover a server that accepts and says nothing.
    limit: Duration,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({})", self.sender.email)
    }
}

/// One e-mail.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Address.
    pub to: &'a str,
    /// Subject; holds the case number, nothing personal.
    pub subject: &'a str,
    /// Text.
    pub text: &'a str,
    /// Becomes the Message-ID, the same for every try, so that a mailbox shows a repeated one once.
    pub once: &'a str,
}

impl Mailer {
    /// Makes ready to send; `name` is shown as the sender, for example `Kabupaten Jombang`.
    ///
    /// # Errors
    /// A wrong address, an unreadable file, or no protection to another machine.
    pub fn new(settings: &MailSettings, name: &str) -> Result<Self, BadMail> {
        let address: Address = settings
            .sender
            .parse()
            .map_err(|_| BadMail(format!("`surel.pengirim`: `{}` bukan alamat surel", settings.sender)))?;
        let here = settings.server == "localhost" || settings.server == "::1" || settings.server.starts_with("127.");
        if settings.security == Security::Tanpa && !here {
            return Err(BadMail("`surel.keamanan`: \"tanpa\" hanya untuk server di 127.0.0.1".to_owned()));
        }
        let seconds = settings.timeout.unwrap_or(10).clamp(1, 60);
        let usual = if settings.security == Security::Tls { 465 } else { 587 };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.server.as_str())
            .port(settings.port.unwrap_or(usual))
            .timeout(Some(Duration::from_secs(seconds)))
            .tls(tls(settings)?);
        if let Some(account) = &settings.account {
            builder = builder.credentials(Credentials::new(account.clone(), password(settings)?));
        }
        Ok(Self {
            transport: builder.build(),
            sender: Mailbox::new(Some(name.to_owned()), address),
            limit: Duration::from_secs(seconds),
        })
    }

    /// Sends one e-mail.
    ///
    /// # Errors
    /// The server refused it or did not work.
    pub async fn send(&self, mail: Mail<'_>) -> Result<(), NotTaken> {
        let to: Address = mail.to.trim().parse().map_err(|_| NotTaken::Refused("alamat_surel_salah"))?;
        let id = kernel::ids::hash_secret(mail.once);
        let mut message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject)
            .message_id(Some(format!("<{id}@{}>", self.sender.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.to_owned())
            .map_err(|error| NotTaken::Later("surel_galat", error.to_string()))?;
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        message.headers_mut().insert_raw(automatic);
        let silent = || NotTaken::Later("server_surel_diam", "no answer in time".to_owned());
        let sent = tokio::time::timeout(self.limit, self.transport.send(message)).await;
        match sent.map_err(|_| silent())? {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(NotTaken::Refused("ditolak_server_surel")),
            Err(error) if error.is_timeout() => Err(silent()),
            Err(error) => {
                // A server may repeat the address in its words: only the kind of failure goes to the log.
                let kind = if error.is_transient() { "refused for now" } else { "not reached" };
                Err(NotTaken::Later("server_surel_galat", kind.to_owned()))
            }
        }
    }
}

fn tls(settings: &MailSettings) -> Result<Tls, BadMail> {
    let mut parameters = TlsParameters::builder(settings.server.clone());
    if let Some(path) = &settings.authority {
        let wrong = |error: &dyn std::fmt::Display| BadMail(format!("`surel.sertifikat`: {}: {error}", path.display()));
        let pem = std::fs::read(path).map_err(|error| wrong(&error))?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| wrong(&error))?);
    }
    let build = || parameters.build().map_err(|error| BadMail(format!("`surel`: {error}")));
    Ok(match settings.security {
        Security::Tanpa => Tls::None,
        Security::Starttls => Tls::Required(build()?),
        Security::Tls => Tls::Wrapper(build()?),
    })
}

fn password(settings: &MailSettings) -> Result<String, BadMail> {
    let path = settings
        .password_file
        .as_ref()
        .ok_or_else(|| BadMail("`surel.berkas_sandi`: sebutkan berkas kata sandi untuk `akun`".to_owned()))?;
    let text = std::fs::read_to_string(path)
        .map_err(|error| BadMail(format!("`surel.berkas_sandi`: {}: {error}", path.display())))?;
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> MailSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn an_unprotected_connection_leads_only_to_this_machine() {
        let open = settings("server='mail.contoh.id'\nkeamanan='tanpa'\npengirim='a@contoh.id'");
        assert!(Mailer::new(&open, "Kota").unwrap_err().0.contains("127.0.0.1"));
        let here = settings("server='127.0.0.1'\nkeamanan='tanpa'\npengirim='a@contoh.id'");
        assert!(Mailer::new(&here, "Kota").is_ok());
    }

    #[test]
    fn wrong_settings_name_the_key() {
        let sender = settings("server='mail.contoh.id'\npengirim='bukan alamat'");
        assert!(Mailer::new(&sender, "Kota").unwrap_err().0.contains("surel.pengirim"));
        let account = settings("server='mail.contoh.id'\npengirim='a@contoh.id'\nakun='a'");
        assert!(Mailer::new(&account, "Kota").unwrap_err().0.contains("surel.berkas_sandi"));
        let unknown = toml::from_str::<MailSettings>("server='x'\npengirim='a@b.id'\nport_smtp=25").unwrap_err();
        assert!(unknown.to_string().contains("port_smtp"));
    }
}
